// Every number type inside Eigen matrices: sums, products, traces and norms against exact
// fractions.
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "tests/theory/numeric/fractions.hpp"
#include "tests/theory/numeric/refusal.hpp"
#include "theory/numeric/product.hpp"

namespace lemmascope {
namespace {

using testing::exact;

/// A dense matrix of fractions of both signs that no binary format holds exactly.
Matrix<Rational> example(int rows, int columns, int salt) {
  Matrix<Rational> matrix(rows, columns);
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) {
      matrix(i, j) = Rational((i * 7 + j * 13 + salt) % 17 - 8, 3 + (i + 2 * j + salt) % 11);
    }
  }
  return matrix;
}

template <Field N>
Matrix<N> converted(const Matrix<Rational>& matrix) {
  Matrix<N> result(matrix.rows(), matrix.cols());
  for (Eigen::Index k = 0; k < matrix.size(); ++k) result(k) = from_rational<N>(matrix(k));
  return result;
}

Matrix<Rational> magnitudes(Matrix<Rational> matrix) {
  for (Eigen::Index k = 0; k < matrix.size(); ++k) matrix(k) = abs(matrix(k));
  return matrix;
}

/// Is `computed` an acceptable value of the exact sum `sum` of `terms` products with absolute
/// values summing to `scale`? Rational: the sum. Interval: contains it. Floating point with unit
/// roundoff u: each product meets at most terms + 2 roundings (two conversions, one product, terms
/// - 1 sums), so the error is at most k u / (1 - k u) times `scale` with k = terms + 2, in any
/// order of summation (Higham, Accuracy and Stability, section 3.1).
template <Field N>
bool acceptable(const N& computed, const Rational& sum, const Rational& scale, int terms) {
  if constexpr (std::same_as<N, Rational>) {
    return computed == sum;
  } else if constexpr (std::same_as<N, Interval>) {
    return contains(computed, sum) && computed.radius() < Real50("1e-40");
  } else {
    const Rational ku = (terms + 2) * exact(std::numeric_limits<N>::epsilon()) / 2;
    return abs(Rational(exact(computed) - sum)) <= ku / (1 - ku) * scale;
  }
}

template <class N>
class EigenWith : public ::testing::Test {};
using NumberTypes = ::testing::Types<Rational, double, Real50, Real100, Real200, Interval>;
TYPED_TEST_SUITE(EigenWith, NumberTypes);

TYPED_TEST(EigenWith, ProductsMatchTheSumsTheyStandFor) {
  // 3: Eigen's coefficient-wise path; 24: its blocked kernel.
  for (const int n : {1, 3, 24}) {
    const Matrix<Rational> a = example(n, n + 1, 5);
    const Matrix<Rational> b = example(n + 1, n, 11);
    const Matrix<TypeParam> by_eigen = converted<TypeParam>(a) * converted<TypeParam>(b);
    const Matrix<TypeParam> by_product = product(converted<TypeParam>(a), converted<TypeParam>(b));
    const Matrix<Rational> size_a = magnitudes(a);
    const Matrix<Rational> size_b = magnitudes(b);
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < n; ++j) {
        Rational sum = 0;
        Rational scale = 0;
        for (int k = 0; k <= n; ++k) {
          sum += a(i, k) * b(k, j);
          scale += size_a(i, k) * size_b(k, j);
        }
        EXPECT_TRUE(acceptable<TypeParam>(by_eigen(i, j), sum, scale, n + 1)) << by_eigen(i, j);
        EXPECT_TRUE(acceptable<TypeParam>(by_product(i, j), sum, scale, n + 1)) << by_product(i, j);
      }
    }
  }
}

TYPED_TEST(EigenWith, SumsTracesAndDotProductsWork) {
  const Matrix<Rational> a = example(5, 5, 3);
  const Matrix<TypeParam> m = converted<TypeParam>(a);
  Rational trace = 0;
  Rational trace_scale = 0;
  Rational dot = 0;
  Rational dot_scale = 0;
  for (int i = 0; i < 5; ++i) {
    trace += a(i, i);
    trace_scale += abs(a(i, i));
    dot += a(i, 0) * a(i, 1);
    dot_scale += abs(Rational(a(i, 0) * a(i, 1)));
  }
  EXPECT_TRUE(acceptable<TypeParam>(m.trace(), trace, trace_scale, 5));
  EXPECT_TRUE(acceptable<TypeParam>(m.col(0).dot(m.col(1)), dot, dot_scale, 5));
  EXPECT_EQ(Matrix<TypeParam>(m.transpose().transpose()), m);
  EXPECT_EQ(Matrix<TypeParam>(m + Matrix<TypeParam>::Zero(5, 5)), m);
  EXPECT_EQ(Matrix<TypeParam>(m * 2), Matrix<TypeParam>(m + m));
}

TYPED_TEST(EigenWith, TheIdentityIsNeutral) {
  const Matrix<TypeParam> m = converted<TypeParam>(example(4, 4, 1));
  const Matrix<TypeParam> one = Matrix<TypeParam>::Identity(4, 4);
  EXPECT_EQ(Matrix<TypeParam>(one * m), m);
  EXPECT_EQ(product(m, one), m);
  const Vector<TypeParam> column = m.col(2);
  EXPECT_EQ(product(one, column), column);
}

TEST(Product, RefusesFactorsThatDoNotFit) {
  const Matrix<double> a = Matrix<double>::Zero(2, 3);
  EXPECT_EQ(testing::refusal([&] { product(a, a); }),
            "expected factors with equal inner sizes, found 2 x 3 times 2 x 3");
}

}  // namespace
}  // namespace lemmascope
