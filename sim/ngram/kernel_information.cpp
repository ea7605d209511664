#include "sim/ngram/kernel_information.hpp"

#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

/// The number of parents of a kernel with that many rows.
int parents_of(const Matrix<double>& rows) {
  int parents = 0;
  for (Eigen::Index contexts = 1; contexts < rows.rows(); contexts *= rows.cols()) ++parents;
  require(parents >= 1 && whole_power(static_cast<int>(rows.cols()), parents) == rows.rows(),
          "expected a row for every context of some parents");
  return parents;
}

/// The stationary law of a context, whose most recent token is the most significant digit.
Vector<double> context_law(const Matrix<double>& rows) {
  const int contexts = static_cast<int>(rows.rows()), d = static_cast<int>(rows.cols());
  Matrix<double> windows = Matrix<double>::Zero(contexts, contexts);
  for (int z = 0; z < contexts; ++z) {
    for (int k = 0; k < d; ++k) windows(z, k * (contexts / d) + z / d) += rows(z, k);
  }
  return markov::stationary_law(markov::TransitionMatrix<double>(windows));
}

double information_of(const Matrix<double>& rows, const Vector<double>& law, int parents,
                      const LagSet& set) {
  const int d = static_cast<int>(rows.cols());
  Matrix<double> joint =
      Matrix<double>::Zero(whole_power(d, static_cast<int>(set.size())), rows.cols());
  for (int z = 0; z < law.size(); ++z) {
    int history = 0;
    for (const int lag : set) history = history * d + token_at(z, parents, lag, d);
    joint.row(history) += law(z) * rows.row(z);
  }
  const Vector<double> tokens = joint.colwise().sum().transpose();
  double sum = -joint.rowwise().sum().squaredNorm();
  for (int k = 0; k < d; ++k) {
    if (tokens(k) > 0) sum += joint.col(k).squaredNorm() / tokens(k);
  }
  return sum;
}

}  // namespace

std::vector<double> modified_informations(const Matrix<double>& rows) {
  const int parents = parents_of(rows);
  const Vector<double> law = context_law(rows);
  std::vector<double> all;
  for (const LagSet& set : lag_sets(parents, parents)) {
    all.push_back(information_of(rows, law, parents, set));
  }
  return all;
}

}  // namespace lemmascope::ngram
