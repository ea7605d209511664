// Every token sequence of a forest with its exact probability. Exponential in the length and
// independent of pair_law and every closed form built on it: the second route of tests and of the
// confirmation of violated claims.
#pragma once

#include <vector>

#include "theory/markov/causal_graph.hpp"
#include "theory/markov/transition_matrix.hpp"
#include "theory/numeric/interruption.hpp"

namespace lemmascope::markov {

/// The token of every position.
using Tokens = std::vector<int>;

/// Calls visit(tokens, probability) once for each of the states^positions sequences, in
/// lexicographic order, where `tokens` is a `const Tokens&` valid during the call and the
/// probability is prod_roots mu(s_i) prod_others pi(s_i | s_parent(i)). Prefixes share their
/// products.
template <Field N, class Visitor>
void for_each_sequence(const TransitionMatrix<N>& chain, const Vector<N>& stationary,
                       const CausalForest& forest, Visitor&& visit) {
  const int length = forest.size();
  const int states = chain.states();
  Tokens tokens(length, 0);
  std::vector<N> prefix(length + 1, N(1));  // prefix[i]: probability of the first i tokens
  Position i = 0;
  while (i >= 0) {
    give_up_if_asked();
    if (tokens[i] == states) {  // this position is exhausted: turn back to the one before
      tokens[i] = 0;
      if (--i >= 0) ++tokens[i];
      continue;
    }
    const N& step =
        forest.is_root(i) ? stationary(tokens[i]) : chain(tokens[forest.parent(i)], tokens[i]);
    prefix[i + 1] = prefix[i] * step;
    if (i + 1 < length) {
      ++i;
      continue;
    }
    visit(static_cast<const Tokens&>(tokens), static_cast<const N&>(prefix[length]));
    ++tokens[i];
  }
}

/// The pair law by summing over every sequence: states^positions terms. The second route to
/// `pair_law`.
template <Field N>
Matrix<N> pair_law_by_enumeration(const TransitionMatrix<N>& chain, const Vector<N>& stationary,
                                  const CausalForest& forest, Position first, Position second) {
  Matrix<N> law = Matrix<N>::Constant(chain.states(), chain.states(), N(0));
  for_each_sequence(chain, stationary, forest, [&](const Tokens& tokens, const N& probability) {
    law(tokens[first], tokens[second]) += probability;
  });
  return law;
}

}  // namespace lemmascope::markov
