// How strongly a trained first layer attends to the latent parents: the paper's measure of a
// learned graph.
#pragma once

#include <span>
#include <vector>

#include "sim/transformer/model.hpp"
#include "theory/markov/causal_graph.hpp"

namespace lemmascope::causal {

/// First-layer attention of the weights alone, one length x length matrix for each head: the
/// softmax of the position x position block of A1_0, A1_1, ..., or of A1 in the reduced model.
/// Throws PreconditionError when there is no such block.
template <class F>
std::vector<std::vector<double>> first_layer_heads(const sim::Model<F>& model,
                                                   std::span<const F> weights);

/// (1 / edges) sum over edges of the largest attention that any head gives to that parent; 0
/// without edges. `heads` are length x length.
double mean_over_edges(const markov::CausalDag& graph,
                       const std::vector<std::vector<double>>& heads, int length);

/// Attention of each position to its parent, -1 for roots, from the softmax of the position x
/// position block of A1 (the block named A1_0, or A1 in the reduced model).
template <class F>
std::vector<double> parent_attention(const sim::Model<F>& model, std::span<const F> weights,
                                     const markov::CausalForest& forest);

/// (1 / edges) sum over non-roots of the attention to the parent; 0 without edges. The `avgattn` of
/// Figure 9.
template <class F>
double mean_parent_attention(const sim::Model<F>& model, std::span<const F> weights,
                             const markov::CausalForest& forest);

/// With several parents and heads: mean_over_edges of the first layer's heads.
template <class F>
double mean_parent_attention(const sim::Model<F>& model, std::span<const F> weights,
                             const markov::CausalDag& dag);

/// Share of non-roots whose largest attention among positions j < i is to the parent.
template <class F>
double parent_is_argmax_share(const sim::Model<F>& model, std::span<const F> weights,
                              const markov::CausalForest& forest);

}  // namespace lemmascope::causal
