// Kernel ridge regression on strings of templates, predictions on symbols never seen: by a formula
// of the size of the number of templates, by the full Gram matrix, and one sample at a time.
#pragma once

#include <vector>

#include "theory/numeric/number.hpp"

namespace lemmascope::templates {

/// Samples on pairwise disjoint symbols: counts[i] strings of template i, all labelled labels[i].
/// Strings of templates i and j have kernel between(i, j), a string with itself between(i, i) +
/// excess[i].
template <Field N>
struct RidgeProblem {
  Matrix<N> between;  ///< N
  Vector<N> excess;   ///< Delta_i = K_ii - N_ii
  std::vector<long> counts;
  Vector<N> labels;
  N ridge;  ///< lambda, added to the Gram matrix as it stands

  /// Delta_i + lambda.
  N penalty(Eigen::Index i) const { return excess(i) + ridge; }
};

/// Throws PreconditionError unless sizes agree and every count is at least one.
template <Field N>
void require_ridge(const RidgeProblem<N>& problem);

/// y - (Delta + lambda)(N D_n + Delta + lambda)^{-1} y. Throws PreconditionError where Delta +
/// lambda is not certainly positive or the matrix not certainly definite.
template <Field N>
Vector<N> ridge_by_blocks(const RidgeProblem<N>& problem);

/// K = T N T^T + diag(Delta) over all samples, solved whole. Throws PreconditionError beyond 400
/// samples.
template <Field N>
Vector<N> ridge_by_full_solve(const RidgeProblem<N>& problem);

/// Samples taken in one after the other: the mean and covariance of a Gaussian with covariance N,
/// observed with variance Delta + lambda. Throws PreconditionError beyond 4000 samples.
template <Field N>
Vector<N> ridge_by_samples(const RidgeProblem<N>& problem);

}  // namespace lemmascope::templates
