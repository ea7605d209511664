#include "theory/signal/self_attention.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::signal {
namespace {

Matrix<Rational> matrix(int rows, int columns, std::initializer_list<int> entries) {
  Matrix<Rational> result(rows, columns);
  int e = 0;
  for (const int entry : entries) {
    result(e / columns, e % columns) = entry;
    ++e;
  }
  return result;
}

template <Field N>
Matrix<N> in(const Matrix<Rational>& from) {
  Matrix<N> result(from.rows(), from.cols());
  for (Eigen::Index e = 0; e < from.size(); ++e) {
    result.data()[e] = from_rational<N>(from.data()[e]);
  }
  return result;
}

const Matrix<Rational> kInput = matrix(3, 2, {1, 2, 0, 1, -1, 1});
const Matrix<Rational> kForm = matrix(2, 2, {1, -1, 2, 1});
const Matrix<Rational> kValue = matrix(2, 1, {1, 2});

TEST(AttentionInPowers, IsSoftmaxAtLogTwo) {
  const auto attention = attention_in_powers(matrix(1, 3, {1, 2, 2}));
  EXPECT_EQ(attention(0, 0), Rational(1, 5));
  EXPECT_EQ(attention(0, 2), Rational(2, 5));
  Matrix<Rational> half = matrix(1, 2, {0, 0});
  half(0, 1) = Rational(1, 2);
  EXPECT_THROW(attention_in_powers(half), PreconditionError);
}

TEST(AttentionBySoftmax, EnclosesPowersOfTwoAtLogTwo) {
  Matrix<Interval> scores(1, 3);
  scores << log(Interval(2)), log(Interval(4)), log(Interval(4));
  EXPECT_TRUE(contains(attention_by_softmax(scores)(0, 0), Rational(1, 5)));
}

// The derivative of the output in M by differentiating softmax: dA_ij = A_ij (dz_ij - sum_k A_ik
// dz_ik).
Interval squared_form_gradient(const Matrix<Rational>& tokens) {
  const auto input = in<Interval>(tokens), value = in<Interval>(kValue);
  const auto attention = attention_by_softmax(scores_of(input, in<Interval>(kForm)));
  Interval sum(0);
  for (int e = 0; e < 4; ++e) {
    Matrix<Rational> unit = matrix(2, 2, {0, 0, 0, 0});
    unit.data()[e] = 1;
    const auto change = scores_of(input, in<Interval>(unit));
    Matrix<Interval> moved(3, 3);
    for (int i = 0; i < 3; ++i) {
      Interval mean(0);
      for (int k = 0; k < 3; ++k) mean += attention(i, k) * change(i, k);
      for (int j = 0; j < 3; ++j) moved(i, j) = attention(i, j) * (change(i, j) - mean);
    }
    const auto output = product(product(moved, input), value);
    for (int i = 0; i < 3; ++i) sum += pow(output(i, 0), 2);
  }
  return sum;
}

TEST(Attention, HasNoQueryGradientAtEqualTokens) {
  const Interval gradient = squared_form_gradient(matrix(3, 2, {1, 2, 1, 2, 1, 2}));
  EXPECT_TRUE(contains(gradient, Rational(0)));
  EXPECT_TRUE(certainly_less(gradient, Interval("1e-80")));  // the square of rounding
  EXPECT_TRUE(certainly_less(Interval("1/10"), squared_form_gradient(kInput)));
  // Multiples of one token are not enough.
  const auto multiples = matrix(3, 2, {1, 0, 2, 0, -1, 0});
  EXPECT_TRUE(certainly_less(Interval("1/1000"), squared_form_gradient(multiples)));
}

// |residual| of 1 x^T + 10^-k R after attention, as one entry.
Interval residual_at(int k) {
  const Rational epsilon = parse_rational("1e-" + std::to_string(k));
  Matrix<Rational> input = kInput * epsilon;
  for (int i = 0; i < 3; ++i) {
    input(i, 0) += 1;
    input(i, 1) += 2;
  }
  return residual_of(
      attended_by_softmax(in<Interval>(input), in<Interval>(kForm), in<Interval>(kValue)))(0, 0);
}

TEST(Residual, ShrinksWithSlopeThree) {
  // Slopes of log10 |residual| between 10^-k and 10^-(k+1) approach 3 tenfold faster each time.
  Interval slack(1);
  for (int k = 3; k <= 6; ++k) {
    slack /= Interval(10);
    const Interval slope = log(abs(residual_at(k)) / abs(residual_at(k + 1))) / log(Interval(10));
    EXPECT_TRUE(certainly_less(abs(slope - Interval(3)), slack)) << k << ": " << slope;
  }
}

TEST(CubicCoefficient, IsTheLimitOfTheResidual) {
  const auto coefficient = cubic_coefficient(kInput, kForm, kValue);
  const Interval scaled = residual_at(10) / Interval("1e-30");
  EXPECT_TRUE(certainly_less(abs(scaled - Interval(coefficient(0, 0))), Interval("1/10000000")));
}

}  // namespace
}  // namespace lemmascope::signal
