#include "theory/signal/uniform_gradients.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"
#include "theory/signal/weight_averages.hpp"

namespace lemmascope::signal {
namespace {

Matrix<Rational> three_tokens() {
  Matrix<Rational> input(3, 2);
  input << 1, 2, 0, 1, -1, 1;
  return input;
}

const Weights kWeights{1, 1, Rational(1, 2), Rational(3), Rational(5, 7)};

TEST(TokenStatistics, AreThoseOfTheMeanAndTheScatter) {
  const TokenStatistics at = statistics_of(three_tokens());
  // Mean (0, 4/3); C = [[2, 1], [1, 2/3]].
  EXPECT_EQ(at.squared_norm, 8);
  EXPECT_EQ(at.squared_mean, Rational(16, 9));
  EXPECT_EQ(at.trace, Rational(8, 3));
  EXPECT_EQ(at.squared_scatter, 4 + 2 + Rational(4, 9));
  EXPECT_THROW(statistics_of(Matrix<Rational>(0, 2)), PreconditionError);
}

TEST(ValueGradient, IsTheMeanTokenForEveryTokenAndOutput) {
  Weights weights = kWeights;
  weights.value = 5;
  EXPECT_EQ(value_gradient(statistics_of(three_tokens()), weights), Rational(3 * 5 * 16, 9));
  EXPECT_EQ(exact_value_gradient(three_tokens(), weights), Rational(3 * 5 * 16, 9));
}

TEST(QueryGradient, IsTheAverageOverEverySign) {
  const TokenStatistics at = statistics_of(three_tokens());
  for (const Average average : {Average::signs, Average::units}) {
    EXPECT_EQ(average_query_gradient(three_tokens(), kWeights, average),
              query_gradient(at, kWeights));
    EXPECT_EQ(average_key_gradient(three_tokens(), kWeights, average), key_gradient(at, kWeights));
  }
  // sigma_v^2 sigma_k^2 / n^2 |X|^2 |C|^2
  EXPECT_EQ(query_gradient(at, kWeights), Rational(5, 7) * 3 / 9 * 8 * Rational(58, 9));
}

TEST(QueryGradient, DoesNotDependOnTheWidthOfKeys) {
  Weights wide = kWeights;
  wide.key = 2;
  wide.value = 2;
  EXPECT_EQ(average_query_gradient(three_tokens(), wide, Average::signs),
            Rational(2 * query_gradient(statistics_of(three_tokens()), kWeights)));
}

TEST(InputGradient, IsTheAverageOverEverySign) {
  const TokenStatistics at = statistics_of(three_tokens());
  for (const Average average : {Average::signs, Average::units}) {
    EXPECT_EQ(average_input_gradient(three_tokens(), kWeights, average),
              input_gradient(at, kWeights));
  }
}

TEST(SignAverages, RefuseTooManyEntries) {
  Weights wide;
  wide.key = 20;
  EXPECT_THROW(average_query_gradient(three_tokens(), wide, Average::signs), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::signal
