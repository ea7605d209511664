#include "theory/plasticity/quantised_softmax.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::plasticity {
namespace {

Vector<Rational> pair(const Rational& a, const Rational& b) {
  Vector<Rational> result(2);
  result << a, b;
  return result;
}

/// Does the enclosure lie within one unit of the last printed digit?
bool prints(const Interval& value, const char* text, const char* unit) {
  const Rational printed = parse_rational(text), last = parse_rational(unit);
  return contains(Interval::between(printed - last, printed + last), value);
}

TEST(QuantisationBound, GivesTheReferenceValues) {
  EXPECT_TRUE(prints(quantisation_bound(Rational(1, 256)), "0.0039062450329538478283", "1e-22"));
  EXPECT_TRUE(prints(quantisation_bound(Rational(1, 16)), "0.062479662892062513536", "1e-21"));
}

TEST(QuantisationBound, IsAboveWhatRandomTrialsReached) {
  EXPECT_TRUE(certainly_less(Interval("0.0624796627617"), quantisation_bound(Rational(1, 16))));
}

TEST(QuantisationBound, GrowsFromNothingToTwo) {
  EXPECT_TRUE(contains(quantisation_bound(Rational(0)), Rational(0)));
  EXPECT_TRUE(certainly_less(Interval("19999/10000"), quantisation_bound(Rational(20))));
  EXPECT_FALSE(certainly_less(Interval(2), quantisation_bound(Rational(100000000))));
  EXPECT_THROW(quantisation_bound(Rational(-1)), PreconditionError);
}

TEST(SoftmaxDistance, AttainsTheBoundAtTheMirroredPair) {
  // Odds 1 : q become q : 1 when the first score rises by ln q and the second falls by it.
  const Rational q(2);
  EXPECT_EQ(softmax_distance(pair(1, q), pair(q, 1 / q)), largest_softmax_distance(q));
  EXPECT_EQ(largest_softmax_distance(q), Rational(2, 3));
}

TEST(SoftmaxDistance, IsNothingWhenEveryScoreMovesTogether) {
  EXPECT_EQ(softmax_distance(pair(3, 5), pair(7, 7)), 0);
  EXPECT_THROW(softmax_distance(pair(0, 5), pair(1, 1)), PreconditionError);
  EXPECT_THROW(largest_softmax_distance(Rational(1, 2)), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::plasticity
