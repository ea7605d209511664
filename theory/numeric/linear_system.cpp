#include "theory/numeric/linear_system.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "theory/numeric/interruption.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope {
namespace {

/// Row of the first non-zero entry of `column` at or below `from`, or the row count when there is
/// none.
int first_nonzero_row(const Matrix<Rational>& matrix, int column, int from) {
  int row = from;
  while (row < matrix.rows() && matrix(row, column) == 0) ++row;
  return row;
}

}  // namespace

RowEchelon reduce_rows(Matrix<Rational> matrix) {
  RowEchelon result;
  const int columns = static_cast<int>(matrix.cols());
  for (int column = 0; column < columns && result.rank() < matrix.rows(); ++column) {
    const int row = result.rank();
    const int found = first_nonzero_row(matrix, column, row);
    if (found == matrix.rows()) continue;
    matrix.row(row).swap(matrix.row(found));
    const Rational pivot = matrix(row, column);
    for (int j = column; j < columns; ++j) matrix(row, j) /= pivot;
    for (int i = 0; i < matrix.rows(); ++i) {
      const Rational factor = matrix(i, column);
      if (i == row || factor == 0) continue;
      give_up_if_asked();
      for (int j = column; j < columns; ++j) matrix(i, j) -= factor * matrix(row, j);
    }
    result.pivots.push_back(column);
  }
  result.form = std::move(matrix);
  return result;
}

Matrix<Rational> solve(const Matrix<Rational>& a, const Matrix<Rational>& b) {
  if (a.rows() != a.cols() || a.rows() != b.rows()) {
    refuse(
        fmt::format("a linear system needs a square matrix and as many right-hand rows; found {} x "
                    "{} and {} rows",
                    a.rows(), a.cols(), b.rows()));
  }
  Matrix<Rational> joined(a.rows(), a.cols() + b.cols());
  joined << a, b;
  const RowEchelon reduced = reduce_rows(std::move(joined));
  const auto regular = std::count_if(reduced.pivots.begin(), reduced.pivots.end(),
                                     [&](int pivot) { return pivot < a.cols(); });
  if (regular != a.cols()) {
    refuse(fmt::format("the matrix of a linear system must be invertible; found rank {} of {}",
                       regular, a.cols()));
  }
  return reduced.form.rightCols(b.cols());
}

Matrix<Rational> null_space(const Matrix<Rational>& a) {
  const RowEchelon reduced = reduce_rows(a);
  const int columns = static_cast<int>(a.cols());
  Matrix<Rational> basis =
      Matrix<Rational>::Constant(columns, columns - reduced.rank(), Rational(0));
  int next = 0;
  for (int free = 0; free < columns; ++free) {
    if (std::find(reduced.pivots.begin(), reduced.pivots.end(), free) != reduced.pivots.end()) {
      continue;
    }
    basis(free, next) = 1;
    for (int row = 0; row < reduced.rank(); ++row) {
      basis(reduced.pivots[row], next) = -reduced.form(row, free);
    }
    ++next;
  }
  return basis;
}

}  // namespace lemmascope
