// Gradient descent on a context, and the weights of linear self-attention that do it (Proposition
// 1), with and without the transformation of the inputs that GD++ adds.
#pragma once

#include "theory/icl/linear_attention.hpp"

namespace lemmascope::icl {

/// N examples of a linear map, one input to predict, the map to start from and a rate.
struct RegressionTask {
  Matrix<Rational> inputs;   ///< N x nx
  Matrix<Rational> targets;  ///< N x ny
  Vector<Rational> query;    ///< nx
  Matrix<Rational> start;    ///< W_0, ny x nx
  Rational rate{1};          ///< eta

  int context() const { return static_cast<int>(inputs.rows()); }
  int width() const { return static_cast<int>(inputs.cols()); }
  int outputs() const { return static_cast<int>(targets.cols()); }
};

/// Throws PreconditionError, naming the part, unless the sizes fit and there is an example.
void require_task(const RegressionTask& task);

/// (1/2N) sum |W x_i - y_i|^2.
Rational context_loss(const RegressionTask& task, const Matrix<Rational>& map);
/// Its gradient, (1/N) sum (W x_i - y_i) x_i^T.
Matrix<Rational> context_gradient(const RegressionTask& task, const Matrix<Rational>& map);
/// The same by central differences of the loss, exact as the loss is quadratic.
Matrix<Rational> gradient_by_differences(const RegressionTask& task, const Matrix<Rational>& map);

/// W after `steps` steps of gradient descent from W_0.
Matrix<Rational> descended(const RegressionTask& task, int steps);

/// Columns (x_i, y_i) and, last, the query (x, -W_0 x).
Matrix<Rational> tokens_of(const RegressionTask& task);
/// Minus the y-entries of the last token.
Vector<Rational> prediction_of(const Matrix<Rational>& tokens, int outputs);

/// W_K = W_Q = diag(I, 0), W_V = [[0, 0], [W_0, -I]], P = (eta / N) I.
Head gradient_head(const RegressionTask& task);
/// The same with W_V = [[I, 0], [W_0, -I]] and P = diag(-gamma I, eta / N I).
Head gradient_plus_plus_head(const RegressionTask& task, const Rational& gamma);

/// (I - gamma X X^T) x for each input and the query; X X^T is over the context.
RegressionTask transformed(const RegressionTask& task, const Rational& gamma);

}  // namespace lemmascope::icl
