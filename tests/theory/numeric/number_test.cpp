// What every number type promises: conversion of fractions and answers to comparisons.
#include "theory/numeric/number.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <string>

#include "tests/theory/numeric/fractions.hpp"

namespace lemmascope {
namespace {

using testing::any_fraction;
using testing::exact;

static_assert(Field<Rational> && Field<double> && Field<Interval>);
static_assert(Field<Real50> && Field<Real100> && Field<Real200>);
static_assert(Elementary<double> && Elementary<Real50> && Elementary<Real100>);
static_assert(Elementary<Real200> && Elementary<Interval>);
static_assert(!Elementary<Rational>);
static_assert(!Field<int*> && !Field<std::string>);

template <class A, class B>
concept Ordered = requires(const A& a, const B& b) {
  a < b;
}
|| requires(const A& a, const B& b) { a > b; }
|| requires(const A& a, const B& b) { a <= b; }
|| requires(const A& a, const B& b) { a >= b; };
static_assert(Ordered<Rational, Rational> && Ordered<Real50, Real50>);
static_assert(!Ordered<Interval, Interval> && !Ordered<Interval, int>);
static_assert(!Ordered<Interval, Rational> && !Ordered<Rational, Interval>);

template <class A, class B>
concept Multiplied = requires(const A& a, const B& b) {
  a* b;
};
static_assert(Multiplied<Interval, int> && Multiplied<Interval, Rational>);
static_assert(!Multiplied<Interval, double> && !Multiplied<double, Interval>);
static_assert(Multiplied<Matrix<Interval>, int> && !Multiplied<Matrix<Interval>, double>);

template <class N>
concept HasTranscendentals = requires(const N& x) {
  exp(x);
}
|| requires(const N& x) { log(x); }
|| requires(const N& x) { sqrt(x); };
static_assert(HasTranscendentals<Real50> && !HasTranscendentals<Rational>);

template <class N>
class EveryNumber : public ::testing::Test {};
using NumberTypes = ::testing::Types<Rational, double, Real50, Real100, Real200, Interval>;
TYPED_TEST_SUITE(EveryNumber, NumberTypes);

TYPED_TEST(EveryNumber, ComparesFractionsThatAreFarApart) {
  const auto third = from_rational<TypeParam>(Rational(1, 3));
  const auto half = from_rational<TypeParam>(Rational(1, 2));
  EXPECT_EQ(less(third, half), Truth::yes);
  EXPECT_EQ(less(half, third), Truth::no);
  EXPECT_EQ(less_equal(third, half), Truth::yes);
  EXPECT_EQ(less_equal(half, third), Truth::no);
  EXPECT_EQ(equal(third, half), Truth::no);
}

TYPED_TEST(EveryNumber, ComparesANumberItHoldsExactlyWithItself) {
  const auto half = from_rational<TypeParam>(Rational(1, 2));
  EXPECT_EQ(less(half, half), Truth::no);
  EXPECT_EQ(less_equal(half, half), Truth::yes);
  EXPECT_EQ(equal(half, half), Truth::yes);
}

TYPED_TEST(EveryNumber, KnowsMaximumAndAbsoluteValue) {
  const auto a = from_rational<TypeParam>(Rational(-3, 4));
  const auto b = from_rational<TypeParam>(Rational(1, 2));
  EXPECT_EQ(maximum(a, b), b);
  EXPECT_EQ(maximum(b, a), b);
  EXPECT_EQ(absolute(a), from_rational<TypeParam>(Rational(3, 4)));
}

TEST(Number, AnEnclosureAnswersUnknownWhenItStraddles) {
  const Interval third("1/3");  // two endpoints, so not certainly equal to itself
  EXPECT_EQ(equal(third, third), Truth::unknown);
  EXPECT_EQ(less(third, third), Truth::unknown);
  EXPECT_EQ(less_equal(third, third), Truth::unknown);
  // Touching at a point: no element of [1,2] is below one of [0,1], but some may be equal.
  const Interval low = Interval::between(0, 1);
  const Interval high = Interval::between(1, 2);
  EXPECT_EQ(less(high, low), Truth::no);
  EXPECT_EQ(less(low, high), Truth::unknown);
  EXPECT_EQ(less_equal(low, high), Truth::yes);
  EXPECT_EQ(less_equal(high, low), Truth::unknown);
  EXPECT_EQ(equal(low, high), Truth::unknown);
}

TEST(Number, MaximumOfEnclosuresHoldsEveryPossibleMaximum) {
  EXPECT_EQ(maximum(Interval::between(0, 3), Interval::between(1, 2)), Interval::between(1, 3));
}

TEST(Number, NotANumberComparesAsUnknown) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(less(nan, 1.0), Truth::unknown);
  EXPECT_EQ(less_equal(1.0, nan), Truth::unknown);
  EXPECT_EQ(equal(nan, nan), Truth::unknown);
  const Real50 real_nan = std::numeric_limits<Real50>::quiet_NaN();
  EXPECT_EQ(less(real_nan, Real50(1)), Truth::unknown);
  EXPECT_EQ(equal(real_nan, real_nan), Truth::unknown);
  // An overflow is no number to compare with either.
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(less(1.0, infinity), Truth::unknown);
  EXPECT_EQ(equal(infinity, infinity), Truth::unknown);
  EXPECT_EQ(less_equal(-infinity, 0.0), Truth::unknown);
}

RC_GTEST_PROP(Number, FromRationalIsWithinHalfAUnitInTheLastPlace, ()) {
  const Rational value = *any_fraction();
  RC_ASSERT(from_rational<Rational>(value) == value);
  RC_ASSERT(contains(from_rational<Interval>(value), value));
  // Rounding to nearest errs by at most half an ulp, that is |value| * epsilon / 2.
  const auto off = [&](const auto& rounded, const auto& epsilon) {
    return abs(Rational(exact(rounded) - value)) <= abs(value) * exact(epsilon) / 2;
  };
  RC_ASSERT(off(from_rational<double>(value), std::numeric_limits<double>::epsilon()));
  RC_ASSERT(off(from_rational<Real50>(value), std::numeric_limits<Real50>::epsilon()));
  RC_ASSERT(off(from_rational<Real100>(value), std::numeric_limits<Real100>::epsilon()));
  RC_ASSERT(off(from_rational<Real200>(value), std::numeric_limits<Real200>::epsilon()));
}

RC_GTEST_PROP(Number, AnswersOfEnclosuresNeverContradictTheFractionsInside, ()) {
  const Rational a = *any_fraction();
  const Rational b = *any_fraction();
  const Truth answer = less(Interval(a), Interval(b));
  RC_ASSERT(answer == Truth::unknown || answer == less(a, b));
  const Truth same = equal(Interval(a), Interval(b));
  RC_ASSERT(same == Truth::unknown || same == equal(a, b));
}

TEST(Real, TextHasTheDigitsAskedFor) {
  EXPECT_EQ(to_text(from_rational<Real50>(Rational(1, 3)), 10), "0.3333333333");
  EXPECT_EQ(to_text(0.1), "0.1");
  EXPECT_EQ(to_text(from_rational<Real200>(Rational(2, 3))).size(), 2 + 200U);
}

}  // namespace
}  // namespace lemmascope
