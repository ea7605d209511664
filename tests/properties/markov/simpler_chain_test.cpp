// Shrinks of chains are valid, simpler and end.
#include "properties/markov/simpler_chain.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/markov/chain_domains.hpp"

namespace lemmascope::markov {
namespace {

using claim::InstanceTraits;

int chain_count_where(const claim::Domain<ChainInstance>& domain, bool irreducible) {
  int count = 0;
  for (std::int64_t index = 0; index < domain.cases; ++index) {
    count += is_irreducible(domain.at(index, {}).chain) == irreducible;
  }
  return count;
}

TEST(SimplerChains, StartWithTheFewestStates) {
  const auto chain = parse_chain("1/2,3/10,1/5;1/10,3/5,3/10;1/4,1/4,1/2");
  const auto simpler = simpler_chains(chain);
  ASSERT_FALSE(simpler.empty());
  EXPECT_EQ(simpler.front().states(), 2);
}

TEST(SimplerChains, OfTwoStatesTryEverySmallFraction) {
  const auto chain = parse_chain("7/10,3/10;1/2,1/2");
  bool found = false;
  for (const auto& c : simpler_chains(chain)) found = found || c(0, 0) == Rational(2, 3);
  EXPECT_TRUE(found);
}

TEST(ChainInstances, EveryPathOfShrinksEnds) {
  ChainInstance at{parse_chain("7/12,5/12,0;4/9,1/9,4/9;1/5,2/5,2/5")};
  int steps = 0;
  for (;; ++steps) {
    ASSERT_LT(steps, 200);
    const auto simpler = InstanceTraits<ChainInstance>::simpler(at);
    if (simpler.empty()) break;
    at = simpler.back();
  }
  EXPECT_EQ(at.chain.states(), 2);
}

TEST(ChainInstances, ReadBackTheirJson) {
  const ChainInstance at{parse_chain("7/10,3/10;1/2,1/2")};
  const auto json = InstanceTraits<ChainInstance>::to_json(at);
  const ChainInstance again = InstanceTraits<ChainInstance>::from_json(json);
  EXPECT_EQ(InstanceTraits<ChainInstance>::to_json(again), json);
  EXPECT_ANY_THROW(InstanceTraits<ChainInstance>::from_json(nlohmann::json::array()));
}

TEST(ChainDomains, HoldTheWholeGridWithItsReducibleChains) {
  const auto domain = every_grid_chain_instance(2, {2, 2, 2})(claim::Profile::quick);
  EXPECT_EQ(domain.cases, 9);  // three rows of halves, twice
  const auto irreducible = chain_count_where(domain, true);
  EXPECT_EQ(irreducible + chain_count_where(domain, false), 9);
  EXPECT_GT(irreducible, 0);
  EXPECT_LT(irreducible, 9);
}

}  // namespace
}  // namespace lemmascope::markov
