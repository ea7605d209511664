// Random networks of finite width against exact layers and exact averages.
#include "sim/signal/random_network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::signal {
namespace {

constexpr sim::StreamKey kKey{20240222, 0, sim::Purpose::probe};

Matrix<double> drawn(int rows, int columns, std::uint64_t index) {
  sim::Stream stream(kKey, index);
  Matrix<double> all(rows, columns);
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) all(i, j) = stream.next_normal();
  }
  return all;
}

// Sums written out.
TEST(RandomNetwork, ALayerIsItsDefinition) {
  const RandomNetwork at{.tokens = 3, .width = 2, .attention_residual = 0.5, .mlp_residual = 2};
  const auto x = drawn(3, 2, 1), q = drawn(2, 2, 2), k = drawn(2, 2, 3), v = drawn(2, 2, 4),
             a = drawn(2, 2, 5), b = drawn(2, 2, 6);
  const auto found = through_layer(x, q, k, v, a, b, at);
  for (int i = 0; i < 3; ++i) {
    double weights[3], total = 0;
    for (int j = 0; j < 3; ++j) {
      double score = 0;
      for (int m = 0; m < 2; ++m) score += x.row(i).dot(q.col(m)) * x.row(j).dot(k.col(m));
      total += weights[j] = std::exp(score / std::sqrt(2.0));
    }
    Eigen::RowVector2d between = x.row(i);
    for (int j = 0; j < 3; ++j) between += 0.5 * weights[j] / total * (x.row(j) * v);
    const Eigen::RowVector2d wanted = between + 2 * (between * a * b);
    for (int c = 0; c < 2; ++c)
      EXPECT_FLOAT_EQ(static_cast<float>(found(i, c)), static_cast<float>(wanted(c)));
  }
}

TEST(RandomNetwork, DrawsTokensOfTheirCorrelation) {
  sim::Stream stream(kKey, 9);
  const RandomNetwork equal{.tokens = 4, .width = 8, .layers = 0, .correlation = 1};
  EXPECT_FLOAT_EQ(static_cast<float>(mean_cosine(moments_through(equal, stream), 4)), 1);
  // Width 100,000: the cosine of independent tokens is a mean of that many products.
  const RandomNetwork apart{.tokens = 2, .width = 100000, .layers = 0, .correlation = 0.25};
  EXPECT_THAT(mean_cosine(moments_through(apart, stream), 2),
              testing::AllOf(testing::Gt(0.23), testing::Lt(0.27)));
}

TEST(RandomNetwork, EqualTokensStayEqual) {
  sim::Stream stream(kKey, 10);
  const RandomNetwork at{.tokens = 5,
                         .width = 16,
                         .layers = 3,
                         .correlation = 1,
                         .attention_residual = 1,
                         .mlp_residual = 1};
  EXPECT_FLOAT_EQ(static_cast<float>(mean_cosine(moments_through(at, stream), 5)), 1);
}

TEST(RandomNetwork, TheSameStreamGivesTheSameBits) {
  const RandomNetwork at{.tokens = 3, .width = 4, .layers = 2, .mlp_residual = 1};
  sim::Stream one(kKey, 11), again(kKey, 11), other(kKey, 12);
  const TokenMoments first = moments_through(at, one);
  EXPECT_EQ(first.squared_norm, moments_through(at, again).squared_norm);
  EXPECT_NE(first.squared_norm, moments_through(at, other).squared_norm);
}

// One normal at a time, row by row: queries, keys, values, and the two of the MLP.
TEST(RandomNetwork, DrawsTokensAndWeightsInTheOrderOfItsStream) {
  const RandomNetwork at{
      .tokens = 3, .width = 20, .layers = 1, .correlation = 1, .mlp_residual = 1};
  sim::Stream stream(kKey, 14), whole(kKey, 14);
  const auto drawn_next = [&stream](int rows) {
    Matrix<double> all(rows, 20);
    for (int i = 0; i < rows; ++i) {
      for (int j = 0; j < 20; ++j) all(i, j) = 1 / std::sqrt(20) * stream.next_normal();
    }
    return all;
  };
  const Matrix<double> tokens = drawn_next(1).replicate(3, 1);
  drawn_next(3);  // of no weight at correlation one
  const auto q = drawn_next(20), k = drawn_next(20), v = drawn_next(20), a = drawn_next(20),
             b = drawn_next(20);
  const TokenMoments wanted = moments_of(through_layer(tokens, q, k, v, a, b, at));
  const TokenMoments found = moments_through(at, whole);
  EXPECT_EQ(found.squared_norm, wanted.squared_norm);
  EXPECT_EQ(found.squared_sum, wanted.squared_sum);
  EXPECT_EQ(stream.next_word(), whole.next_word());
}

TEST(RandomNetwork, RefusesWhatIsNoNetwork) {
  sim::Stream stream(kKey, 13);
  EXPECT_THROW(moments_through({.tokens = 1}, stream), PreconditionError);
  EXPECT_THROW(moments_through({.tokens = 2, .width = 2, .correlation = -0.1}, stream),
               PreconditionError);
}

}  // namespace
}  // namespace lemmascope::signal
