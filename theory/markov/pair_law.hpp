// The joint law of two tokens of a sequence with causal structure.
#pragma once

#include "theory/markov/causal_graph.hpp"
#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::markov {

/// P(s_first = a, s_second = b) as a states x states matrix, through the lowest common ancestor c:
/// sum_z mu(z) pi^up(z, a) pi^down(z, b); the product law when the positions are in different
/// trees.
template <Field N>
Matrix<N> pair_law(const TransitionMatrix<N>& chain, const Vector<N>& stationary,
                   const CausalForest& forest, Position first, Position second);

/// pi^n by repeated products; the identity for n = 0.
template <Field N>
Matrix<N> power(const TransitionMatrix<N>& chain, int n);

}  // namespace lemmascope::markov
