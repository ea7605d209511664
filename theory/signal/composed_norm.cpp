#include "theory/signal/composed_norm.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::signal {

template <Field N>
N column_norm(const Matrix<N>& matrix) {
  N largest(0);
  for (int j = 0; j < matrix.cols(); ++j) {
    N sum(0);
    for (int i = 0; i < matrix.rows(); ++i) sum += absolute<N>(matrix(i, j));
    largest = maximum<N>(largest, sum);
  }
  return largest;
}

template <Field N>
N row_norm(const Matrix<N>& matrix) {
  return column_norm<N>(matrix.transpose());
}

template <Field N>
N squared_composed_norm(const Matrix<N>& matrix) {
  return column_norm<N>(matrix) * row_norm<N>(matrix);
}

namespace {

// sum_i |v_i - t| for any t is at least half of sum_i |v_i - v_p(i)| for any permutation p.
template <Field N>
N least_column_sum(const Matrix<N>& matrix, int column) {
  const auto n = static_cast<int>(matrix.rows());
  N best(0);
  for (int shift = 1; shift < n; ++shift) {
    N sum(0);
    for (int i = 0; i < n; ++i) {
      sum += absolute<N>(matrix(i, column) - matrix((i + shift) % n, column));
    }
    best = maximum<N>(best, sum / N(2));
  }
  return best;
}

}  // namespace

template <Field N>
N least_squared_residual(const Matrix<N>& matrix) {
  require(matrix.rows() >= 1, "expected at least one row");
  N columns(0), rows(0);
  for (int j = 0; j < matrix.cols(); ++j) {
    columns = maximum<N>(columns, least_column_sum<N>(matrix, j));
  }
  for (int i = 0; i < matrix.rows(); ++i) {
    for (int k = 0; k < i; ++k) {
      N distance(0);
      for (int j = 0; j < matrix.cols(); ++j) {
        distance += absolute<N>(matrix(i, j) - matrix(k, j));
      }
      rows = maximum<N>(rows, distance / N(2));
    }
  }
  return columns * rows;
}

#define LEMMASCOPE_INSTANTIATE(N)                        \
  template N column_norm<N>(const Matrix<N>&);           \
  template N row_norm<N>(const Matrix<N>&);              \
  template N squared_composed_norm<N>(const Matrix<N>&); \
  template N least_squared_residual<N>(const Matrix<N>&);
LEMMASCOPE_INSTANTIATE(Rational)
LEMMASCOPE_INSTANTIATE(Interval)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::signal
