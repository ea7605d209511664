// A gradient step on features (Proposition 2), copying by position codes (Proposition 3), and two
// softmax heads of opposite scores.
#pragma once

#include "theory/icl/gradient_step.hpp"

namespace lemmascope::icl {

/// relu(H x) row by row: an MLP of one hidden layer, exact.
Matrix<Rational> features(const Matrix<Rational>& hidden, const Matrix<Rational>& inputs);
/// The task with features in place of inputs, from a map of zeros.
RegressionTask on_features(const RegressionTask& task, const Matrix<Rational>& hidden);
/// (eta / N) sum_i y_i k(x_i, x) with k(x, x') = m(x)^T m(x').
Vector<Rational> kernel_prediction(const RegressionTask& task, const Matrix<Rational>& hidden);

/// Interleaved tokens x_1, (0, y_1), x_2, (0, y_2), ..., each with a one-hot position: columns
/// (x or 0, 0 or y, position).
Matrix<Rational> interleaved_tokens(const RegressionTask& task);
/// The head by which the token at an odd position reads the y of the next one.
Head copying_head(int width, int outputs, int context);
/// The y-entries that each x_j has after a softmax head with masses q = e^score for its target and
/// one for every other token, N x ny.
Matrix<Rational> copied_by_softmax(const RegressionTask& task, const Rational& mass);

/// The first `terms` coefficients in t of softmax(t z)_i - softmax(-t z)_i, for each i: rows i.
Matrix<Rational> two_head_series(const Vector<Rational>& scores, int terms);
/// softmax(z) - softmax(-z).
Vector<Interval> two_heads(const Vector<Rational>& scores);

}  // namespace lemmascope::icl
