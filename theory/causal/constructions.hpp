// Hand-made weights that implement the task, as the paper constructs them, and their repaired
// versions.
//
// All of them are disentangled transformers, so the hard limit beta -> infinity is one run with
// AttentionRule::hard at strength 1, exact in rationals.
#pragma once

#include <span>
#include <vector>

#include "theory/attention/disentangled_transformer.hpp"
#include "theory/causal/reduced_model.hpp"
#include "theory/markov/causal_graph.hpp"

namespace lemmascope::causal {

/// The one-parent construction: A1_{i,p(i)} = parent_strength, zero rows for roots and for the
/// query (uniform attention), A2 = match_strength I. Its hard limit votes with every key whose
/// first-layer attention shows only the query token: nodes whose parent token is q, and also,
/// spuriously, a root whose whole prefix is q (the root at position 0 whenever s_0 = q) and the
/// query if every token is q.
template <Field N>
ReducedWeights<N> hard_adjacency_weights(const markov::CausalForest& forest, int states,
                                         const N& parent_strength, const N& match_strength);

/// Construction 6.2 for several parents: one first-layer head per parent slot, head l of node i
/// attending to p(i)_l; the last input position (the query) attends to the parents of the target
/// instead of its own; layer 2 scores a key by match_strength times the number of slots that agree
/// with the query; W_O reads the copied input token. `dag` has T + 1 nodes, the last of which is
/// the target. Throws PreconditionError when the target has no parent or the dag fewer than two
/// nodes.
template <Field N>
attention::DisentangledTransformer<N> multi_parent_construction(const markov::CausalDag& dag,
                                                                int states,
                                                                const N& parent_strength,
                                                                const N& match_strength);

/// The same model with `penalty` subtracted from the second-layer score of the keys in `muted` when
/// the query stands at position T - 1: entries of the position x position block of the raw input.
/// With a penalty above the largest possible match score the hard limit ignores those keys.
template <Field N>
attention::DisentangledTransformer<N> with_muted_keys(attention::DisentangledTransformer<N> model,
                                                      int states, int length,
                                                      std::span<const int> muted, const N& penalty);

/// The keys to mute so that the construction becomes the k-gram counts: the query key, which agrees
/// with itself in every slot (its heads read the target's parents), and nodes of another in-degree
/// than the target, whose unused heads attend uniformly.
std::vector<int> keys_to_mute(const markov::CausalDag& dag);

/// n(s') / n over the nodes i <= T - 1 whose in-degree and parent tokens equal those of the target,
/// except the query itself when `count_query` is false. Empty counts throw PreconditionError.
/// `tokens` holds the T input tokens.
Vector<Rational> empirical_conditional(const markov::CausalDag& dag, std::span<const int> tokens,
                                       int states, bool count_query);

}  // namespace lemmascope::causal
