// Forests with chains as points of a cube, for attacks.
#pragma once

#include <vector>

#include "properties/attack/chart.hpp"
#include "properties/causal/instances/forest_domains.hpp"

namespace lemmascope::causal {

using ForestChart = attack::Chart<ForestInstance>;

/// Chains, stars, pairs, binary trees and stars beside a root on least..most nodes, smallest first,
/// each once.
std::vector<markov::CausalForest> named_forests(int least, int most);
/// A node more (up to `most_nodes`), hung anywhere; the last node less; one node hung elsewhere.
std::vector<markov::CausalForest> one_move_away(const markov::CausalForest& forest, int most_nodes);

/// Chains, stars, pairs, binary trees and stars beside a root on 2..nodes nodes, each with chains
/// on `states` states. Their neighbours are every forest of at most `nodes` nodes with one node
/// added or removed at the end, or hung elsewhere.
std::vector<ForestChart> forest_charts(PriorKind kind, int nodes, int states);
/// The chain graph alone, on `least`..`most` nodes.
std::vector<ForestChart> chain_graph_charts(PriorKind kind, int least, int most, int states);
/// The chain graph on 2..nodes nodes with circulant chains of three states.
std::vector<ForestChart> circulant_charts(PriorKind kind, int nodes);

/// One edge with an irreducible chain on two states whose entries may be zero.
ForestChart chart_with_zeros();

}  // namespace lemmascope::causal
