#include "sim/random/gamma_law.hpp"

#include <gtest/gtest.h>

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

constexpr double kShapes[] = {0.001, 1.0 / 17, 1.0 / 16, 1.0 / 15, 0.03, 0.1, 0.25,
                              0.5,   0.7,      1.0,      1.7,      5.0,  60.0};

/// Both of two positive numbers agree to the stated relative error.
::testing::AssertionResult close(double found, double expected, double relative) {
  if (std::abs(found - expected) <= relative * std::abs(expected))
    return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << found << " against " << expected;
}

TEST(LogGamma, AgreesWithBoost) {
  for (const double x : {1e-4, 0.05, 0.5, 1.0, 3.7, 171.0, 1e6}) {
    EXPECT_TRUE(close(log_gamma(x), boost::math::lgamma(x), 0x1p-48)) << x;
  }
}

TEST(GammaProbability, AgreesWithBoostInBothTails) {
  for (const double shape : kShapes) {
    for (const double factor : {1e-6, 1e-2, 0.3, 1.0, 2.0, 10.0}) {
      const double x = factor * shape + factor * factor / 10;
      const GammaProbability p = gamma_probability(shape, x);
      // Both routes lose about |shape log x| units of roundoff in x^shape; 2^-40 leaves room for
      // shape = 60.
      EXPECT_TRUE(close(p.lower, boost::math::gamma_p(shape, x), 0x1p-40)) << shape << " " << x;
      const double upper = boost::math::gamma_q(shape, x);
      const double lost = x < shape + 1 ? 1 / upper : 1;  // 1 - P cancels there, by this factor
      EXPECT_TRUE(close(p.upper, upper, 0x1p-40 * lost)) << shape << " " << x;
    }
  }
}

TEST(GammaQuantile, InvertsTheProbability) {
  for (const double shape : kShapes) {
    for (const double u : {1e-3, 0.2, 0.5, 0.9, 0.999999}) {
      const double x = std::exp(log_gamma_quantile(shape, u, 1 - u));
      if (x < 1e-300) continue;
      // 60 halvings of a bracket below 2^6 end at 2^-54; the probability's condition number in log
      // x is its density x f(x) / P, below shape + 1 <= 61 here.
      EXPECT_TRUE(close(boost::math::gamma_p(shape, x), u, 0x1p-40)) << shape << " " << u;
    }
  }
}

/// The variate a kernel computes from uniform u, in double precision from the table's single ones.
double log_tabulated(const GammaTable& table, double lower, double upper) {
  const bool below = table.two_sided && lower < 0.5;
  const double tail = below ? lower : upper;
  int exponent = 0;
  const double mantissa = 2 * std::frexp(tail, &exponent);
  const GammaTable::Side& side = below ? table.lower : table.upper;
  double value = 0;
  for (const auto& coefficient : side) {
    value = value * (mantissa - 1.5) +
            static_cast<double>(coefficient[static_cast<std::size_t>(-exponent)]);
  }
  if (table.form == GammaForm::logarithm) {
    return std::log(lower) * static_cast<double>(table.inverse_shape) + value;
  }
  return table.power * std::log(lower) + std::log(value);
}

TEST(GammaTable, HoldsTheQuantileFunctionInBothTails) {
  for (const double shape : kShapes) {
    const GammaTable table = GammaTable::make(shape, 3);
    for (double tail = 0.4999; tail > 1e-9; tail *= 0.83) {
      for (const bool upper : {false, true}) {
        const double low = upper ? 1 - tail : tail;
        const double exact = log_gamma_quantile(shape, low, upper ? tail : 1 - tail);
        const double found = log_tabulated(table, low, upper ? tail : 1 - tail);
        // The stated accuracy 2^-19 of x, plus the single rounding of 1 / shape in the logarithm
        // form.
        const double slack = 0x1p-19 + std::abs(exact) * 0x1p-23;
        EXPECT_LE(std::abs(found - exact), slack) << shape << " " << low;
      }
    }
  }
}

TEST(GammaTable, UsesLogarithmsWhereWholeRowsWouldUnderflow) {
  EXPECT_EQ(GammaTable::make(0.1, 10).form, GammaForm::power);
  EXPECT_EQ(GammaTable::make(0.1, 10).power, 10);
  EXPECT_EQ(GammaTable::make(0.1, 2).form, GammaForm::logarithm);
  EXPECT_EQ(GammaTable::make(0.001, 10).form, GammaForm::logarithm);
  EXPECT_EQ(GammaTable::make(0.3, 10).form, GammaForm::logarithm);
  EXPECT_EQ(GammaTable::make(0.1, 3).form, GammaForm::power);
  EXPECT_EQ(GammaTable::make(0.5, 1).form, GammaForm::power);
  EXPECT_EQ(GammaTable::make(0.5001, 1000).form, GammaForm::logarithm);
  EXPECT_EQ(GammaTable::make(1, 2).form, GammaForm::power);
}

TEST(GammaTable, AsksForNoPowerThatKernelsCannotRaiseTo) {
  for (int power = 2; power <= 10000; power += power < 100 ? 1 : 97) {
    const GammaTable table = GammaTable::make(1.0 / power, 200);
    EXPECT_EQ(table.form, power <= kLargestPower ? GammaForm::power : GammaForm::logarithm);
    EXPECT_EQ(table.power, power <= kLargestPower ? power : 0);
  }
}

TEST(GammaTable, RefusesShapesOutsideItsRange) {
  EXPECT_THROW(GammaTable::make(0, 3), PreconditionError);
  EXPECT_THROW(GammaTable::make(std::nan(""), 3), PreconditionError);
  EXPECT_THROW(GammaTable::make(1e6, 3), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::sim
