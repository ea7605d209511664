// Graphs small enough to list their substructures.
#pragma once

#include <utility>
#include <vector>

namespace lemmascope::graphdepth {

using Edges = std::vector<std::pair<int, int>>;

/// A path, a cycle, a star and a ladder of six nodes.
const std::vector<Edges>& six_node_graphs();

/// Are the nodes of the mask connected through edges between them?
bool is_connected(const Edges& edges, int mask);

/// The nodes of a mask, increasing.
std::vector<int> nodes_of(int mask);

}  // namespace lemmascope::graphdepth
