#include "theory/icl/gradient_step.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

Matrix<Rational> identity(Eigen::Index size) {
  Matrix<Rational> matrix = zero_matrix(size, size);
  for (Eigen::Index i = 0; i < size; ++i) matrix(i, i) = 1;
  return matrix;
}

}  // namespace

void require_task(const RegressionTask& task) {
  const auto nx = task.inputs.cols(), ny = task.targets.cols();
  require(task.inputs.rows() >= 1 && nx >= 1 && ny >= 1,
          "x: expected at least one example with an input and a target");
  require(task.targets.rows() == task.inputs.rows(), "y: expected a target for every input");
  require(task.query.size() == nx, "query: expected as many entries as an input");
  require(task.start.rows() == ny && task.start.cols() == nx,
          "W0: expected a row for each target and a column for each input entry");
}

Rational context_loss(const RegressionTask& task, const Matrix<Rational>& map) {
  Rational sum(0);
  for (int i = 0; i < task.context(); ++i) {
    for (int o = 0; o < task.outputs(); ++o) {
      Rational error = -task.targets(i, o);
      for (int c = 0; c < task.width(); ++c) error += map(o, c) * task.inputs(i, c);
      sum += error * error;
    }
  }
  return sum / (2 * task.context());
}

Matrix<Rational> context_gradient(const RegressionTask& task, const Matrix<Rational>& map) {
  const Matrix<Rational> errors = map * task.inputs.transpose() - task.targets.transpose();
  return errors * task.inputs * Rational(1, task.context());
}

Matrix<Rational> gradient_by_differences(const RegressionTask& task, const Matrix<Rational>& map) {
  Matrix<Rational> gradient(map.rows(), map.cols()), moved = map;
  for (Eigen::Index e = 0; e < map.size(); ++e) {
    moved.data()[e] = map.data()[e] + 1;
    const Rational above = context_loss(task, moved);
    moved.data()[e] = map.data()[e] - 1;
    gradient.data()[e] = (above - context_loss(task, moved)) / 2;
    moved.data()[e] = map.data()[e];
  }
  return gradient;
}

Matrix<Rational> descended(const RegressionTask& task, int steps) {
  Matrix<Rational> map = task.start;
  for (int step = 0; step < steps; ++step) map -= context_gradient(task, map) * task.rate;
  return map;
}

Matrix<Rational> tokens_of(const RegressionTask& task) {
  require_task(task);
  const int nx = task.width(), n = task.context();
  Matrix<Rational> tokens(nx + task.outputs(), n + 1);
  tokens.topLeftCorner(nx, n) = task.inputs.transpose();
  tokens.bottomLeftCorner(task.outputs(), n) = task.targets.transpose();
  tokens.col(n).head(nx) = task.query;
  tokens.col(n).tail(task.outputs()) = -(task.start * task.query);
  return tokens;
}

Vector<Rational> prediction_of(const Matrix<Rational>& tokens, int outputs) {
  return -tokens.col(tokens.cols() - 1).tail(outputs);
}

Head gradient_head(const RegressionTask& task) {
  Head head = gradient_plus_plus_head(task, Rational(0));
  const auto nx = task.width();
  head.value.topLeftCorner(nx, nx) = zero_matrix(nx, nx);
  for (int i = 0; i < nx; ++i) head.projection(i, i) = task.rate / task.context();
  return head;
}

Head gradient_plus_plus_head(const RegressionTask& task, const Rational& gamma) {
  const int nx = task.width(), ny = task.outputs(), size = nx + ny;
  Head head{zero_matrix(size, size), zero_matrix(size, size), zero_matrix(size, size), {}};
  for (int i = 0; i < nx; ++i) head.projection(i, i) = -gamma;
  for (int o = nx; o < size; ++o) head.projection(o, o) = task.rate / task.context();
  head.value.topLeftCorner(nx, nx) = identity(nx);
  head.value.bottomLeftCorner(ny, nx) = task.start;
  head.value.bottomRightCorner(ny, ny) = -identity(ny);
  head.key.topLeftCorner(nx, nx) = identity(nx);
  head.query = head.key;
  return head;
}

RegressionTask transformed(const RegressionTask& task, const Rational& gamma) {
  RegressionTask result = task;
  const Matrix<Rational> covariance = task.inputs.transpose() * task.inputs;
  result.inputs = task.inputs - task.inputs * covariance * gamma;
  result.query = task.query - covariance * task.query * gamma;
  return result;
}

}  // namespace lemmascope::icl
