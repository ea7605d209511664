// The layout of the dependency graph: nothing overlaps, long edges keep clear, a tree is drawn
// flat.
#include "reports/writers/layered_layout.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace lemmascope::report {
namespace {

constexpr double kBox = 40, kGap = 10;

// Three columns; node 0 is used by every node behind it, so edges pass through columns 1 and 2.
const std::vector<int> kColumns{0, 0, 1, 1, 1, 2, 2, 3};
const std::vector<LayeredEdge> kEdges{{0, 2}, {0, 3}, {0, 4}, {0, 5}, {0, 6},
                                      {0, 7}, {1, 4}, {1, 7}, {3, 5}, {6, 7}};

TEST(LayeredLayout, KeepsBoxesOfAColumnApart) {
  const LayeredLayout layout = layered_layout(kColumns, kEdges, kBox, kGap);
  for (std::size_t a = 0; a < kColumns.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (kColumns[a] != kColumns[b]) continue;
      // The whole gap but for rounding: half of it is far above that.
      EXPECT_GT(std::max(layout.y[a], layout.y[b]) - std::min(layout.y[a], layout.y[b]),
                kBox + kGap / 2)
          << a << " and " << b;
    }
  }
}

TEST(LayeredLayout, LeadsLongEdgesPastTheBoxes) {
  const LayeredLayout layout = layered_layout(kColumns, kEdges, kBox, kGap);
  EXPECT_EQ(layout.lanes.size(), 4U);
  for (const auto& [edge, lanes] : layout.lanes) {
    const int between = kColumns[edge.second] - kColumns[edge.first] - 1;
    ASSERT_EQ(lanes.size(), static_cast<std::size_t>(between));
    for (std::size_t k = 0; k < lanes.size(); ++k) {
      for (std::size_t node = 0; node < kColumns.size(); ++node) {
        if (kColumns[node] != kColumns[edge.first] + 1 + static_cast<int>(k)) continue;
        EXPECT_TRUE(lanes[k] < layout.y[node] || lanes[k] > layout.y[node] + kBox)
            << edge.first << " to " << edge.second << " crosses " << node;
      }
    }
  }
}

TEST(LayeredLayout, DrawsAPathStraight) {
  const LayeredLayout layout = layered_layout({0, 1, 2}, {{0, 1}, {1, 2}}, kBox, kGap);
  EXPECT_EQ(layout.y[0], layout.y[1]);
  EXPECT_EQ(layout.y[1], layout.y[2]);
  EXPECT_EQ(layout.height, kBox);
}

TEST(LayeredLayout, UncrossesWhatNeedNotCross) {
  // 0 and 1 are joined to the nodes opposite of them in the order of their numbers.
  const LayeredLayout layout = layered_layout({0, 0, 1, 1}, {{0, 3}, {1, 2}}, kBox, kGap);
  EXPECT_EQ(layout.y[0] < layout.y[1], layout.y[3] < layout.y[2]);
}

TEST(LayeredLayout, SurvivesAnEdgeThatLeadsBack) {
  EXPECT_EQ(layered_layout({1, 1}, {{0, 1}, {1, 0}}, kBox, kGap).y.size(), 2U);
  EXPECT_TRUE(layered_layout({}, {}, kBox, kGap).y.empty());
}

}  // namespace
}  // namespace lemmascope::report
