// |M|_{1,inf} = sqrt(|M|_1 |M|_inf), what arXiv 2103.03404 measures rank collapse with, and bounds
// on the distance to the matrices with equal rows.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::signal {

/// The largest column sum of absolute values.
template <Field N>
N column_norm(const Matrix<N>& matrix);
/// The largest row sum of absolute values.
template <Field N>
N row_norm(const Matrix<N>& matrix);

/// |M|_1 |M|_inf, the square of |M|_{1,inf}.
template <Field N>
N squared_composed_norm(const Matrix<N>& matrix);

/// A lower bound of min_x |X - 1 x^T|_{1,inf}^2: half of the largest sum of differences along a
/// rotation of the rows, over the columns, times half of the largest distance between two rows.
template <Field N>
N least_squared_residual(const Matrix<N>& matrix);

}  // namespace lemmascope::signal
