// Shrinks of forests with a prior are valid, simpler and end.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/causal/instances/forest_instance.hpp"

namespace lemmascope::causal {
namespace {

using claim::InstanceTraits;

TEST(SimplerForestInstances, EveryPathOfShrinksEnds) {
  ForestInstance at =
      forest_instance(markov::CausalForest({-1, 0, 1, 1}),
                      markov::Prior::single(markov::parse_chain("7/12,5/12;4/9,5/9")));
  int steps = 0;
  for (;; ++steps) {
    ASSERT_LT(steps, 200);
    const auto simpler = InstanceTraits<ForestInstance>::simpler(at);
    if (simpler.empty()) break;
    at = simpler.back();
  }
  EXPECT_EQ(at.forest.size(), 1);
}

TEST(SimplerForestInstances, AnOrbitPriorShrinksWithinOrbits) {
  const ForestInstance at =
      forest_instance(markov::CausalForest::chain(2),
                      markov::Prior::orbit(markov::parse_chain("7/10,3/10;4/10,6/10")));
  bool orbit_found = false;
  for (const auto& s : InstanceTraits<ForestInstance>::simpler(at)) {
    orbit_found = orbit_found || (s.prior().atoms().size() > 1 && s.tables->constant_mean());
  }
  EXPECT_TRUE(orbit_found);
}

TEST(ForestInstance, ReadsBackItsJson) {
  const ForestInstance at =
      forest_instance(markov::CausalForest({-1, 0, -1}),
                      markov::Prior::orbit(markov::parse_chain("2/3,1/3;1/4,3/4")));
  const auto json = InstanceTraits<ForestInstance>::to_json(at);
  EXPECT_EQ(
      InstanceTraits<ForestInstance>::to_json(InstanceTraits<ForestInstance>::from_json(json)),
      json);
}

}  // namespace
}  // namespace lemmascope::causal
