#include "theory/lego/association.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

TEST(AssociationLeak, IsTheShareOfOtherTokens) {
  EXPECT_EQ(association_leak(8, 2, Rational(1)), Rational(6, 8));  // beta = 0: uniform
  EXPECT_EQ(association_leak(8, 2, Rational(9)), Rational(6, 24));
  EXPECT_EQ(association_leak_by_weights(8, 2, Rational(9)), Rational(6, 24));
  EXPECT_EQ(association_leak(3, 3, Rational(2)), 0);
}

TEST(AssociationLeak, IsEnclosedAtEveryInverseTemperature) {
  EXPECT_TRUE(contains(enclosed_association_leak(8, 2, Rational(0)), Rational(3, 4)));
  // e^2 is between 7389/1000 and 7390/1000, and the leak falls with it.
  const Interval leak = enclosed_association_leak(8, 2, Rational(2));
  EXPECT_TRUE(certainly_less(Interval(association_leak(8, 2, Rational(7390, 1000))), leak));
  EXPECT_TRUE(certainly_less(leak, Interval(association_leak(8, 2, Rational(7389, 1000)))));
  EXPECT_TRUE(contains(enclosed_association_leak(4, 4, Rational(1)), Rational(0)));
}

TEST(FactorForLeak, LeaksJustThatMuch) {
  EXPECT_EQ(association_leak(24, 2, factor_for_leak(24, 2, Rational(1, 100))), Rational(1, 100));
  EXPECT_EQ(factor_for_leak(24, 2, Rational(1, 100)), 1089);
}

TEST(AssociationLeak, RefusesImpossibleCounts) {
  EXPECT_THROW(association_leak(4, 5, Rational(1)), PreconditionError);
  EXPECT_THROW(association_leak(4, 0, Rational(1)), PreconditionError);
  EXPECT_THROW(association_leak(4, 2, Rational(0)), PreconditionError);
  EXPECT_THROW(factor_for_leak(4, 2, Rational(0)), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::lego
