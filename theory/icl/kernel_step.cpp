#include "theory/icl/kernel_step.hpp"

#include <algorithm>

#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

/// The power series of e^(t z) up to t^(terms - 1).
std::vector<Rational> exponential(const Rational& z, int terms) {
  std::vector<Rational> series{Rational(1)};
  for (int k = 1; k < terms; ++k) series.push_back(series.back() * z / k);
  return series;
}

/// a / b as power series of one length; b starts with a number that is not zero.
std::vector<Rational> quotient(const std::vector<Rational>& a, const std::vector<Rational>& b) {
  std::vector<Rational> result;
  for (std::size_t k = 0; k < a.size(); ++k) {
    Rational rest = a[k];
    for (std::size_t j = 0; j < k; ++j) rest -= result[j] * b[k - j];
    result.push_back(rest / b[0]);
  }
  return result;
}

}  // namespace

Matrix<Rational> features(const Matrix<Rational>& hidden, const Matrix<Rational>& inputs) {
  require(hidden.cols() == inputs.cols(), "expected hidden weights as wide as an input");
  Matrix<Rational> result = inputs * hidden.transpose();
  for (Eigen::Index e = 0; e < result.size(); ++e) {
    result.data()[e] = std::max(result.data()[e], Rational(0));
  }
  return result;
}

RegressionTask on_features(const RegressionTask& task, const Matrix<Rational>& hidden) {
  RegressionTask result = task;
  result.inputs = features(hidden, task.inputs);
  result.query = features(hidden, Matrix<Rational>(task.query.transpose())).row(0).transpose();
  result.start = zero_matrix(task.outputs(), hidden.rows());
  return result;
}

Vector<Rational> kernel_prediction(const RegressionTask& task, const Matrix<Rational>& hidden) {
  const RegressionTask lifted = on_features(task, hidden);
  Vector<Rational> sum = Vector<Rational>::Constant(task.outputs(), Rational(0));
  for (int i = 0; i < task.context(); ++i) {
    Rational kernel(0);
    for (int f = 0; f < lifted.width(); ++f) kernel += lifted.inputs(i, f) * lifted.query(f);
    sum += task.targets.row(i).transpose() * Rational(kernel * task.rate / task.context());
  }
  return sum;
}

Matrix<Rational> interleaved_tokens(const RegressionTask& task) {
  const int nx = task.width(), ny = task.outputs(), n = task.context();
  Matrix<Rational> tokens = zero_matrix(nx + ny + 2 * n, 2 * n);
  for (int j = 0; j < n; ++j) {
    tokens.col(2 * j).head(nx) = task.inputs.row(j).transpose();
    tokens.col(2 * j + 1).segment(nx, ny) = task.targets.row(j).transpose();
    for (const int place : {2 * j, 2 * j + 1}) tokens(nx + ny + place, place) = 1;
  }
  return tokens;
}

Head copying_head(int width, int outputs, int context) {
  const int codes = width + outputs, size = codes + 2 * context;
  Head head{zero_matrix(size, size), zero_matrix(size, size), zero_matrix(size, size),
            zero_matrix(size, size)};
  for (int i = 0; i < size; ++i) head.projection(i, i) = head.key(i, i) = 1;
  for (int o = width; o < codes; ++o) head.value(o, o) = 1;
  // The query of the token at place 2j is the code of place 2j + 1, that of the others is zero.
  for (int j = 0; j < context; ++j) head.query(codes + 2 * j + 1, codes + 2 * j) = 1;
  return head;
}

Matrix<Rational> copied_by_softmax(const RegressionTask& task, const Rational& mass) {
  require(mass > 0, "expected a positive mass");
  Matrix<Rational> copied(task.context(), task.outputs());
  for (int o = 0; o < task.outputs(); ++o) {
    Rational sum(0);
    for (int i = 0; i < task.context(); ++i) sum += task.targets(i, o);
    for (int j = 0; j < task.context(); ++j) {
      const Rational& own = task.targets(j, o);
      copied(j, o) = (mass * own + sum - own) / (mass + 2 * task.context() - 1);
    }
  }
  return copied;
}

Matrix<Rational> two_head_series(const Vector<Rational>& scores, int terms) {
  require(scores.size() >= 1 && terms >= 1, "expected a score and a term");
  std::vector<Rational> total(terms, Rational(0)), opposite(terms, Rational(0));
  for (Eigen::Index i = 0; i < scores.size(); ++i) {
    const auto up = exponential(scores(i), terms), down = exponential(-scores(i), terms);
    for (int k = 0; k < terms; ++k) {
      total[k] += up[k];
      opposite[k] += down[k];
    }
  }
  Matrix<Rational> coefficients(scores.size(), terms);
  for (Eigen::Index i = 0; i < scores.size(); ++i) {
    const auto up = quotient(exponential(scores(i), terms), total);
    const auto down = quotient(exponential(-scores(i), terms), opposite);
    for (int k = 0; k < terms; ++k) coefficients(i, k) = up[k] - down[k];
  }
  return coefficients;
}

Vector<Interval> two_heads(const Vector<Rational>& scores) {
  const auto n = scores.size();
  Vector<Interval> up(n), down(n);
  Interval total(0), opposite(0);
  for (Eigen::Index i = 0; i < n; ++i) {
    up(i) = exp(Interval(scores(i)));
    down(i) = Interval(1) / up(i);
    total += up(i);
    opposite += down(i);
  }
  Vector<Interval> difference(n);
  for (Eigen::Index i = 0; i < n; ++i) difference(i) = up(i) / total - down(i) / opposite;
  return difference;
}

}  // namespace lemmascope::icl
