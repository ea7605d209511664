#include "theory/looped/full_loss.hpp"

#include <gtest/gtest.h>

#include "tests/theory/looped/printed_digits.hpp"
#include "theory/looped/isotropic.hpp"
#include "theory/looped/looped_attention.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::looped {
namespace {

TEST(FullLoss, IsTheSameByThreeRoutes) {
  const std::array<Rational, 4> point{Rational(3, 4), Rational(1, 3), Rational(1, 5),
                                      Rational(-1, 7)};
  for (const int loops : {1, 2, 3}) {
    const Rational by_pairings = regression::value_at<Rational, 4>(full_loss(7, loops), point);
    EXPECT_EQ(by_pairings, loss_by_factor(matrix_of(point), 7, loops));
    EXPECT_EQ(by_pairings, loss_with_covariance(matrix_of(point), identity_matrix(2), 7, loops));
  }
}

TEST(FullLoss, IsTheReferencePolynomialOnTheTurnedLine) {
  const auto line = on_the_turned_line(full_loss(20, 2));
  ASSERT_EQ(line.size(), 3u);
  EXPECT_EQ(line[0], (Polynomial{Rational(2), Rational(-8), Rational(69, 5), Rational(-297, 25),
                                 Rational(8437, 2000)}));
  EXPECT_EQ(line[1], (Polynomial{Rational(27, 5), Rational(-297, 25), Rational(6413, 1000)}));
  EXPECT_EQ(line[2], Polynomial{Rational(4389, 2000)});
  EXPECT_EQ(line[0], isotropic_loss({2, 20, 2}));
}

/// Gradient flow from a multiple of I stays on that line: nothing pulls away from it.
TEST(FullLoss, HasNoSlopeAcrossTheIsotropicLine) {
  for (const int loops : {2, 3}) {
    const auto loss = full_loss(20, loops);
    for (const Rational& a : {Rational(0), Rational(1, 2), Rational(3, 2)}) {
      const std::array<Rational, 4> point{a, Rational(0), Rational(0), Rational(0)};
      EXPECT_NE((regression::value_at<Rational, 4>(loss.derivative(0), point)), 0);
      for (int across = 1; across < 4; ++across) {
        EXPECT_EQ((regression::value_at<Rational, 4>(loss.derivative(across), point)), 0);
      }
    }
  }
}

TEST(FullMinimum, HasTheReferenceValues) {
  const FullMinimum least = full_minimum(20, 2);
  EXPECT_TRUE(least.turned);
  EXPECT_TRUE(prints(least.a, "0.8325690025085954325412"));
  EXPECT_TRUE(prints(least.b, "0.1019441943295913485107"));
  EXPECT_TRUE(prints(least.loss, "0.0758037698440750975689"));
  EXPECT_TRUE(prints(least.isotropic, "0.828807986945953"));
  EXPECT_TRUE(prints(least.isotropic_loss, "0.0760173662"));
  const char* hessian[] = {"-0.041004", "1.263826", "1.263826", "1.647983"};
  for (int k = 0; k < 4; ++k) EXPECT_TRUE(prints(least.isotropic_hessian[k], hessian[k]));
}

TEST(TheBestWeights, TurnFromFifteenExamplesOn) {
  for (int n = 2; n <= 14; ++n) {
    const FullMinimum least = full_minimum(n, 2);
    EXPECT_FALSE(least.turned) << n;
    EXPECT_TRUE(certainly_less(Interval(0), least.isotropic_hessian[0])) << n;
  }
  EXPECT_TRUE(full_minimum(15, 2).turned);
  EXPECT_TRUE(prints(full_minimum(14, 2).isotropic_hessian[0], "0.01392"));
  EXPECT_TRUE(prints(full_minimum(15, 2).isotropic_hessian[0], "-0.00112"));
}

TEST(TheBestWeights, TurnByOneOverTheRootOfManyExamples) {
  const int n = 1000000;
  const FullMinimum least = full_minimum(n, 2);
  const Interval squared(Rational(Rational(n) * n));
  EXPECT_TRUE(prints(least.b * least.b * Interval(n), "1.000"));
  EXPECT_TRUE(prints(least.loss * squared, "44.00"));
  EXPECT_TRUE(prints(least.isotropic_loss * squared, "46.00"));
}

TEST(TheBestWeights, TurnForThreeLoopsToo) {
  const FullMinimum least = full_minimum(20, 3);
  EXPECT_TRUE(least.turned);
  EXPECT_TRUE(least.in_a_box);
  EXPECT_TRUE(certainly_less(least.loss, least.isotropic_loss));
  // The exact loss at the middle of the enclosures is just above the least.
  const Rational there = loss_by_factor(
      matrix_of({Rational(least.a.middle()), Rational(least.b.middle()), Rational(0), Rational(0)}),
      20, 3);
  EXPECT_TRUE(certainly_less(abs(Interval(there) - least.loss), Interval("1e-35")));
}

TEST(BiasForm, IsTheSameByTwoRoutes) {
  Matrix<Rational> a(2, 2);
  a << 1, Rational(1, 2), Rational(-1, 2), Rational(3, 4);
  EXPECT_EQ(bias_form(a, 5, 2), bias_form_by_factor(a, 5, 2));
  // One loop: M - I = -S A, E S^2 = (1 + 3/5) I for d = 2, n = 5.
  const Matrix<Rational> once = bias_form(identity_matrix(2), 5, 1);
  EXPECT_EQ(once(0, 0), Rational(8, 5));
  EXPECT_EQ(once(0, 1), 0);
}

TEST(FullLoss, RefusesOtherSizes) {
  EXPECT_THROW(full_loss(3, 4), PreconditionError);
  EXPECT_THROW(full_minimum(1, 2), PreconditionError);
  EXPECT_THROW(bias_form(identity_matrix(3), 2, 1), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::looped
