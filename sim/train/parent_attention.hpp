// How strongly a trained first layer attends to the latent parents: the paper's measure of a
// learned graph.
#pragma once

#include <span>
#include <vector>

#include "sim/model/model.hpp"
#include "theory/markov/causal_graph.hpp"

namespace lemmascope::sim {

/// Attention of each position to its parent, -1 for roots, from the softmax of the position x
/// position block of A1 (the block named A1_0, or A1 in the reduced model).
template <class F>
std::vector<double> parent_attention(const Model<F>& model, std::span<const F> weights,
                                     const markov::CausalForest& forest);

/// (1 / edges) sum over non-roots of the attention to the parent; 0 without edges. The `avgattn` of
/// Figure 9.
template <class F>
double mean_parent_attention(const Model<F>& model, std::span<const F> weights,
                             const markov::CausalForest& forest);

/// With several parents and heads: (1 / edges) sum over edges of the largest attention that any
/// head (A1_0, A1_1, ...) gives to that parent; 0 without edges.
template <class F>
double mean_parent_attention(const Model<F>& model, std::span<const F> weights,
                             const markov::CausalDag& dag);

/// Share of non-roots whose largest attention among positions j < i is to the parent.
template <class F>
double parent_is_argmax_share(const Model<F>& model, std::span<const F> weights,
                              const markov::CausalForest& forest);

}  // namespace lemmascope::sim
