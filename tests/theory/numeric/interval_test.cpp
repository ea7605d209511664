// Intervals: containment of exact results, overlap with another precision, functional equations,
// and questions.
#include "theory/numeric/interval.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <sstream>
#include <type_traits>

#include "tests/theory/numeric/fractions.hpp"
#include "tests/theory/numeric/refusal.hpp"

namespace lemmascope {
namespace {

using testing::any_fraction;
using testing::fraction_between;
using ::testing::HasSubstr;
using testing::refusal;

/// An interval with distinct endpoints around a fraction, and that fraction.
struct Enclosed {
  Rational point;
  Interval interval;
};

Enclosed any_enclosed() {
  const Rational point = *any_fraction();
  const Rational below = *fraction_between(0, 2);
  const Rational above = *fraction_between(0, 2);
  return {point, Interval::between(point - below, point + above)};
}

static_assert(!std::is_constructible_v<Interval, double>);
static_assert(!std::is_constructible_v<Interval, float>);
static_assert(!std::is_constructible_v<Interval, long double>);
static_assert(!std::is_convertible_v<std::string, Interval>);
static_assert(std::is_convertible_v<Rational, Interval>);
static_assert(std::is_constructible_v<Interval, const char*>);

RC_GTEST_PROP(Interval, OperationsContainTheExactResultOfEveryPointInside, ()) {
  const Enclosed a = any_enclosed();
  const Enclosed b = any_enclosed();
  RC_ASSERT(contains(a.interval, a.point));
  RC_ASSERT(contains(a.interval + b.interval, Rational(a.point + b.point)));
  RC_ASSERT(contains(a.interval - b.interval, Rational(a.point - b.point)));
  RC_ASSERT(contains(a.interval * b.interval, Rational(a.point * b.point)));
  RC_ASSERT(contains(-a.interval, Rational(-a.point)));
  RC_ASSERT(contains(abs(a.interval), Rational(abs(a.point))));
  if (!contains(b.interval, Rational(0))) {
    RC_ASSERT(contains(a.interval / b.interval, Rational(a.point / b.point)));
  }
}

RC_GTEST_PROP(Interval, OperationsOnPointsStayAsTightAsTheirPrecision, ()) {
  const Rational p = *any_fraction();
  const Rational q = *fraction_between(1, 1000);
  const Interval quotient = Interval(p) / Interval(q);
  // Four outward roundings (two operands, two ends) of relative size 2^-168 are far below 10^-48.
  RC_ASSERT(testing::exact(quotient.radius()) <= abs(Rational(p / q)) * parse_rational("1e-48"));
}

RC_GTEST_PROP(Interval, PowersContainTheExactPower, ()) {
  const Enclosed a = any_enclosed();
  const auto n = static_cast<unsigned>(*rc::gen::inRange(0, 9));
  Rational power = 1;
  Interval product(1);
  for (unsigned k = 0; k < n; ++k) {
    power *= a.point;
    product *= a.interval;
  }
  RC_ASSERT(contains(pow(a.interval, n), power));
  RC_ASSERT(overlaps(pow(a.interval, n), product));
}

RC_GTEST_PROP(Interval, OperationsOnPointsRoundOutwards, ()) {
  // Doubles are point intervals, so only the rounding of the result can enclose it: 53-bit operands
  // to the fifth power or in a quotient do not fit 169 bits.
  const double a = to_double(*fraction_between(1, 2));
  const double b = to_double(*fraction_between(1, 2));
  const Rational x = testing::exact(a);
  const Rational y = testing::exact(b);
  RC_ASSERT(contains(pow(Interval::exactly(a), 5), Rational(x * x * x * x * x)));
  RC_ASSERT(contains(pow(Interval::exactly(-a), 5), Rational(-x * x * x * x * x)));
  RC_ASSERT(contains(Interval::exactly(a) / Interval::exactly(b), Rational(x / y)));
  const Interval tiny = Interval::exactly(0x1p-200);
  RC_ASSERT(contains(Interval::exactly(a) + tiny, Rational(x + testing::exact(0x1p-200))));
  RC_ASSERT(contains(Interval::exactly(a) - tiny, Rational(x - testing::exact(0x1p-200))));
}

TEST(Interval, EvenPowersOfAStraddlingIntervalStartAtZero) {
  const Interval x = Interval::between(-2, 1);
  EXPECT_EQ(pow(x, 2), Interval::between(0, 4));
  EXPECT_EQ(pow(x, 3), Interval::between(-8, 1));
  EXPECT_EQ(pow(x, 0), Interval(1));
}

TEST(Interval, ProductsOfStraddlingIntervalsTakeTheOuterCorners) {
  EXPECT_EQ(Interval::between(-2, 3) * Interval::between(-5, 1), Interval::between(-15, 10));
}

RC_GTEST_PROP(Interval, FunctionsOverlapTheSameFunctionsInAHundredDigits, ()) {
  const Rational x = *fraction_between(Rational(1, 1000), 50);
  const Real100 wide(x);
  // The rounding of the argument moves exp by a relative x * 2^-336, which is below the 2^-168 of
  // Interval but may exceed an ulp of Real100, so arguments are taken that Real100 holds exactly.
  const Rational held = testing::exact(wide);
  const Interval narrow(held);
  RC_ASSERT(contains(narrow, held));
  RC_ASSERT(overlaps(exp(narrow), testing::within_one_ulp(Real100(exp(wide)))));
  RC_ASSERT(overlaps(log(narrow), testing::within_one_ulp(Real100(log(wide)))));
  RC_ASSERT(overlaps(sqrt(narrow), testing::within_one_ulp(Real100(sqrt(wide)))));
}

RC_GTEST_PROP(Interval, FunctionsAreIncreasingSoEndpointsBracketAPointInside, ()) {
  const Rational x = *fraction_between(Rational(1, 10), 10);
  const Interval wide = Interval::between(Rational(x / 2), Rational(x * 2));
  RC_ASSERT(contains(exp(wide), exp(Interval(x))));
  RC_ASSERT(contains(log(wide), log(Interval(x))));
  RC_ASSERT(contains(sqrt(wide), sqrt(Interval(x))));
}

RC_GTEST_PROP(Interval, FunctionalEquationsHold, ()) {
  const Rational a = *fraction_between(-20, 20);
  const Rational b = *fraction_between(-20, 20);
  RC_ASSERT(overlaps(exp(Interval(Rational(a + b))), exp(Interval(a)) * exp(Interval(b))));
  RC_ASSERT(contains(log(exp(Interval(a))), a));
  RC_ASSERT(contains(exp(Interval(a)) * exp(-Interval(a)), Rational(1)));
  const Rational x = *fraction_between(Rational(1, 1000), 1000);
  const Rational y = *fraction_between(Rational(1, 1000), 1000);
  RC_ASSERT(contains(pow(sqrt(Interval(x)), 2), x));
  RC_ASSERT(contains(exp(log(Interval(x))), x));
  RC_ASSERT(overlaps(log(Interval(Rational(x * y))), log(Interval(x)) + log(Interval(y))));
}

/// What MPFI says of the same operands, on the heap.
Interval of_mpfi(int (*function)(mpfi_ptr, mpfi_srcptr, mpfi_srcptr), const Interval& a,
                 const Interval& b) {
  mpfi_t result;
  mpfi_init2(result, Interval::kPrecision);
  const auto x = a.view(), y = b.view();
  function(result, &x, &y);
  const Interval copy = Interval::with_endpoints(&result->left, &result->right);
  mpfi_clear(result);
  return copy;
}

bool is_the_same_endpoint(const __mpfr_struct& a, const __mpfr_struct& b) {
  if (mpfr_nan_p(&a) != 0 || mpfr_nan_p(&b) != 0) return mpfr_nan_p(&a) == mpfr_nan_p(&b);
  return mpfr_equal_p(&a, &b) != 0 && mpfr_signbit(&a) == mpfr_signbit(&b);
}
bool is_the_same(const Interval& a, const Interval& b) {
  const auto x = a.view(), y = b.view();
  return is_the_same_endpoint(x.left, y.left) && is_the_same_endpoint(x.right, y.right);
}

/// Endpoints of every sign, zero and infinite among them, thin and wide, near and far from one.
Interval any_operand() {
  const auto end = [] {
    switch (*rc::gen::inRange(0, 8)) {
      case 0:
        return Interval(0);
      case 1:
        return Interval(1) / Interval(3);
      case 2:  // beyond the largest number: an upper endpoint at infinity
        return pow(Interval(2), 1u << 30) * pow(Interval(2), 1u << 30) * pow(Interval(2), 1u << 30);
      case 3:
        return pow(Interval(Rational(1, 7)), *rc::gen::inRange(1U, 200U));
      default:
        return Interval(*any_fraction());
    }
  };
  const Interval a = end(), b = *rc::gen::arbitrary<bool>() ? -end() : end();
  const auto x = a.view(), y = b.view();
  return mpfr_lessequal_p(&x.left, &y.right) != 0 ? Interval::with_endpoints(&x.left, &y.right)
                                                  : Interval::with_endpoints(&y.left, &x.right);
}

RC_GTEST_PROP(Interval, SumsProductsAndQuotientsAreThoseOfMpfiToTheBit, ()) {
  const Interval a = any_operand(), b = any_operand();
  RC_ASSERT(is_the_same(a + b, of_mpfi(mpfi_add, a, b)));
  RC_ASSERT(is_the_same(a - b, of_mpfi(mpfi_sub, a, b)));
  RC_ASSERT(is_the_same(a * b, of_mpfi(mpfi_mul, a, b)));
  if (!contains(b, Rational(0))) RC_ASSERT(is_the_same(a / b, of_mpfi(mpfi_div, a, b)));
  const auto x = a.view();
  mpfi_t negative;
  mpfi_init2(negative, Interval::kPrecision);
  mpfi_neg(negative, &x);
  const Interval expected = Interval::with_endpoints(&negative->left, &negative->right);
  mpfi_clear(negative);
  RC_ASSERT(is_the_same(-a, expected));
}

TEST(Interval, ItsOperandsMayBeItsResult) {
  Interval x(Rational(1, 3));
  const Interval copy = x;
  x += x;
  EXPECT_EQ(x, copy + copy);
  x = copy;
  x *= x;
  EXPECT_EQ(x, copy * copy);
  x = copy;
  x /= x;
  EXPECT_EQ(x, copy / copy);
  x = copy;
  x -= x;
  EXPECT_EQ(x, copy - copy);
}

RC_GTEST_PROP(Interval, MiddleAndRadiusCoverBothEndpoints, ()) {
  const Interval x = any_enclosed().interval;
  const Rational middle = testing::exact(x.middle());
  const Rational radius = testing::exact(x.radius());
  RC_ASSERT(middle - radius <= testing::exact(x.lower()));
  RC_ASSERT(testing::exact(x.upper()) <= middle + radius);
}

RC_GTEST_PROP(Interval, QuestionsAgreeWithTheEndpoints, ()) {
  const Interval a = any_enclosed().interval;
  const Interval b = any_enclosed().interval;
  RC_ASSERT(certainly_less(a, b) == (a.upper() < b.lower()));
  RC_ASSERT(possibly_less(a, b) == (a.lower() < b.upper()));
  RC_ASSERT(overlaps(a, b) == !(certainly_less(a, b) || certainly_less(b, a)));
  RC_ASSERT(contains(a, b) == (a.lower() <= b.lower() && b.upper() <= a.upper()));
}

TEST(Interval, TouchingIntervalsOverlapButAreNotCertainlyLess) {
  const Interval left = Interval::between(0, 1);
  const Interval right = Interval::between(1, 2);
  EXPECT_TRUE(overlaps(left, right));
  EXPECT_FALSE(certainly_less(left, right));
  EXPECT_TRUE(possibly_less(left, right));
  EXPECT_FALSE(possibly_less(right, left));
}

TEST(Interval, EqualityIsStructural) {
  EXPECT_EQ(Interval("1/3"), Interval(Rational(1, 3)));
  EXPECT_FALSE(Interval("1/3") * Interval(3) == Interval(1));  // though it contains one
  EXPECT_TRUE(contains(Interval("1/3") * Interval(3), Rational(1)));
}

TEST(Interval, TakesDecimalTextAsTheFractionItIs) {
  EXPECT_TRUE(contains(Interval("0.1"), Rational(1, 10)));
  EXPECT_FALSE(contains(Interval("0.1"), testing::exact(0.1)));  // the double is 6e-18 off
  EXPECT_TRUE(contains(Interval::exactly(0.1), testing::exact(0.1)));
  EXPECT_EQ(Interval::exactly(0.1).lower(), Interval::exactly(0.1).upper());
}

TEST(Interval, RefusesWhatHasNoEnclosure) {
  const Interval straddling = Interval::between(-1, 1);
  EXPECT_THAT(refusal([&] { Interval(1) / straddling; }),
              HasSubstr("expected a divisor that excludes zero, found [-1, 1]"));
  EXPECT_THAT(refusal([&] { Interval(1) / Interval(0); }), HasSubstr("excludes zero"));
  EXPECT_THAT(refusal([&] { log(straddling); }), HasSubstr("log to be certainly positive"));
  EXPECT_THAT(refusal([&] { log(Interval(0)); }), HasSubstr("found [0, 0]"));
  EXPECT_THAT(refusal([&] { sqrt(straddling); }), HasSubstr("certainly non-negative"));
  EXPECT_THAT(refusal([] { Interval::between(2, 1); }),
              HasSubstr("expected lower <= upper endpoints of an interval, found 2 and 1"));
  EXPECT_THAT(refusal([] { Interval::exactly(NAN); }),
              HasSubstr("expected a finite double, found nan"));
  EXPECT_THAT(refusal([] { Interval("nan"); }), HasSubstr("expected a number"));
}

TEST(Interval, SquareRootOfZeroIsZero) { EXPECT_EQ(sqrt(Interval(0)), Interval(0)); }

TEST(Interval, TextIsRoundedOutwards) {
  EXPECT_EQ(to_text(Interval("2/3"), 4), "[0.6666, 0.6667]");
  EXPECT_EQ(to_text(Interval("-2/3"), 4), "[-0.6667, -0.6666]");
  EXPECT_EQ(to_text(Interval(2), 4), "[2, 2]");
  EXPECT_EQ(to_text(Interval(0), 4), "[0, 0]");
  std::ostringstream out;
  out << Interval::between(Rational(-1, 3), 1);
  EXPECT_EQ(out.str(), "[-0.333333333334, 1]");
}

RC_GTEST_PROP(Interval, TextStillContainsTheInterval, ()) {
  const Interval x = any_enclosed().interval;
  const std::string text = to_text(x, 6);
  const auto comma = text.find(", ");
  const Rational low = parse_rational(text.substr(1, comma - 1));
  const Rational high = parse_rational(text.substr(comma + 2, text.size() - comma - 3));
  RC_ASSERT(contains(Interval::between(low, high), x));
}

}  // namespace
}  // namespace lemmascope
