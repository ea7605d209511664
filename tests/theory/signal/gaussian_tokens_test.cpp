#include "theory/signal/gaussian_tokens.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::signal {
namespace {

TEST(GaussianGradients, GiveTheReferenceValues) {
  const GaussianTokens apart{10, 16, Rational(0)}, half{10, 16, Rational(1, 2)};
  EXPECT_EQ(gaussian_value_gradient(apart), 256);
  EXPECT_EQ(gaussian_query_gradient(apart), Rational(9594, 25));  // 383.76
  EXPECT_EQ(printed_gaussian_query_gradient(apart), Rational(3744, 10));
  EXPECT_EQ(gaussian_value_gradient(half), 1408);
  EXPECT_EQ(gaussian_query_gradient(half), Rational(9477, 100));
  EXPECT_EQ(printed_gaussian_query_gradient(half), Rational(936, 10));
}

TEST(WickMoments, AreThoseOfAWishartMatrix) {
  const GaussianTokens at{3, 2, Rational(1, 4)};
  const WickMoments moments = wick_moments(at);
  const Rational s(3, 4), m(2), d(2);
  EXPECT_EQ(moments.squared_mean, d * (1 + m / 4) / 3);
  EXPECT_EQ(moments.squared_scatter, s * s * m * d * (3 + d));
  EXPECT_EQ(moments.norm_times_scatter, s * s * m * d * (3 + d) * (6 + 4 * s));
  EXPECT_EQ(moments.trace_times_norm, s * m * d * (6 + 2 * s));
}

TEST(GaussianGradients, VanishForQueriesOfEqualTokensAlone) {
  const GaussianTokens equal{4, 3, Rational(1)};
  EXPECT_EQ(gaussian_query_gradient(equal), 0);
  EXPECT_EQ(gaussian_value_gradient(equal), 9 * 4);
  EXPECT_EQ(gaussian_input_gradient(equal), 3);
}

TEST(GaussianTokens, AreRefusedWithImpossibleCorrelations) {
  EXPECT_THROW(gaussian_query_gradient({3, 2, Rational(-3, 5)}), PreconditionError);
  EXPECT_THROW(gaussian_value_gradient({3, 2, Rational(3, 2)}), PreconditionError);
  EXPECT_THROW(wick_moments({100, 10, Rational(0)}), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::signal
