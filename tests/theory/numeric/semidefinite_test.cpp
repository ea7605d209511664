// Positive semidefiniteness: Gram matrices are, a shift below the smallest eigenvalue is not, and
// the boundary is decided exactly in rationals and left open in intervals.
#include "theory/numeric/semidefinite.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/theory/numeric/fractions.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope {
namespace {

Matrix<Rational> two_by_two(int a, int b, int d) {
  Matrix<Rational> matrix(2, 2);
  matrix << Rational(a), Rational(b), Rational(b), Rational(d);
  return matrix;
}

Matrix<Interval> enclosed(const Matrix<Rational>& matrix) {
  Matrix<Interval> result(matrix.rows(), matrix.cols());
  for (Eigen::Index k = 0; k < matrix.size(); ++k) result(k) = Interval(matrix(k));
  return result;
}

Matrix<Rational> any_small_matrix(int rows, int columns) {
  Matrix<Rational> matrix(rows, columns);
  for (Eigen::Index k = 0; k < matrix.size(); ++k) matrix(k) = *rc::gen::inRange(-3, 4);
  return matrix;
}

/// A second route without elimination: every principal minor is >= 0 (determinants by Laplace
/// expansion).
Rational determinant(const Matrix<Rational>& a, const std::vector<int>& rows,
                     std::vector<int> columns) {
  if (rows.empty()) return 1;
  const std::vector<int> below(rows.begin() + 1, rows.end());
  Rational sum = 0;
  int sign = 1;
  for (std::size_t k = 0; k < columns.size(); ++k, sign = -sign) {
    std::vector<int> others = columns;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(k));
    sum += sign * a(rows.front(), columns[k]) * determinant(a, below, others);
  }
  return sum;
}

bool every_principal_minor_is_non_negative(const Matrix<Rational>& a) {
  const int n = static_cast<int>(a.rows());
  for (int mask = 1; mask < (1 << n); ++mask) {
    std::vector<int> chosen;
    for (int i = 0; i < n; ++i) {
      if ((mask >> i) & 1) chosen.push_back(i);
    }
    if (determinant(a, chosen, chosen) < 0) return false;
  }
  return true;
}

TEST(PositiveSemidefinite, DecidesTwoByTwoMatricesByHand) {
  EXPECT_EQ(is_positive_semidefinite(two_by_two(2, 1, 2)), Truth::yes);
  EXPECT_EQ(is_positive_semidefinite(two_by_two(1, 2, 1)), Truth::no);
  EXPECT_EQ(is_positive_semidefinite(two_by_two(1, 1, 1)),
            Truth::yes);  // singular, on the boundary
  EXPECT_EQ(is_positive_semidefinite(two_by_two(0, 0, 0)), Truth::yes);
  EXPECT_EQ(is_positive_semidefinite(two_by_two(0, 1, 0)),
            Truth::no);  // a zero diagonal must have zero rows
  EXPECT_EQ(is_positive_semidefinite(two_by_two(0, 1, 5)), Truth::no);
  EXPECT_EQ(is_positive_semidefinite(two_by_two(-1, 0, 5)), Truth::no);
}

RC_GTEST_PROP(PositiveSemidefinite, AgreesWithPrincipalMinors, ()) {
  const int n = *rc::gen::inRange(1, 5);
  const Matrix<Rational> half = any_small_matrix(n, n);
  const Matrix<Rational> symmetric = half + half.transpose();
  RC_ASSERT(is_positive_semidefinite(symmetric) ==
            truth(every_principal_minor_is_non_negative(symmetric)));
}

RC_GTEST_PROP(PositiveSemidefinite, HoldsForGramMatricesEvenSingularOnes, ()) {
  const int n = *rc::gen::inRange(1, 6);
  const int rank = *rc::gen::inRange(1, 4);
  const Matrix<Rational> factor = any_small_matrix(rank, n);
  const Matrix<Rational> gram = product<Rational>(factor.transpose(), factor);
  RC_ASSERT(is_positive_semidefinite(gram) == Truth::yes);
  // Below zero in one direction: x^T (gram - t e e^T) x < 0 at x = e_0 for t > gram_00.
  Matrix<Rational> spoiled = gram;
  spoiled(0, 0) -= gram(0, 0) + Rational(1, 1000);
  RC_ASSERT(is_positive_semidefinite(spoiled) == Truth::no);
}

RC_GTEST_PROP(PositiveSemidefinite, AnEnclosureNeverContradictsTheFractions, ()) {
  const int n = *rc::gen::inRange(1, 5);
  const Matrix<Rational> half = any_small_matrix(n, n);
  const Matrix<Rational> symmetric = (half + half.transpose()) / Rational(3);
  const Truth answer = is_positive_semidefinite(enclosed(symmetric));
  RC_ASSERT(answer == Truth::unknown || answer == is_positive_semidefinite(symmetric));
}

TEST(PositiveSemidefinite, AnEnclosureOfTheBoundaryIsUnknown) {
  const Matrix<Rational> boundary = two_by_two(1, 1, 1) / Rational(3);
  EXPECT_EQ(is_positive_semidefinite(enclosed(boundary)), Truth::unknown);
  EXPECT_EQ(is_positive_semidefinite(enclosed(two_by_two(2, 1, 2))), Truth::yes);
  EXPECT_EQ(is_positive_semidefinite(enclosed(two_by_two(1, 2, 1))), Truth::no);
}

TEST(PositiveSemidefinite, AnEnclosedDiagonalThatMayBePositiveLeavesTheAnswerOpen) {
  // [[2, 1], [1, 2]] and [[-2, 1], [1, -2]] are both enclosed.
  Matrix<Interval> open = Matrix<Interval>::Constant(2, 2, Interval(1));
  open(0, 0) = Interval::between(-2, 2);
  open(1, 1) = Interval::between(-2, 2);
  EXPECT_EQ(is_positive_semidefinite(open), Truth::unknown);
}

TEST(PositiveSemidefinite, RefusesAMatrixThatIsNotSquare) {
  EXPECT_THROW(is_positive_semidefinite<double>(Matrix<double>::Zero(2, 3)), PreconditionError);
}

}  // namespace
}  // namespace lemmascope
