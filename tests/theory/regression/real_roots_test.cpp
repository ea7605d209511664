#include "theory/regression/real_roots.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::regression {
namespace {

const Polynomial kFourRoots{Rational(-6), Rational(5), Rational(7), Rational(-7), Rational(1)};

TEST(RealRoots, AreAllFoundByTwoRoutes) {
  // (x^2 - 2)(x - 3)(x + 1/2) x.
  const Polynomial p =
      product_of(product_of({Rational(-2), Rational(0), Rational(1)}, {Rational(-3), Rational(1)}),
                 {Rational(0), Rational(1, 2), Rational(1)});
  const Rational width = parse_rational("1e-20");
  const auto by_sturm = real_roots(p, width), by_signs = real_roots_by_signs(p, width);
  ASSERT_EQ(by_sturm.size(), 5u);
  ASSERT_EQ(by_signs.size(), 5u);
  const char* squares[] = {"2", "1/4", "0", "2", "9"};
  for (std::size_t k = 0; k < 5; ++k) {
    EXPECT_TRUE(overlaps(enclosure_of(by_sturm[k]), enclosure_of(by_signs[k])));
    EXPECT_TRUE(contains(pow(enclosure_of(by_sturm[k]), 2), parse_rational(squares[k])));
    EXPECT_LE(by_sturm[k].second - by_sturm[k].first, width);
  }
  EXPECT_TRUE(certainly_less(enclosure_of(by_sturm[0]), Interval(0)));
}

TEST(RealRoots, RefuseMultipleOnesBySigns) {
  EXPECT_THROW(
      real_roots_by_signs({Rational(2), Rational(0), Rational(-4), Rational(0), Rational(2)},
                          Rational(1, 1000)),
      PreconditionError);  // 2 (x^2 - 1)^2 has roots at the ends of no dyadic interval
}

TEST(Enclosed, HoldsEveryValue) {
  const Interval x = Interval::between(Rational(1, 2), Rational(3, 2));
  for (int k = 0; k <= 8; ++k) {
    const Rational at = Rational(1, 2) + Rational(k, 8);
    EXPECT_TRUE(contains(enclosed(kFourRoots, x), evaluate(kFourRoots, at)));
  }
}

TEST(CommonZeros, AreThoseOfACircleAndALine) {
  using P = SparsePolynomial<2>;
  const P x = P::variable(0), y = P::variable(1);
  const auto zeros =
      common_zeros(x * x + y * y - P(25), x * P(3) - y * P(4) + P(0), parse_rational("1e-30"));
  ASSERT_EQ(zeros.size(), 2u);
  EXPECT_TRUE(contains(zeros[0].x, Rational(-4)));
  EXPECT_TRUE(contains(zeros[0].y, Rational(-3)));
  EXPECT_TRUE(contains(zeros[1].y, Rational(3)));
}

TEST(CommonZeros, AreRefusedWhereTheyAreNotIsolated) {
  using P = SparsePolynomial<2>;
  const P x = P::variable(0), y = P::variable(1);
  // Both (1, 1) and (1, -1); a shared factor.
  EXPECT_THROW(common_zeros(y * y - x, x * x - y * y, Rational(1, 1000)), PreconditionError);
  EXPECT_THROW(common_zeros(y * x - y, y * y + y, Rational(1, 1000)), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::regression
