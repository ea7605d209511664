// Causal graphs: refusals, shapes, and kinship against lists of ancestors.
#include "theory/markov/causal_graph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/theory/markov/chains.hpp"
#include "theory/markov/enumerate.hpp"

namespace lemmascope::markov {
namespace {

using testing::refusal;
using Parents = std::vector<Position>;

TEST(CausalForest, RefusesCyclesAndLateParentsInOneLine) {
  EXPECT_EQ(refusal([] { CausalForest(Parents{0}); }),
            "position 0: expected a parent in -1..-1 (earlier, or -1 for a root), found 0");
  EXPECT_EQ(refusal([] {
              CausalForest(Parents{-1, 2, 1});
            }),  // 1 and 2 form a cycle
            "position 1: expected a parent in -1..0 (earlier, or -1 for a root), found 2");
  EXPECT_EQ(refusal([] {
              CausalForest(Parents{-1, 0, 2});
            }),  // its own parent
            "position 2: expected a parent in -1..1 (earlier, or -1 for a root), found 2");
  EXPECT_EQ(refusal([] {
              CausalForest(Parents{-1, -2});
            }),
            "position 1: expected a parent in -1..0 (earlier, or -1 for a root), found -2");
  EXPECT_EQ(refusal([] { CausalForest(Parents{}); }),
            "expected a causal graph with at least one position, found none");
  EXPECT_EQ(refusal([] { CausalForest::chain(0); }), "expected at least one position, found 0");
}

TEST(CausalForest, HasTheShapesOfThePaper) {
  EXPECT_EQ(CausalForest::chain(4), CausalForest(Parents{-1, 0, 1, 2}));
  EXPECT_EQ(CausalForest::star(4), CausalForest(Parents{-1, 0, 0, 0}));
  EXPECT_EQ(CausalForest::pairs(5), CausalForest(Parents{-1, 0, -1, 2, -1}));
  const CausalForest pairs = CausalForest::pairs(19);  // the graph of the published experiment
  EXPECT_EQ(pairs.root_count(), 10);
  EXPECT_EQ(pairs.edge_count(), 9);
}

TEST(CausalForest, CountsTheLeavesOfItsBushiestTree) {
  EXPECT_EQ(CausalForest::chain(6).most_leaves_in_a_tree(), 1);
  EXPECT_EQ(CausalForest::pairs(6).most_leaves_in_a_tree(), 1);
  EXPECT_EQ(CausalForest::star(6).most_leaves_in_a_tree(), 5);
  EXPECT_EQ(CausalForest(Parents{-1}).most_leaves_in_a_tree(), 1);
  EXPECT_EQ(CausalForest(Parents{-1, -1, 0, 1, 1, 3}).most_leaves_in_a_tree(), 2);
}

TEST(CausalForest, ReadsAsItsParents) {
  EXPECT_EQ(to_text(CausalForest(Parents{-1, 0, 0, 2})), "-1,0,0,2");
}

/// i, its parent, its parent's parent, ... up to the root.
Parents line_of(const CausalForest& forest, Position i) {
  Parents line;
  for (Position at = i; at != kNoParent; at = forest.parent(at)) line.push_back(at);
  return line;
}

TEST(CausalForest, KinshipIsTheFirstSharedAncestorOnEveryForestOfFivePositions) {
  for (const CausalForest& forest : every_forest(5)) {
    for (Position a = 0; a < 5; ++a) {
      const Parents from_a = line_of(forest, a);
      EXPECT_EQ(forest.depth(a), static_cast<int>(from_a.size()) - 1);
      for (Position b = 0; b < 5; ++b) {
        const Parents from_b = line_of(forest, b);
        const auto shared =
            std::find_first_of(from_a.begin(), from_a.end(), from_b.begin(), from_b.end());
        const auto kin = forest.kinship(a, b);
        ASSERT_EQ(kin.has_value(), shared != from_a.end());
        if (!kin) continue;
        EXPECT_EQ(kin->ancestor, *shared);
        EXPECT_EQ(kin->up, shared - from_a.begin());
        EXPECT_EQ(kin->down, std::find(from_b.begin(), from_b.end(), *shared) - from_b.begin());
      }
    }
  }
}

TEST(CausalDag, RefusesLateAndRepeatedParents) {
  EXPECT_EQ(refusal([] {
              CausalDag(std::vector<Parents>{{}, {0}, {0, 2}});
            }),
            "position 2: expected a parent in 0..1 (earlier), found 2");
  EXPECT_EQ(refusal([] {
              CausalDag(std::vector<Parents>{{}, {-1}});
            }),
            "position 1: expected a parent in 0..0 (earlier), found -1");
  EXPECT_EQ(refusal([] {
              CausalDag(std::vector<Parents>{{}, {}, {1, 0, 1}});
            }),
            "position 2: expected distinct parents, found 1 twice");
  EXPECT_EQ(refusal([] { CausalDag(std::vector<Parents>{}); }),
            "expected a causal graph with at least one position, found none");
}

TEST(CausalDag, SaysThatTheFirstPositionIsARoot) {
  EXPECT_EQ(refusal([] { CausalDag(std::vector<Parents>{{0}}); }),
            "position 0: expected no parent (nothing is earlier), found 0");
}

TEST(CausalDag, HoldsOrderedParentsAndEveryForest) {
  const CausalDag dag(std::vector<Parents>{{}, {}, {1, 0}, {2}});
  EXPECT_EQ(dag.max_parents(), 2);
  EXPECT_EQ(Parents(dag.parents(2).begin(), dag.parents(2).end()), (Parents{1, 0}));
  EXPECT_EQ(CausalDag(CausalForest(Parents{-1, 0, -1, 2})),
            CausalDag(std::vector<Parents>{{}, {0}, {}, {2}}));
}

}  // namespace
}  // namespace lemmascope::markov
