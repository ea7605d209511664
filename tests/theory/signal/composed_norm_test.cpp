#include "theory/signal/composed_norm.hpp"

#include <gtest/gtest.h>

#include "theory/signal/self_attention.hpp"

namespace lemmascope::signal {
namespace {

TEST(ComposedNorm, IsTheRootOfColumnAndRowSums) {
  Matrix<Rational> matrix(2, 3);
  matrix << 1, -2, 3, -4, 5, 6;
  EXPECT_EQ(column_norm(matrix), 9);
  EXPECT_EQ(row_norm(matrix), 15);
  EXPECT_EQ(squared_composed_norm(matrix), 135);
}

TEST(ComposedNorm, IsNoNormForCrossedOnes) {
  Matrix<Rational> first = Matrix<Rational>::Constant(5, 5, Rational(0)), second = first;
  for (int k = 0; k < 5; ++k) first(0, k) = second(k, 0) = 1;
  EXPECT_EQ(squared_composed_norm(first), 5);
  EXPECT_EQ(squared_composed_norm(second), 5);
  EXPECT_EQ(squared_composed_norm<Rational>(first + second), 36);  // 6 > 2 sqrt(5)
}

TEST(LeastSquaredResidual, IsExactForTwoTokensAndABoundForMore) {
  Matrix<Rational> two(2, 1);
  two << 1, -3;
  EXPECT_EQ(least_squared_residual(two), 4 * 2);  // columns 4, rows 2
  Matrix<Rational> three(3, 2);
  three << 1, 0, 4, 1, 0, -2;
  // Columns: medians 1 and 0 leave 4 and 3; rows: |(4,1) - (0,-2)| / 2 = 7/2.
  EXPECT_EQ(least_squared_residual(three), 4 * Rational(7, 2));
}

TEST(CubicBound, IsEightTimesTooLargeForTwoTokensOfOneEntry) {
  // x = +-r, M = W = 1: |res| = sqrt(2) r before and sqrt(2) r tanh(r^2) after.
  Interval largest(0);
  for (const char* r : {"2", "1/2", "1/10", "1/100"}) {
    Matrix<Interval> input(2, 1), one(1, 1);
    input << Interval(r), -Interval(r);
    one << Interval(1);
    const Interval after = least_squared_residual(attended_by_softmax(input, one, one));
    const Interval before = squared_composed_norm(input);
    const Interval ratio = sqrt(after / (Interval(16) * pow(before, 3)));
    EXPECT_TRUE(certainly_less(ratio, Interval("1/8"))) << r;
    largest = ratio;
  }
  EXPECT_TRUE(certainly_less(Interval("1249/10000"), largest));
}

// The same tokens once more: r tanh(r^2) = s after one layer, s tanh(s^2) after two, and the bound
// is 4^4 (sqrt(2) r)^9: a ratio of 1/4096 = 2.44e-4 in the limit, the largest that a search found.
TEST(CubicBound, OfTwoLayersIsFourThousandTimesTooLarge) {
  Interval largest(0);
  for (const char* r : {"2", "1/2", "1/10", "1/100"}) {
    Matrix<Interval> input(2, 1), one(1, 1);
    input << Interval(r), -Interval(r);
    one << Interval(1);
    const auto twice = attended_by_softmax(attended_by_softmax(input, one, one), one, one);
    const Interval ratio = sqrt(least_squared_residual(twice) /
                                (pow(Interval(16), 4) * pow(squared_composed_norm(input), 9)));
    EXPECT_TRUE(certainly_less(ratio, Interval("1/4096"))) << r;
    largest = ratio;
  }
  EXPECT_TRUE(certainly_less(Interval("24/100000"), largest));
}

}  // namespace
}  // namespace lemmascope::signal
