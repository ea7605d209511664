#include "sim/signal/random_network.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

#include "theory/numeric/require.hpp"

namespace lemmascope::signal {
namespace {

// As many calls of next_normal, bit for bit: words first, then logarithms, then cosines. None waits
// for another, where a normal at a time waits for each, and a network draws a hundred thousand.
void draw_normals(sim::Stream& stream, std::span<double> out) {
  constexpr std::size_t kPart = 128;
  double radius[kPart], turn[kPart];
  while (!out.empty()) {
    const std::span<double> part = out.first(std::min(kPart, out.size()));
    for (std::size_t k = 0; k < part.size(); ++k) {
      radius[k] = stream.next_uniform();
      turn[k] = stream.next_uniform();
    }
    for (std::size_t k = 0; k < part.size(); ++k) radius[k] = std::sqrt(-2.0 * std::log(radius[k]));
    for (std::size_t k = 0; k < part.size(); ++k) {
      part[k] = radius[k] * std::cos(2.0 * std::numbers::pi * turn[k]);
    }
    out = out.subspan(part.size());
  }
}

Matrix<double> gaussian(int rows, int columns, double deviation, sim::Stream& stream) {
  // Row by row, whatever the storage order of a matrix is.
  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> drawn(rows, columns);
  draw_normals(stream, {drawn.data(), static_cast<std::size_t>(drawn.size())});
  return drawn * deviation;
}

// Rows that share a direction: entries of variance 1/d, covariance rho/d between tokens.
Matrix<double> correlated_tokens(const RandomNetwork& at, sim::Stream& stream) {
  const double deviation = 1 / std::sqrt(at.width);
  const Matrix<double> shared = gaussian(1, at.width, deviation, stream);
  const Matrix<double> own = gaussian(at.tokens, at.width, deviation, stream);
  return std::sqrt(at.correlation) * shared.replicate(at.tokens, 1) +
         std::sqrt(1 - at.correlation) * own;
}

}  // namespace

Matrix<double> through_layer(const Matrix<double>& tokens, const Matrix<double>& queries,
                             const Matrix<double>& keys, const Matrix<double>& values,
                             const Matrix<double>& first, const Matrix<double>& second,
                             const RandomNetwork& network) {
  const Matrix<double> q = tokens * queries, k = tokens * keys;
  Matrix<double> scores = q * k.transpose() / std::sqrt(static_cast<double>(queries.cols()));
  const Eigen::VectorXd highest = scores.rowwise().maxCoeff();
  scores = (scores.colwise() - highest).array().exp().matrix().eval();
  const Eigen::VectorXd total = scores.rowwise().sum();
  const Matrix<double> attended = total.cwiseInverse().asDiagonal() * (scores * tokens);
  const Matrix<double> between = tokens + network.attention_residual * (attended * values);
  return between + network.mlp_residual * ((between * first) * second);
}

TokenMoments moments_of(const Matrix<double>& tokens) {
  return {tokens.squaredNorm(), tokens.colwise().sum().squaredNorm()};
}

TokenMoments moments_through(const RandomNetwork& network, sim::Stream& stream) {
  require(network.tokens >= 2 && network.width >= 1 && network.layers >= 0,
          "expected at least two tokens, a width and a number of layers");
  require(network.correlation >= 0 && network.correlation <= 1,
          "expected a correlation from 0 to 1");
  const int d = network.width;
  const double deviation = 1 / std::sqrt(d);
  Matrix<double> tokens = correlated_tokens(network, stream);
  for (int layer = 0; layer < network.layers; ++layer) {
    const Matrix<double> queries = gaussian(d, d, deviation, stream);
    const Matrix<double> keys = gaussian(d, d, deviation, stream);
    const Matrix<double> values = gaussian(d, d, deviation, stream);
    const Matrix<double> first = gaussian(d, d, deviation, stream);
    const Matrix<double> second = gaussian(d, d, deviation, stream);
    tokens = through_layer(tokens, queries, keys, values, first, second, network);
  }
  return moments_of(tokens);
}

double mean_cosine(const TokenMoments& at, int tokens) {
  return (at.squared_sum / at.squared_norm - 1) / (tokens - 1);
}

}  // namespace lemmascope::signal
