#include "theory/signal/uniform_gradients.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::signal {

Vector<Rational> mean_token(const Matrix<Rational>& input) {
  require(input.rows() >= 1 && input.cols() >= 1, "expected at least one token of one entry");
  Vector<Rational> mean = Vector<Rational>::Constant(input.cols(), Rational(0));
  for (int i = 0; i < input.rows(); ++i) {
    for (int b = 0; b < input.cols(); ++b) mean[b] += input(i, b);
  }
  for (int b = 0; b < input.cols(); ++b) mean[b] /= input.rows();
  return mean;
}

Matrix<Rational> centred_scatter(const Matrix<Rational>& input) {
  const Vector<Rational> mean = mean_token(input);
  Matrix<Rational> scatter = Matrix<Rational>::Constant(input.cols(), input.cols(), Rational(0));
  for (int b = 0; b < input.cols(); ++b) {
    for (int c = 0; c < input.cols(); ++c) {
      for (int i = 0; i < input.rows(); ++i) scatter(b, c) += input(i, b) * input(i, c);
      scatter(b, c) -= Rational(input.rows()) * mean[b] * mean[c];
    }
  }
  return scatter;
}

TokenStatistics statistics_of(const Matrix<Rational>& input) {
  const Vector<Rational> mean = mean_token(input);
  const Matrix<Rational> scatter = centred_scatter(input);
  TokenStatistics at{static_cast<int>(input.rows()),
                     static_cast<int>(input.cols()),
                     Rational(0),
                     Rational(0),
                     Rational(0),
                     Rational(0)};
  for (Eigen::Index e = 0; e < input.size(); ++e) {
    at.squared_norm += input.data()[e] * input.data()[e];
  }
  for (int b = 0; b < at.width; ++b) {
    at.squared_mean += mean[b] * mean[b];
    at.trace += scatter(b, b);
  }
  for (Eigen::Index e = 0; e < scatter.size(); ++e) {
    at.squared_scatter += scatter.data()[e] * scatter.data()[e];
  }
  return at;
}

Rational value_gradient(const TokenStatistics& at, const Weights& weights) {
  return Rational(at.tokens) * weights.value * at.squared_mean;
}

namespace {

// d_v / n^2
Rational scale(const TokenStatistics& at, const Weights& weights) {
  return Rational(weights.value) / (Rational(at.tokens) * at.tokens);
}

}  // namespace

Rational query_gradient(const TokenStatistics& at, const Weights& weights) {
  return weights.value_variance * weights.key_variance * scale(at, weights) * at.squared_norm *
         at.squared_scatter;
}

Rational key_gradient(const TokenStatistics& at, const Weights& weights) {
  return weights.value_variance * weights.query_variance * scale(at, weights) * at.squared_norm *
         at.squared_scatter;
}

Rational input_gradient(const TokenStatistics& at, const Weights& weights) {
  const Rational through_scores = (Rational(at.tokens) * at.width + 2) * at.squared_scatter +
                                  Rational(at.width) * at.trace * at.squared_norm;
  return weights.query_variance * weights.key_variance * weights.value_variance *
             scale(at, weights) * through_scores +
         Rational(at.width) * weights.value * weights.value_variance;
}

}  // namespace lemmascope::signal
