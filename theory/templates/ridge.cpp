#include "theory/templates/ridge.hpp"

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"
#include "theory/templates/conditioning.hpp"

namespace lemmascope::templates {
namespace {

template <class N>
long samples_of(const RidgeProblem<N>& problem, long most) {
  long all = 0;
  for (const long count : problem.counts) {
    all += count;
    if (count > most || all > most) {
      refuse(fmt::format("expected at most {} samples for this route", most));
    }
  }
  return all;
}

}  // namespace

template <Field N>
void require_ridge(const RidgeProblem<N>& problem) {
  const Eigen::Index r = problem.between.rows();
  require(r >= 1 && problem.between.cols() == r && problem.excess.size() == r &&
              problem.labels.size() == r && static_cast<Eigen::Index>(problem.counts.size()) == r,
          "expected one excess, label and count for each template");
  for (Eigen::Index i = 0; i < r; ++i) {
    require(problem.counts[i] >= 1, "expected at least one sample of each template");
    require(less(N(0), problem.penalty(i)) == Truth::yes,
            "expected a kernel of a string with itself, with the ridge, above that of two strings");
  }
}

template <Field N>
Vector<N> ridge_by_blocks(const RidgeProblem<N>& problem) {
  require_ridge(problem);
  const Eigen::Index r = problem.between.rows();
  // (N D_n + Delta + lambda) z = y with z = D_n^{-1} x: (N + (Delta + lambda) D_n^{-1}) x = y.
  Matrix<N> system = problem.between;
  for (Eigen::Index i = 0; i < r; ++i) {
    system(i, i) += problem.penalty(i) / N(problem.counts[i]);
  }
  const Vector<N> x = solve_definite<N>(std::move(system), problem.labels);
  Vector<N> predictions(r);
  for (Eigen::Index i = 0; i < r; ++i) {
    predictions(i) = problem.labels(i) - problem.penalty(i) * (x(i) / N(problem.counts[i]));
  }
  return predictions;
}

template <Field N>
Vector<N> ridge_by_full_solve(const RidgeProblem<N>& problem) {
  require_ridge(problem);
  const long samples = samples_of(problem, 400);
  std::vector<Eigen::Index> of;
  for (std::size_t i = 0; i < problem.counts.size(); ++i) of.insert(of.end(), problem.counts[i], i);
  Matrix<N> gram(samples, samples);
  Vector<N> labels(samples);
  for (long a = 0; a < samples; ++a) {
    for (long b = 0; b < samples; ++b) gram(a, b) = problem.between(of[a], of[b]);
    gram(a, a) += problem.penalty(of[a]);
    labels(a) = problem.labels(of[a]);
  }
  const Vector<N> dual = solve_definite<N>(std::move(gram), std::move(labels));
  Vector<N> predictions(problem.between.rows());
  for (Eigen::Index i = 0; i < predictions.size(); ++i) {
    N sum(0);
    for (long a = 0; a < samples; ++a) sum += problem.between(i, of[a]) * dual(a);
    predictions(i) = sum;
  }
  return predictions;
}

template <Field N>
Vector<N> ridge_by_samples(const RidgeProblem<N>& problem) {
  require_ridge(problem);
  samples_of(problem, 4000);
  const Eigen::Index r = problem.between.rows();
  Matrix<N> covariance = problem.between;
  Vector<N> mean = Vector<N>::Constant(r, N(0));
  for (Eigen::Index t = 0; t < r; ++t) {
    for (long sample = 0; sample < problem.counts[t]; ++sample) {
      const N variance = covariance(t, t) + problem.penalty(t);
      const N surprise = (problem.labels(t) - mean(t)) / variance;
      const Vector<N> gain = covariance.col(t);
      for (Eigen::Index i = 0; i < r; ++i) {
        mean(i) += gain(i) * surprise;
        for (Eigen::Index j = 0; j < r; ++j) covariance(i, j) -= gain(i) * gain(j) / variance;
      }
    }
  }
  return mean;
}

#define LEMMASCOPE_RIDGE(N)                                          \
  template void require_ridge<N>(const RidgeProblem<N>&);            \
  template Vector<N> ridge_by_blocks<N>(const RidgeProblem<N>&);     \
  template Vector<N> ridge_by_full_solve<N>(const RidgeProblem<N>&); \
  template Vector<N> ridge_by_samples<N>(const RidgeProblem<N>&);
LEMMASCOPE_FIELDS(LEMMASCOPE_RIDGE)

}  // namespace lemmascope::templates
