// Softmax attention along another road: every weight as one over a sum of exponentials of
// differences of scores.
#pragma once

#include "theory/numeric/product.hpp"
#include "theory/signal/self_attention.hpp"

namespace lemmascope::signal {

/// A X W with A_ij = 1 / sum_k e^(z_ik - z_ij).
inline Matrix<Interval> attended_by_differences(const Matrix<Interval>& input,
                                                const Matrix<Interval>& form,
                                                const Matrix<Interval>& value) {
  const auto n = input.rows();
  const Matrix<Interval> scores = scores_of(input, form);
  const Matrix<Interval> values = product(input, value);
  Matrix<Interval> outputs = Matrix<Interval>::Constant(n, values.cols(), Interval(0));
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      Interval odds(1);
      for (int k = 0; k < n; ++k) {
        if (k != j) odds += exp(scores(i, k) - scores(i, j));
      }
      for (int o = 0; o < values.cols(); ++o) outputs(i, o) += values(j, o) / odds;
    }
  }
  return outputs;
}

/// The entries as points.
inline Matrix<Interval> enclosed(const Matrix<Rational>& matrix) {
  Matrix<Interval> result(matrix.rows(), matrix.cols());
  for (Eigen::Index e = 0; e < matrix.size(); ++e) result.data()[e] = Interval(matrix.data()[e]);
  return result;
}

}  // namespace lemmascope::signal
