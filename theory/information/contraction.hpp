// How fast a chain forgets: the Dobrushin coefficient and the largest singular value of the
// whitened transition matrix, both decided without leaving the rationals.
#pragma once

#include "theory/markov/transition_matrix.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::information {

/// max over pairs of rows of their total variation distance, (1/2) sum_t |pi(t|s) - pi(t|s')|; zero
/// for one state. For Interval an enclosure.
template <Field N>
N dobrushin_coefficient(const markov::TransitionMatrix<N>& chain);

/// Is sigma_max(B_pi)^2 <= bound? With D = diag(mu) and E = pi - 1 mu^T this says that bound D -
/// E^T D E is positive semidefinite, because B = D^(1/2) E D^(-1/2); see is_positive_semidefinite
/// for what each number type can answer. Throws PreconditionError unless every stationary
/// probability is positive.
template <Field N>
Truth contracts_within(const markov::TransitionMatrix<N>& chain, const Vector<N>& stationary,
                       const N& bound);

}  // namespace lemmascope::information
