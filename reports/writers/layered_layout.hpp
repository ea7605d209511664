// Where the boxes of a layered graph go: columns are given, heights are found.
#pragma once

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace lemmascope::report {

/// An edge of a layered graph, from the node in the lower column to the node in the higher one.
using LayeredEdge = std::pair<std::size_t, std::size_t>;

struct LayeredLayout {
  std::vector<double> y;  ///< the upper side of every node; the least is 0
  /// The height at which an edge passes through each column between its ends, kept clear of boxes.
  std::map<LayeredEdge, std::vector<double>> lanes;
  double height = 0;
};

/// Orders the nodes of each column by the barycentre rule (Sugiyama, Tagawa and Toda 1981), with a
/// lane for every column that an edge passes through, and puts each as near to its neighbours' mean
/// height as the boxes beside it allow. Same input, same layout.
LayeredLayout layered_layout(const std::vector<int>& columns, const std::vector<LayeredEdge>& edges,
                             double box_height, double gap);

}  // namespace lemmascope::report
