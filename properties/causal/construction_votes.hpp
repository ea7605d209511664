// The hard limit of the hand-made constructions, from its definition: which keys score highest, and
// what they vote for. Shares no code with the transformers.
#pragma once

#include <span>
#include <vector>

#include "theory/markov/causal_graph.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::causal {

/// Second-layer scores of the one-parent construction in units of its strength: the share of the
/// query's token among the positions a key attends to (its parent; everything up to itself for a
/// root and for the query). `tokens` holds all T tokens, the query last.
std::vector<Rational> single_parent_scores(const markov::CausalForest& forest,
                                           std::span<const int> tokens);

/// Second-layer scores of Construction 6.2: over the slots of the target, the probability that the
/// key's head and the query's head show the same token; a head without a parent attends uniformly.
/// The last input position reads the target's parents.
std::vector<Rational> multi_parent_scores(const markov::CausalDag& dag,
                                          std::span<const int> tokens);

/// The law of the token of a key drawn uniformly from those of the highest score, keys in `muted`
/// left out. At least one key must remain.
Vector<Rational> votes_of_the_highest(const std::vector<Rational>& scores,
                                      std::span<const int> tokens, int states,
                                      std::span<const int> muted = {});

}  // namespace lemmascope::causal
