#include "theory/numeric/gauss_jacobi.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "theory/numeric/interval.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope {
namespace {

// The integral of z^exponent z^n over [0, 1].
Rational moment(const Rational& exponent, int n) { return 1 / (exponent + (n + 1)); }

// All weights and powers are positive and the moments at most 1 / (exponent + 1), so a sum of m
// terms, each with n + 2 roundings, errs by less than m (n + 3) units of roundoff of that, plus the
// few units that rounding the nodes and weights themselves costs (n + 1 a term).
template <class N>
void expect_moments(int points, const Rational& exponent, const N& roundoff) {
  const auto rule = gauss_jacobi<N>(points, exponent);
  ASSERT_EQ(rule.size(), points);
  for (int n = 0; n < 2 * points; ++n) {
    N sum(0);
    for (int k = 0; k < points; ++k) {
      N term = rule.weights[k];
      for (int m = 0; m < n; ++m) term *= rule.nodes[k];
      sum += term;
    }
    const N expected = from_rational<N>(moment(exponent, n));
    const N allowed =
        N(points * (n + 3) + n + 1) * roundoff * from_rational<N>(moment(exponent, 0));
    EXPECT_LE(absolute(N(sum - expected)), allowed) << points << " " << n;
  }
}

TEST(GaussJacobi, IntegratesEveryPolynomialUpToTwiceItsSize) {
  for (const int points : {1, 2, 3, 8, 25}) {
    for (const Rational& exponent :
         {Rational(0), Rational(1, 100), Rational(7, 2), Rational(20), Rational(-1, 2)}) {
      expect_moments<double>(points, exponent, 1.0 / 9007199254740992.0);  // 2^-53
      // Newton stops some digits short of the precision: 50 decimal digits less five.
      expect_moments<Real50>(points, exponent, Real50(1) / pow(Real50(10), 45));
      expect_moments<Real100>(points, exponent, Real100(1) / pow(Real100(10), 95));
    }
  }
}

TEST(GaussJacobi, HasIncreasingNodesInsideAndPositiveWeights) {
  for (const int points : {1, 5, 60}) {
    const auto rule = gauss_jacobi<double>(points, Rational(1, 50));
    for (int k = 0; k < points; ++k) {
      EXPECT_LT(0.0, rule.nodes[k]);
      EXPECT_LT(rule.nodes[k], 1.0);
      EXPECT_LT(0.0, rule.weights[k]);
      if (k == 0) continue;
      EXPECT_LT(rule.nodes[k - 1], rule.nodes[k]);
    }
  }
}

// One more degree is one too many: the rule through m nodes misses z^{2m} (so the test above could
// fail).
TEST(GaussJacobi, StopsBeingExactRightAfterItsDegree) {
  const int points = 2;
  const auto rule = gauss_jacobi<double>(points, Rational(0));
  double sum = 0;
  for (int k = 0; k < points; ++k) {
    sum += rule.weights[k] * rule.nodes[k] * rule.nodes[k] * rule.nodes[k] * rule.nodes[k];
  }
  EXPECT_LT(sum, 0.2 - 1.0 / 1024.0);  // the error of two-point Gauss on [0, 1] is 1/180
}

TEST(InterpolatoryRule, IntegratesEveryPolynomialBelowItsSizeExactly) {
  for (const Rational& exponent : {Rational(0), Rational(1, 100), Rational(3)}) {
    const auto rule =
        interpolatory_rule({Rational(1, 7), Rational(2), Rational(-3, 4), Rational(5)}, exponent);
    for (int n = 0; n < 4; ++n) {
      Rational sum = 0;
      for (int k = 0; k < 4; ++k) {
        Rational term = rule.weights[k];
        for (int m = 0; m < n; ++m) term *= rule.nodes[k];
        sum += term;
      }
      EXPECT_EQ(sum, moment(exponent, n));
    }
  }
}

TEST(Quadrature, RefusesRulesThatDoNotExist) {
  EXPECT_THROW(gauss_jacobi<double>(0, Rational(0)), PreconditionError);
  EXPECT_THROW(gauss_jacobi<double>(3, Rational(-1)), PreconditionError);
  EXPECT_THROW(interpolatory_rule({}, Rational(0)), PreconditionError);
  EXPECT_THROW(interpolatory_rule({Rational(1), Rational(1)}, Rational(0)), PreconditionError);
}

}  // namespace
}  // namespace lemmascope
