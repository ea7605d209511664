// Families are complete, without repetition, and in the promised order.
#include "theory/markov/enumerate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/theory/markov/chains.hpp"

namespace lemmascope::markov {
namespace {

using testing::refusal;

TEST(EveryForest, HasFactoriallyManyDistinctMembers) {
  std::int64_t factorial = 1;
  for (int nodes = 1; nodes <= 6; ++nodes) {
    factorial *= nodes;
    EXPECT_EQ(forest_count(nodes), factorial);
    std::set<std::string> seen;
    for (const CausalForest& forest : every_forest(nodes)) {
      EXPECT_EQ(forest.size(), nodes);
      seen.insert(to_text(forest));
    }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(factorial));
  }
  EXPECT_EQ(forest_count(20), 2432902008176640000);
}

TEST(EveryForest, RunsFromAllRootsToTheChainWithTheLastPositionFastest) {
  const auto forests = every_forest(3);
  std::vector<std::string> texts;
  for (const auto& forest : forests) texts.push_back(to_text(forest));
  EXPECT_EQ(texts, (std::vector<std::string>{"-1,-1,-1", "-1,-1,0", "-1,-1,1", "-1,0,-1", "-1,0,0",
                                             "-1,0,1"}));
  EXPECT_EQ(forest_at(9, forest_count(9) - 1), CausalForest::chain(9));
  for (std::int64_t k = 0; k < 6; ++k)
    EXPECT_EQ(forest_at(3, k), forests[static_cast<std::size_t>(k)]);
}

TEST(EveryForest, RefusesIndicesAndSizesOutOfRange) {
  EXPECT_EQ(refusal([] { forest_at(3, 6); }), "expected a forest index in 0..5, found 6");
  EXPECT_EQ(refusal([] { forest_at(3, -1); }), "expected a forest index in 0..5, found -1");
  EXPECT_EQ(refusal([] { forest_count(0); }), "expected 1..20 positions of a forest, found 0");
  EXPECT_EQ(refusal([] { forest_count(21); }), "expected 1..20 positions of a forest, found 21");
}

TEST(EveryTwoStateChain, ListsEveryPairOfFractionsOnceSimplestFirst) {
  // 1, 2, 2, 4, 2 fractions in (0,1) with denominators 2..6 in lowest terms: 11 in all.
  const auto chains = every_two_state_chain(6);
  EXPECT_EQ(chains.size(), 121U);
  std::set<std::string> seen;
  Integer simplest = 2;
  for (const Chain& chain : chains) {
    seen.insert(to_text(chain));
    EXPECT_GT(chain(0, 1), 0);
    EXPECT_LT(chain(0, 1), 1);
    const Integer larger = std::max<Integer>(denominator(chain(0, 1)), denominator(chain(1, 0)));
    EXPECT_GE(larger, simplest);
    EXPECT_LE(larger, 6);
    simplest = larger;
  }
  EXPECT_EQ(seen.size(), 121U);
  EXPECT_EQ(to_text(chains.front()), "1/2,1/2;1/2,1/2");
  EXPECT_EQ(every_two_state_chain(2).size(), 1U);
  EXPECT_EQ(refusal([] { every_two_state_chain(1); }),
            "expected a largest denominator of at least 2, found 1");
}

TEST(EveryPositiveChain, ListsEveryGridChainOnce) {
  // A row is a composition of the denominator into positive parts: C(d-1, S-1) of them.
  EXPECT_EQ(every_positive_chain(2, 4).size(), 9U);
  EXPECT_EQ(every_positive_chain(3, 5).size(), 216U);
  EXPECT_EQ(every_positive_chain(1, 7).size(), 1U);
  std::set<std::string> seen;
  for (const Chain& chain : every_positive_chain(3, 5)) {
    seen.insert(to_text(chain));
    for (Eigen::Index k = 0; k < 9; ++k) EXPECT_GE(chain.matrix()(k), Rational(1, 5));
  }
  EXPECT_EQ(seen.size(), 216U);
  EXPECT_EQ(to_text(every_positive_chain(2, 3)[1]),
            "1/3,2/3;2/3,1/3");  // the last row varies fastest
  EXPECT_EQ(refusal([] { every_positive_chain(3, 2); }),
            "expected a denominator of at least the number of states, found 2 for 3 states");
}

TEST(EveryGridChain, HoldsThePositiveOnesAndThoseWithZeros) {
  // A row is a composition into parts that may be zero: C(d+S-1, S-1) of them.
  const auto chains = every_grid_chain(3, 2);
  EXPECT_EQ(chains.size(), 216U);  // C(4, 2)^3
  std::set<std::string> seen;
  for (const Chain& chain : chains) seen.insert(to_text(chain));
  EXPECT_EQ(seen.size(), 216U);
  EXPECT_EQ(every_grid_chain(2, 4).size(), 25U);
  int positive = 0;
  for (const Chain& chain : every_grid_chain(2, 4)) {
    positive += chain.matrix().minCoeff() > 0 ? 1 : 0;
  }
  EXPECT_EQ(positive, static_cast<int>(every_positive_chain(2, 4).size()));
  EXPECT_EQ(refusal([] { every_grid_chain(0, 2); }),
            "expected at least one state and a positive denominator, found 0 and 2");
}

}  // namespace
}  // namespace lemmascope::markov
