// The whitened transition matrix B_pi = diag(mu)^(1/2) (pi - 1 mu^T) diag(mu)^(-1/2) of arXiv
// 2402.14735: one step of the chain seen by functions of mean zero under the stationary law.
#pragma once

#include "theory/markov/transition_matrix.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::information {

/// B_pi, states x states. Throws PreconditionError when the sizes differ or a stationary
/// probability is not certainly positive.
template <Elementary N>
Matrix<N> whitened_transition(const markov::TransitionMatrix<N>& chain,
                              const Vector<N>& stationary);

/// |B_pi|_F^2 = sum_{s,t} mu(s) (pi(t|s) - mu(t))^2 / mu(t), without square roots, so exact in
/// rationals. Equals the chi^2 information of one edge. Throws like whitened_transition.
template <Field N>
N whitened_norm_squared(const markov::TransitionMatrix<N>& chain, const Vector<N>& stationary);

}  // namespace lemmascope::information
