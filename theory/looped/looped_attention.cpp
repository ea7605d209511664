#include "theory/looped/looped_attention.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::looped {
namespace {

Matrix<Rational> blank(Eigen::Index rows, Eigen::Index columns) {
  return Matrix<Rational>::Constant(rows, columns, Rational(0));
}

Rational inner(const Vector<Rational>& a, const Vector<Rational>& b) {
  Rational sum(0);
  for (Eigen::Index i = 0; i < a.size(); ++i) sum += a(i) * b(i);
  return sum;
}

}  // namespace

Matrix<Rational> identity_matrix(Eigen::Index size) {
  Matrix<Rational> matrix = blank(size, size);
  for (Eigen::Index i = 0; i < size; ++i) matrix(i, i) = 1;
  return matrix;
}

void require_task(const LoopedTask& task) {
  const auto d = task.inputs.rows();
  require(d >= 1 && task.inputs.cols() >= 1, "inputs: expected at least one example");
  require(task.query.size() == d && task.map.size() == d && task.u.size() == d,
          "query, map and u: expected as many entries as an input");
  require(task.a.rows() == d && task.a.cols() == d,
          "A: expected as many rows and columns as an input has entries");
  require(task.loops >= 1, "loops: expected at least one");
}

Rational error_by_loops(const LoopedTask& task) {
  require_task(task);
  const int d = task.dimension(), n = task.context();
  Matrix<Rational> z = blank(d + 1, n + 1), p = blank(d + 1, d + 1), q = p;
  z.topLeftCorner(d, n) = task.inputs;
  z.topRightCorner(d, 1) = task.query;
  z.bottomLeftCorner(1, n) = task.map.transpose() * task.inputs;
  p.bottomLeftCorner(1, d) = task.u.transpose();
  p(d, d) = 1;
  q.topLeftCorner(d, d) = task.a;
  Matrix<Rational> mask = identity_matrix(n + 1);
  mask(n, n) = 0;
  for (int loop = 0; loop < task.loops; ++loop) {
    z -= (p * z * mask * (z.transpose() * q * z) * Rational(1, n)).eval();
  }
  return inner(task.map, task.query) + z(d, n);
}

Matrix<Rational> covariance_of(const LoopedTask& task) {
  return task.inputs * task.inputs.transpose() * Rational(1, task.context());
}

Matrix<Rational> left_after(const Matrix<Rational>& covariance, const Matrix<Rational>& a,
                            int loops) {
  const Matrix<Rational> once = identity_matrix(a.rows()) - covariance * a;
  Matrix<Rational> left = identity_matrix(a.rows());
  for (int loop = 0; loop < loops; ++loop) left = (left * once).eval();
  return left;
}

Rational error_in_closed_form(const LoopedTask& task) {
  require_task(task);
  const Matrix<Rational> left = left_after(covariance_of(task), task.a, task.loops);
  const Vector<Rational> moved = left * task.query;
  return inner(task.map, moved) + inner(task.u, moved) - inner(task.u, task.query);
}

Rational error_by_descent(const LoopedTask& task) {
  require_task(task);
  Vector<Rational> v = Vector<Rational>::Constant(task.dimension(), Rational(0));
  for (int step = 0; step < task.loops; ++step) {
    Vector<Rational> gradient = Vector<Rational>::Constant(task.dimension(), Rational(0));
    for (int i = 0; i < task.context(); ++i) {
      const Vector<Rational> x = task.inputs.col(i);
      gradient += x * Rational((inner(v, x) - inner(task.map, x)) / task.context());
    }
    v -= task.a.transpose() * gradient;
  }
  return inner(task.map, task.query) - inner(v, task.query);
}

}  // namespace lemmascope::looped
