#include "sim/causal/random_graphs.hpp"

#include <gtest/gtest.h>

namespace lemmascope::causal {
namespace {

TEST(RandomForest, SameStreamGivesTheSameForest) {
  sim::Stream a({1, 2, sim::Purpose::graph}, 3);
  sim::Stream b({1, 2, sim::Purpose::graph}, 3);
  EXPECT_EQ(uniform_random_forest(19, a), uniform_random_forest(19, b));
}

TEST(RandomForest, ThinningWithShareOneLeavesRootsOnly) {
  sim::Stream stream({1, 2, sim::Purpose::graph}, 3);
  EXPECT_EQ(thinned_random_forest(19, 1.0, stream).edge_count(), 0);
}

TEST(RandomForest, ThinningWithShareZeroLeavesOneTree) {
  sim::Stream stream({1, 2, sim::Purpose::graph}, 3);
  EXPECT_EQ(thinned_random_forest(19, 0.0, stream).root_count(), 1);
}

TEST(RandomDag, GivesEveryLateNodeItsInDegree) {
  sim::Stream stream({1, 2, sim::Purpose::graph}, 4);
  const RandomDag random = random_dag(32, 3, stream);
  for (int i = 0; i < 32; ++i) {
    EXPECT_EQ(random.dag.parents(i).size(), i < 3 ? 0u : 3u);
  }
  EXPECT_EQ(random.target_parents.size(), 3u);
}

}  // namespace
}  // namespace lemmascope::causal
