// The two recipes by which the paper's experiments draw random forests.
#pragma once

#include "sim/random/stream.hpp"
#include "theory/markov/causal_graph.hpp"

namespace lemmascope::causal {

/// The recipe of the single-parent experiment: position i is a root or a child of one of the i
/// earlier positions, each with probability 1 / (i + 1).
markov::CausalForest uniform_random_forest(int nodes, sim::Stream& stream);

/// The recipe of the many-graphs experiment: the parent is uniform on the earlier positions, then
/// each node becomes a root with probability `root_share` (position 0 always).
markov::CausalForest thinned_random_forest(int nodes, double root_share, sim::Stream& stream);

/// Each position draws up to `in_degree` distinct earlier parents, uniformly, in rising order
/// (positions with fewer predecessors are roots); the target draws its own among all positions.
struct RandomDag {
  markov::CausalDag dag;
  std::vector<markov::Position> target_parents;
};
RandomDag random_dag(int nodes, int in_degree, sim::Stream& stream);

}  // namespace lemmascope::causal
