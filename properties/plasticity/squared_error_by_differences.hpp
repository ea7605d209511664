// The gradient of the squared error without its formula: central differences, exact for a quadratic
// function.
#pragma once

#include "theory/plasticity/delta_rule.hpp"

namespace lemmascope::plasticity {

/// (E(W + u) - E(W - u)) / 2 for each unit matrix u, with E of tokens first <= t < last.
inline Matrix<Rational> gradient_by_differences(const AssociationTask& task,
                                                const Matrix<Rational>& weights, int first,
                                                int last) {
  Matrix<Rational> gradient(weights.rows(), weights.cols());
  for (Eigen::Index e = 0; e < weights.size(); ++e) {
    Matrix<Rational> above = weights, below = weights;
    above.data()[e] += 1;
    below.data()[e] -= 1;
    gradient.data()[e] = (half_squared_error(task, above, first, last) -
                          half_squared_error(task, below, first, last)) /
                         2;
  }
  return gradient;
}

}  // namespace lemmascope::plasticity
