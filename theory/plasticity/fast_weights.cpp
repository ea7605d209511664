#include "theory/plasticity/fast_weights.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::plasticity {
namespace {

void write(const AssociationTask& task, int t, Matrix<Rational>& weights) {
  for (int i = 0; i < task.outputs(); ++i) {
    for (int j = 0; j < task.width(); ++j) weights(i, j) += task.values(t, i) * task.keys(t, j);
  }
}

Matrix<Rational> zeros(int rows, int columns) {
  return Matrix<Rational>::Constant(rows, columns, Rational(0));
}

}  // namespace

Matrix<Rational> hebbian_weights(const AssociationTask& task, int tokens) {
  require_task(task);
  require(tokens >= 0 && tokens <= task.tokens(), "expected a number of tokens of the task");
  Matrix<Rational> weights = zeros(task.outputs(), task.width());
  for (int t = 0; t < tokens; ++t) write(task, t, weights);
  return weights;
}

Matrix<Rational> fast_weight_outputs(const AssociationTask& task) {
  require_task(task);
  Matrix<Rational> weights = zeros(task.outputs(), task.width());
  Matrix<Rational> outputs = zeros(task.tokens(), task.outputs());
  for (int t = 0; t < task.tokens(); ++t) {
    write(task, t, weights);
    for (int i = 0; i < task.outputs(); ++i) {
      for (int j = 0; j < task.width(); ++j) outputs(t, i) += weights(i, j) * task.queries(t, j);
    }
  }
  return outputs;
}

Matrix<Rational> linear_attention(const AssociationTask& task) {
  require_task(task);
  Matrix<Rational> outputs = zeros(task.tokens(), task.outputs());
  for (int t = 0; t < task.tokens(); ++t) {
    for (int s = 0; s <= t; ++s) {
      const Rational weight = score(task, s, t);
      for (int i = 0; i < task.outputs(); ++i) outputs(t, i) += weight * task.values(s, i);
    }
  }
  return outputs;
}

}  // namespace lemmascope::plasticity
