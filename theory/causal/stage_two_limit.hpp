// Stage 2 with hard adjacency as T grows without bound: the prediction is exactly a mixture of the
// bigram and the unigram law.
#pragma once

#include "theory/markov/prior.hpp"

namespace lemmascope::causal {

/// The weight of the unigram law for a query token of stationary probability `mu`, a share `roots`
/// of root positions and match strength beta:
///   omega = ((1-r) + r e^{beta mu}) / ((1-r)(1 + mu (e^beta - 1)) + r e^{beta mu}).
/// One at beta = 0. Throws PreconditionError unless 0 <= roots <= 1.
template <Elementary N>
N mixture_weight(const N& mu, const Rational& roots, const N& match);

/// f_beta(.|s) = (1 - omega_s) pi(.|s) + omega_s mu, rows s.
template <Elementary N>
Matrix<N> limiting_prediction(const markov::TransitionMatrix<N>& chain, const Rational& roots,
                              const N& match);

/// The same prediction without the mixture identity: keys are grouped by the token of their parent,
/// each group weighted by its score, and normalised. The second route.
template <Elementary N>
Matrix<N> limiting_prediction_by_groups(const markov::TransitionMatrix<N>& chain,
                                        const Rational& roots, const N& match);

/// L_inf(beta) = -(1/S) E_pi sum_{s,s'} pi(s'|s) log f_beta(s'|s).
template <Elementary N>
N limiting_loss(const markov::Prior& prior, const Rational& roots, const N& match);

/// c with L_inf(beta) - L* = c e^{-2 beta} (1 + o(1)) when there are no roots:
///   c = (1/2) (1/S) E_pi sum_s mu_s^{-2} sum_{s'} (mu_{s'} - pi(s'|s))^2 / pi(s'|s).
/// Throws PreconditionError when a transition probability is zero. Exact in rationals.
template <Field N>
N limiting_gap_constant(const markov::Prior& prior);

}  // namespace lemmascope::causal
