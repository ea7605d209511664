// Exact weight matrices: converted to another number type, and shrunk.
#pragma once

#include <vector>

#include "theory/numeric/number.hpp"

namespace lemmascope::domain {

/// Each entry rounded to nearest or enclosed.
template <Field N>
Matrix<N> in_arithmetic(const Matrix<Rational>& matrix) {
  Matrix<N> result(matrix.rows(), matrix.cols());
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    for (Eigen::Index j = 0; j < matrix.cols(); ++j) result(i, j) = from_rational<N>(matrix(i, j));
  }
  return result;
}

/// Matrices of the same shape that are strictly simpler, boldest first: all zero, every entry
/// truncated towards zero to an integer, one entry zero. Empty for the zero matrix, so chains of
/// them end.
std::vector<Matrix<Rational>> simpler_matrices(const Matrix<Rational>& matrix);

}  // namespace lemmascope::domain
