// Whole families: every forest, every chain on a grid. Order is part of the contract (case
// numbers).
#pragma once

#include <cstdint>
#include <vector>

#include "theory/markov/causal_graph.hpp"
#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::markov {

/// n!: each position i has i + 1 choices, a root or one of the i earlier positions.
std::int64_t forest_count(int nodes);
/// The index-th forest on `nodes` nodes, 0 <= index < forest_count(nodes), in mixed radix: the last
/// position varies fastest and -1 comes first.
CausalForest forest_at(int nodes, std::int64_t index);
std::vector<CausalForest> every_forest(int nodes);

/// Every two-state chain [[1-a,a],[b,1-b]] with a, b fractions in (0,1) of denominator at most
/// `max_denominator`, simplest fractions first.
std::vector<Chain> every_two_state_chain(int max_denominator);
/// Every chain with entries k / denominator, all positive: the lower-bound assumption holds.
std::vector<Chain> every_positive_chain(int states, int denominator);
/// Every chain with entries k / denominator, zeros included, so reducible and periodic chains too.
std::vector<Chain> every_grid_chain(int states, int denominator);

}  // namespace lemmascope::markov
