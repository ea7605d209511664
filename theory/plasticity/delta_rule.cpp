#include "theory/plasticity/delta_rule.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::plasticity {

Vector<Rational> recall_error(const AssociationTask& task, const Matrix<Rational>& weights, int t) {
  require(weights.rows() == task.outputs() && weights.cols() == task.width(),
          "expected weights with a row for each output and a column for each entry of a key");
  Vector<Rational> error(task.outputs());
  for (int i = 0; i < task.outputs(); ++i) {
    Rational recalled(0);
    for (int j = 0; j < task.width(); ++j) recalled += weights(i, j) * task.keys(t, j);
    error[i] = task.values(t, i) - recalled;
  }
  return error;
}

Rational half_squared_error(const AssociationTask& task, const Matrix<Rational>& weights, int first,
                            int last) {
  Rational sum(0);
  for (int t = first; t < last; ++t) {
    const Vector<Rational> error = recall_error(task, weights, t);
    for (int i = 0; i < task.outputs(); ++i) sum += error[i] * error[i];
  }
  return sum / 2;
}

Matrix<Rational> error_gradient(const AssociationTask& task, const Matrix<Rational>& weights,
                                int first, int last) {
  Matrix<Rational> gradient = Matrix<Rational>::Constant(task.outputs(), task.width(), Rational(0));
  for (int t = first; t < last; ++t) {
    const Vector<Rational> error = recall_error(task, weights, t);
    for (int i = 0; i < task.outputs(); ++i) {
      for (int j = 0; j < task.width(); ++j) gradient(i, j) -= error[i] * task.keys(t, j);
    }
  }
  return gradient;
}

Matrix<Rational> delta_step(const AssociationTask& task, const Matrix<Rational>& weights,
                            const Rational& rate, int t) {
  const Vector<Rational> error = recall_error(task, weights, t);
  Matrix<Rational> next = weights;
  for (int i = 0; i < task.outputs(); ++i) {
    for (int j = 0; j < task.width(); ++j) next(i, j) += rate * error[i] * task.keys(t, j);
  }
  return next;
}

}  // namespace lemmascope::plasticity
