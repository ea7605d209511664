#include "theory/icl/residual.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

TEST(ResidualPolynomial, IsTheRecursionAtAnEigenvalue) {
  const std::vector<LayerRates> layers{{Rational(1, 2), Rational(1, 3)},
                                       {Rational(1, 5), Rational(-1, 7)},
                                       {Rational(2, 3), Rational(1)}};
  for (int x = -2; x <= 4; ++x) {
    EXPECT_EQ(evaluate(residual_polynomial(layers), Rational(x, 3)),
              residual_at(layers, Rational(x, 3)));
  }
}

TEST(ResidualPolynomial, HasTheDegreesOfTheRecursion) {
  for (int k = 1, power = 3; k <= 3; ++k, power *= 3) {
    const std::vector<LayerRates> rates(k, {Rational(1, 2), Rational(1, 3)});
    const std::vector<LayerRates> plain(k, {Rational(1, 2), Rational(0)});
    EXPECT_EQ(residual_polynomial(rates).size(), (power - 1) / 2 + 1u);
    EXPECT_EQ(residual_polynomial(plain).size(), k + 1u);
  }
}

/// Rounds to the three decimals that are printed.
void expect_condition(const char* low, const char* high, const char* gamma, const char* before,
                      const char* after) {
  const Rational least = parse_rational(low), most = parse_rational(high);
  const Rational unit(1, 2000);
  const Rational ratio = most / least;
  const Rational mapped = mapped_condition(least, most, parse_rational(gamma));
  EXPECT_LE(abs(ratio - parse_rational(before)), unit) << to_double(ratio);
  EXPECT_LE(abs(mapped - parse_rational(after)), unit) << to_double(mapped);
}

TEST(MappedCondition, GivesTheReferenceValues) {
  expect_condition("0.097", "7.712", "0.099", "79.505", "15.728");
  expect_condition("0.666", "10.845", "0.056", "16.284", "4.286");
  expect_condition("2.870", "17.196", "0.029", "5.992", "2.118");
  EXPECT_THROW(mapped_condition(Rational(1), Rational(2), Rational(1)), PreconditionError);
}

TEST(MappedEigenvalue, PeaksAtAThirdOfItsRoot) {
  const Rational gamma(1, 5);
  EXPECT_EQ(mapped_eigenvalue(1 / (3 * gamma), gamma), Rational(4) / (27 * gamma));
  EXPECT_EQ(mapped_eigenvalue(1 / gamma, gamma), 0);
}

TEST(RollOut, GrowsBeyondTheThreshold) {
  Matrix<Rational> covariance(2, 2);
  covariance << 1, 0, 0, 3;
  const auto below = roll_out(covariance, Rational(1, 2), 6);  // 3/2 <= 2
  const auto beyond = roll_out(covariance, Rational(1), 6);    // 3 > 2
  EXPECT_EQ(below[0], 2);
  EXPECT_EQ(below[1], Rational(1, 2));
  EXPECT_LT(below[6], below[5]);
  EXPECT_EQ(beyond[6], 4096);
}

}  // namespace
}  // namespace lemmascope::icl
