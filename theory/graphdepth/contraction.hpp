// How much attention brings its readers together: the Dobrushin coefficient of a matrix whose rows
// sum to one.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::graphdepth {

/// Throws PreconditionError, naming the row, unless the matrix is square with rows that are
/// non-negative and sum to one.
void require_attention(const Matrix<Rational>& attention);

/// Half of the sum of absolute differences of two vectors: total variation of two laws.
template <Field N>
N distance(const Vector<N>& first, const Vector<N>& second);

/// tau(A): the largest total variation between two rows.
template <Field N>
N contraction(const Matrix<N>& attention);

/// The same as 1 - min over pairs of rows of what they share, sum_k min(A_ik, A_jk).
Rational contraction_by_overlap(const Matrix<Rational>& attention);

/// The largest difference of two entries of a column, for each column.
Vector<Rational> oscillation(const Matrix<Rational>& features);

}  // namespace lemmascope::graphdepth
