#include "properties/graphdepth/small_graphs.hpp"

namespace lemmascope::graphdepth {

const std::vector<Edges>& six_node_graphs() {
  static const std::vector<Edges> graphs{{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}},
                                         {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 0}},
                                         {{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}},
                                         {{0, 1}, {1, 2}, {3, 4}, {4, 5}, {0, 3}, {1, 4}, {2, 5}}};
  return graphs;
}

bool is_connected(const Edges& edges, int mask) {
  int reached = mask & -mask;
  for (int before = 0; before != reached;) {
    before = reached;
    for (const auto& [a, b] : edges) {
      const int both = 1 << a | 1 << b;
      if ((both & mask) == both && (both & reached) != 0) reached |= both;
    }
  }
  return mask != 0 && reached == mask;
}

std::vector<int> nodes_of(int mask) {
  std::vector<int> nodes;
  for (int node = 0; mask >> node != 0; ++node) {
    if ((mask >> node & 1) != 0) nodes.push_back(node);
  }
  return nodes;
}

}  // namespace lemmascope::graphdepth
