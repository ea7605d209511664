#include "theory/looped/wishart.hpp"

#include <gtest/gtest.h>

#include "theory/looped/looped_attention.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::looped {
namespace {

TEST(ProductByPairings, IsThatOfAWishartMatrix) {
  const Matrix<Rational> identity = identity_matrix(2);
  EXPECT_EQ(product_by_pairings({{0, 0}}, identity, 7), 7);
  EXPECT_EQ(product_by_pairings({{0, 0}, {0, 0}}, identity, 7), 7 * 9);
  EXPECT_EQ(product_by_pairings({{0, 1}, {0, 1}}, identity, 7), 7);
  EXPECT_EQ(product_by_pairings({{0, 0}, {1, 1}}, identity, 7), 49);
  EXPECT_EQ(product_by_pairings({{0, 0}, {0, 0}, {0, 0}}, identity, 7), 7 * 9 * 11);
  Matrix<Rational> covariance(2, 2);
  covariance << 2, 1, 1, 3;
  EXPECT_EQ(product_by_pairings({{0, 1}}, covariance, 7), 7);
  // E W_12^2 = n (C_11 C_22 + C_12^2) + n^2 C_12^2.
  EXPECT_EQ(product_by_pairings({{0, 1}, {0, 1}}, covariance, 7), 7 * 7 + 49);
}

TEST(AverageByFactor, IsThatOfPairings) {
  for (const int n : {1, 2, 9}) {
    for (int i = 0; i <= 2; ++i) {
      for (int j = 0; j <= 2; ++j) {
        regression::SparsePolynomial<3> monomial;
        monomial.add({i, j, 1}, Rational(1));
        const auto found = average_by_factor(2, n, i + j + 1, [=](const Matrix<Rational>& s) {
          Rational value = s(1, 1);
          for (int k = 0; k < i; ++k) value *= s(0, 0);
          for (int k = 0; k < j; ++k) value *= s(0, 1);
          return Matrix<Rational>(Matrix<Rational>::Constant(1, 1, value));
        });
        EXPECT_EQ(found(0, 0), average_by_pairings(monomial, identity_matrix(2), n));
      }
    }
  }
}

TEST(LimitMoment, IsThatOfASymmetricGaussianMatrix) {
  EXPECT_EQ(limit_moment(1, 3), 8 * 15);  // variance 2
  EXPECT_EQ(limit_moment(3, 1), 12);
  EXPECT_EQ(limit_moment(3, 2), 114);
  EXPECT_EQ(limit_moment(3, 3), 1590);
}

TEST(Averages, RefuseWhatTheyCannotDo) {
  EXPECT_THROW(average_by_factor(3, 4, 2, [](const Matrix<Rational>& s) { return s; }),
               PreconditionError);
  EXPECT_THROW(product_by_pairings(std::vector<Entry>(7, {0, 0}), identity_matrix(1), 2),
               PreconditionError);
}

}  // namespace
}  // namespace lemmascope::looped
