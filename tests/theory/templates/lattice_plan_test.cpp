#include "theory/templates/lattice_plan.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

TEST(LatticePlan, CertifiesTheErrorThatWasAskedFor) {
  for (const int length : {2, 3}) {
    for (const Rational& beta : {Rational(1, 50), Rational(1), Rational(5)}) {
      for (const Rational& gamma : {Rational(1, 10), Rational(1), Rational(4)}) {
        for (const int digits : {8, 20}) {
          const auto plan = lattice_plan(length, {beta, gamma, 0}, digits);
          Rational asked(1);
          for (int d = 0; d < digits; ++d) asked /= 10;
          EXPECT_LT(plan.error, asked) << length << " " << beta << " " << gamma;
          EXPECT_GT(plan.error * 1000000, asked) << "far finer than asked for";
        }
      }
    }
  }
}

TEST(LatticePlan, IsRefusedOutsideItsRange) {
  EXPECT_THROW(lattice_plan(2, {0, 1, 0}, 10), PreconditionError);
  EXPECT_THROW(lattice_plan(2, {1, -1, 0}, 10), PreconditionError);
  EXPECT_THROW(lattice_plan(4, {}, 10), PreconditionError);
  EXPECT_THROW(lattice_plan(2, {}, 300), PreconditionError);
}

TEST(Bounds, OfALatticeSumOfAGaussianAreMet) {
  // h = 1, variance 1: the sum over the integers of e^{-j^2/2}/sqrt(2 pi) is 1 + 2 e^{-2 pi^2} +
  // ...
  const Interval alias = alias_bound(Rational(1), Rational(6), Rational(1));
  EXPECT_TRUE(certainly_less(Interval("5.3e-9"), alias));  // 2 e^{-2 pi^2} = 5.35e-9
  EXPECT_TRUE(certainly_less(alias, Interval("7e-9")));
  // Beyond 3: two times (e^{-8} + e^{-12.5} + ...) / sqrt(2 pi) = 2.7e-4.
  EXPECT_TRUE(
      certainly_less(Interval("2.7e-4"), tail_bound(Rational(1), Rational(3), Rational(1))));
}

TEST(Bounds, ThatSayNothingAreRefused) {
  EXPECT_THROW(error_of_blocks({Interval(1)}, {Interval(1)}), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::templates
