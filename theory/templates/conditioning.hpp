// How well a kernel matrix tells templates apart: determinant and condition number.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::templates {

/// By expansion along rows, without a division: works for enclosures of singular matrices too. For
/// matrices of at most eight rows; throws PreconditionError beyond.
template <Field N>
N determinant(const Matrix<N>& matrix);

/// The ratio of the largest to the smallest eigenvalue of a symmetric positive definite matrix. For
/// Interval an enclosure: eigenvectors are guessed, Gershgorin's discs of V^T A V and V^T V bound
/// the eigenvalues (Ostrowski). Throws PreconditionError where the matrix is not certainly positive
/// definite.
template <Elementary N>
N condition_number(const Matrix<N>& matrix);

/// x with A x = b by elimination in the order given, which is stable for positive definite A.
/// Throws PreconditionError when a pivot is not certainly nonzero.
template <Field N>
Vector<N> solve_definite(Matrix<N> a, Vector<N> b);

}  // namespace lemmascope::templates
