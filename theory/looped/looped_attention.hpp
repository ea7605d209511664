// A looped layer of linear attention on exact data, and its prediction error in closed form.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::looped {

/// Examples of y = w^T x, a query, the weights A and u that all loops share.
struct LoopedTask {
  Matrix<Rational> inputs;  ///< d x n, columns x_i
  Vector<Rational> query;   ///< d
  Vector<Rational> map;     ///< w
  Matrix<Rational> a;       ///< A, d x d
  Vector<Rational> u;
  int loops = 1;  ///< L

  int dimension() const { return static_cast<int>(inputs.rows()); }
  int context() const { return static_cast<int>(inputs.cols()); }
};

/// Throws PreconditionError, naming the part, unless sizes fit and there is an example.
void require_task(const LoopedTask& task);

/// y_q less the prediction (minus the last entry) after L loops of Z <- Z - (1/n) P Z M (Z^T Q Z)
/// with Z = [[X, x_q], [y^T, 0]], M = diag(I_n, 0), Q = diag(A, 0), P = [[0, 0], [u^T, 1]].
Rational error_by_loops(const LoopedTask& task);

/// ((w + u)^T (I - S A)^L - u^T) x_q with S = X X^T / n.
Rational error_in_closed_form(const LoopedTask& task);

/// w^T x_q less the prediction of L steps of gradient descent from zero, preconditioned by A^T:
/// v <- v - A^T grad with the gradient of (1/2n) sum (v^T x_i - y_i)^2.
Rational error_by_descent(const LoopedTask& task);

/// (I - S A)^L.
Matrix<Rational> left_after(const Matrix<Rational>& covariance, const Matrix<Rational>& a,
                            int loops);
/// X X^T / n.
Matrix<Rational> covariance_of(const LoopedTask& task);
Matrix<Rational> identity_matrix(Eigen::Index size);

}  // namespace lemmascope::looped
