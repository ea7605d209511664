// Strategies on chains that start from their stationary law: reference values, every sequence, and
// what the first token tells.
#include "theory/evolution/stationary_start.hpp"

#include <gtest/gtest.h>

#include "tests/theory/numeric/digits.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

TEST(StationaryStrategies, HaveTheReferenceValues) {
  const auto at_three = stationary_divergences(3);
  EXPECT_TRUE(has_digits(at_three.uniform, "0.212257932"));
  EXPECT_TRUE(has_digits(at_three.unigram, "0.144989069"));
  EXPECT_TRUE(has_digits(at_three.bigram, "0.131657198"));
  const auto at_two = stationary_divergences(2);
  EXPECT_TRUE(has_digits(at_two.unigram, "0.147514"));
  EXPECT_TRUE(has_digits(at_two.bigram, "0.152583"));
}

TEST(StationaryStrategies, AreWithinTheErrorsOfTheSampledReference) {
  // 200,000 sampled sequences: .2115, .0871, .0093 with standard errors .0004, .0003, .00004; the
  // last place is half a unit more.
  const auto at_hundred = stationary_divergences(100);
  const auto within = [](const Interval& value, const char* sampled, const char* error) {
    const Interval apart = abs(Interval(value - Interval(sampled)));
    return certainly_less(apart, Interval(4) * Interval(error) + Interval("0.00005"));
  };
  EXPECT_TRUE(within(at_hundred.uniform, "0.2115", "0.0004"));
  EXPECT_TRUE(within(at_hundred.unigram, "0.0871", "0.0003"));
  EXPECT_TRUE(within(at_hundred.bigram, "0.0093", "0.00004"));
  EXPECT_LT(at_hundred.bayes.radius(), Real50("1e-40"));
  EXPECT_TRUE(certainly_less(at_hundred.bayes, at_hundred.bigram));
}

TEST(StationaryStrategies, AreThoseOfEverySequence) {
  for (int length = 1; length <= 9; ++length) {
    const auto counted = stationary_divergences(length);
    const auto summed = stationary_divergences_by_enumeration(length);
    EXPECT_TRUE(overlaps(counted.unigram, summed.unigram)) << length;
    EXPECT_TRUE(overlaps(counted.bigram, summed.bigram)) << length;
    EXPECT_TRUE(overlaps(counted.bayes, summed.bayes)) << length;
    EXPECT_LT(counted.bayes.radius(), Real50("1e-40"));
  }
}

TEST(StationaryStrategies, LearnFromTheFirstTokenAlone) {
  // After one token, a 0, the posterior mean of staying is 2 E w (1-u) / (u+w) = (4 ln 2 - 1)/3:
  // E u w / (u + w) = (2/3) (1 - ln 2).
  const SquareIntegrals cubes(3);
  const WithLog stays = cubes.at({1, 1, 1, 0}), leaves = cubes.at({0, 2, 1, 0});
  EXPECT_EQ(WithLog({Rational(stays.r0 + leaves.r0), Rational(stays.r1 + leaves.r1)}),
            (WithLog{Rational(2, 3), Rational(-2, 3)}));
  const auto at_one = stationary_divergences(1);
  EXPECT_TRUE(overlaps(at_one.bigram, at_one.uniform));
  const Interval stay = (Interval(4) * log(Interval(2)) - Interval(1)) / Interval(3);
  const Interval rest = Interval(1) - stay;
  EXPECT_TRUE(
      overlaps(at_one.bayes, stationary_negentropy() - stay * log(stay) - rest * log(rest)));
}

TEST(SquareIntegrals, AreThoseOfPolynomials) {
  // (1-u)^2 u w^2 (1-w) / (u+w) by the quotient of one division and 1 / (u + w) itself.
  const SquareIntegrals sixes(6);
  Interval sum(0);  // the same by u = x, w = x y and its mirror, term by term
  const auto half = [&sum](int a, int b, int c, int d) {
    Polynomial2 f(static_cast<std::size_t>(a + b + c + d));
    for (auto& row : f) row.assign(8, Rational(0));
    const int binomial[3][3] = {{1, 0, 0}, {1, -1, 0}, {1, -2, 1}};
    for (int i = 0; i <= a; ++i) {
      for (int k = 0; k <= d; ++k) f[i + b + c + k - 1][c + k] += binomial[a][i] * binomial[d][k];
    }
    sum += enclosed(square_integral(f));
  };
  half(2, 1, 2, 1);
  half(1, 2, 1, 2);
  EXPECT_TRUE(overlaps(enclosed_closely(sixes.at({2, 1, 2, 1})), sum));
  EXPECT_THROW(sixes.at({2, 1, 2, 2}), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::evolution
