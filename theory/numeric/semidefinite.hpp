// Is a symmetric matrix positive semidefinite? Decided by elimination, without square roots or
// eigenvalues: exactly in rationals, three-valued in intervals.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope {

/// Is x^T A x >= 0 for every x? Reads the lower triangle of `symmetric` only. Rational: never
/// `unknown`. Interval: `yes` and `no` are proofs for every matrix enclosed; a matrix on the
/// boundary is `unknown`. double and Real: the answer of rounded elimination, evidence but no
/// proof. Throws PreconditionError unless the matrix is square.
template <Field N>
Truth is_positive_semidefinite(Matrix<N> symmetric);

}  // namespace lemmascope
