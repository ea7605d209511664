#include "theory/templates/conditioning.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

template <class N>
Matrix<N>
three_by_three() {  // eigenvalues 1, 2 and 4 with eigenvectors (1,-1,0), (1,1,-1), (1,1,2)
  Matrix<Rational> m(3, 3);
  m << Rational(11, 6), Rational(5, 6), Rational(2, 3),  //
      Rational(5, 6), Rational(11, 6), Rational(2, 3),   //
      Rational(2, 3), Rational(2, 3), Rational(10, 3);
  Matrix<N> result(3, 3);
  for (Eigen::Index e = 0; e < 9; ++e) result.data()[e] = from_rational<N>(m.data()[e]);
  return result;
}

TEST(Determinant, IsTheProductOfEigenvalues) {
  EXPECT_EQ(determinant(three_by_three<Rational>()), 8);
  EXPECT_TRUE(contains(determinant(three_by_three<Interval>()), Rational(8)));
  EXPECT_THROW(determinant(Matrix<Rational>(2, 3)), PreconditionError);
}

TEST(ConditionNumber, IsEnclosedTightly) {
  const Interval found = condition_number(three_by_three<Interval>());
  EXPECT_TRUE(contains(found, Rational(4)));
  EXPECT_LT(found.radius(), Real50("1e-45"));
  EXPECT_LT(abs(condition_number(three_by_three<Real50>()) - 4), Real50("1e-45"));
}

TEST(ConditionNumber, IsRefusedWhereItIsNotCertain) {
  Matrix<Interval> singular = Matrix<Interval>::Constant(2, 2, Interval(1));
  EXPECT_THROW(condition_number(singular), PreconditionError);
  Matrix<Interval> indefinite = singular;
  indefinite(0, 1) = indefinite(1, 0) = Interval(2);  // eigenvalues 3 and -1
  EXPECT_THROW(condition_number(indefinite), PreconditionError);
}

TEST(SolveDefinite, SolvesExactly) {
  Vector<Rational> b(3);
  b << 1, 2, 3;
  const auto x = solve_definite<Rational>(three_by_three<Rational>(), b);
  for (int i = 0; i < 3; ++i) {
    Rational sum(0);
    for (int j = 0; j < 3; ++j) sum += three_by_three<Rational>()(i, j) * x(j);
    EXPECT_EQ(sum, b(i));
  }
  EXPECT_THROW(solve_definite<Rational>(Matrix<Rational>::Constant(3, 3, Rational(1)), b),
               PreconditionError);
}

}  // namespace
}  // namespace lemmascope::templates
