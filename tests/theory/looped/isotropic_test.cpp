#include "theory/looped/isotropic.hpp"

#include <gtest/gtest.h>

#include "tests/theory/looped/printed_digits.hpp"
#include "theory/looped/full_loss.hpp"
#include "theory/looped/wishart.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::looped {
namespace {

TEST(IsotropicLoss, IsTheReferencePolynomial) {
  const Polynomial expected{Rational(2), Rational(-8), Rational(78, 5), Rational(-408, 25),
                            Rational(921, 125)};
  EXPECT_EQ(isotropic_loss({2, 10, 2}), expected);
}

TEST(BestIsotropic, HasTheReferenceValues) {
  struct Row {
    LoopSetting setting;
    const char *step, *loss;
  };
  const Row table[] = {{{1, 10, 2}, "0.7517308442250112823969", "0.06549653480290321852828"},
                       {{1, 10, 3}, "0.6855440648259612970089", "0.035115188262331481184"},
                       {{2, 10, 2}, "0.7068379660285476873794", "0.2151541933423747866391"},
                       {{2, 20, 2}, "0.82880798694595314809", "0.07601736619927178915292"},
                       {{10, 20, 2}, "0.6280774761565799323338", "2.105276754910482702463"},
                       {{10, 40, 2}, "0.7719567164390898249143", "0.8544553851169812112826"}};
  for (const auto& [setting, step, loss] : table) {
    const auto best = best_isotropic(setting);
    EXPECT_TRUE(prints(regression::enclosure_of(best.at), step)) << step;
    EXPECT_TRUE(prints(best.value, loss)) << loss;
    EXPECT_LE(best.at.second - best.at.first, parse_rational("2e-20"));
    // The minimum is certified at the printed digits themselves too: the slope changes its sign.
    const Polynomial slope = regression::derivative_of(isotropic_loss(setting));
    const Rational printed = parse_rational(step), apart = parse_rational("1e-20");
    EXPECT_LT(evaluate(slope, printed - apart), 0) << step;
    EXPECT_GT(evaluate(slope, printed + apart), 0) << step;
  }
  const auto one = best_isotropic({3, 10, 1});
  EXPECT_TRUE(contains(regression::enclosure_of(one.at), Rational(10, 14)));
  EXPECT_TRUE(contains(one.value, Rational(12, 14)));
}

TEST(Expansion, HasTheReferenceLimits) {
  const int limits[] = {12, 114, 1590};
  const char* measured[] = {"11.99999952", "113.99998692", "1589.99965241"};
  const Rational shifts[] = {Rational(4), Rational(5), Rational(116, 19)};
  for (int loops = 1; loops <= 3; ++loops) {
    const Polynomial series = expansion(3, loops, Rational(5, 3));
    for (int k = 0; k < loops; ++k) EXPECT_EQ(series[k], 0);
    EXPECT_EQ(series[loops], limits[loops - 1]);
    EXPECT_EQ(limit_shift(3, loops), shifts[loops - 1]);
    const int n = 100000000;
    Interval scaled = best_isotropic({3, n, loops}).value;
    for (int k = 0; k < loops; ++k) scaled *= Interval(n);
    EXPECT_TRUE(prints(scaled, measured[loops - 1])) << to_text(scaled, 14);
  }
}

TEST(Expansion, HasTheReferenceLimitsForEveryDimension) {
  for (int d = 1; d <= 8; ++d) {
    EXPECT_EQ(limit_moment(d, 1), d * (d + 1));
    EXPECT_EQ(limit_moment(d, 2), d * (2 * d * d + 5 * d + 5));
    EXPECT_EQ(limit_moment(d, 3), d * (5 * d * d * d + 22 * d * d + 52 * d + 41));
    for (int loops = 1; loops <= 3; ++loops) {
      EXPECT_EQ(expansion(d, loops, Rational(1))[loops], limit_moment(d, loops)) << d;
    }
  }
}

TEST(BestIsotropic, ApproachesOneAsItsShiftSays) {
  const char* shifts[] = {"4.00000", "5.00000", "6.10526"};
  const int n = 100000000;
  for (int loops = 1; loops <= 3; ++loops) {
    const Interval a = regression::enclosure_of(best_isotropic({3, n, loops}).at);
    EXPECT_TRUE(prints(Interval(n) * (Interval(1) - a), shifts[loops - 1])) << loops;
  }
}

TEST(LossAtTest, HasTheReferenceValues) {
  const char* table[3][4] = {{"0.26087", "0.07891", "0.03992", "0.03535"},
                             {"0.26469", "0.07602", "0.03252", "0.02179"},
                             {"0.27573", "0.07848", "0.03050", "0.01612"}};
  for (int trained = 1; trained <= 3; ++trained) {
    for (int loops = 1; loops <= 4; ++loops) {
      EXPECT_TRUE(prints(loss_at_test({2, 20, trained}, loops), table[trained - 1][loops - 1]));
    }
  }
}

TEST(ClosenessBound, SaysNothingAtUsualSizes) {
  EXPECT_EQ(examples_for_closeness(1, 1), 262144);
  EXPECT_TRUE(prints(Interval(Rational(examples_for_closeness(1, 2) / 1000000000)), "4.3"));
  EXPECT_TRUE(
      prints(Interval(Rational(examples_for_closeness(10, 2) / parse_rational("1e13"))), "4.3"));
}

TEST(Dominance, HasItsConstantUpToALimit) {
  EXPECT_EQ(most_dimensions_for_dominance(2), 65536);
  EXPECT_EQ(most_dimensions_for_dominance(3), 13824);
  EXPECT_EQ(most_dimensions_for_dominance(5), 10119);
  // 6400^(10/9) = 16946.9...: a rounded table has 16947, where the constant is already too small.
  EXPECT_EQ(most_dimensions_for_dominance(10), 16946);
}

/// The largest loss, on the given side of the best a, at which (L'(a))^2 / d < L^(3/2) / 16 (L = 2;
/// the gradient of a I has norm |L'| / sqrt(d)): between two thousandths of the interval searched.
TEST(Dominance, FailsOnlyNearTheLeastLossAtFinitelyManyExamples) {
  const Polynomial loss = isotropic_loss({10, 40, 2}), slope = regression::derivative_of(loss);
  const auto fails = [&](const Rational& a) {
    const Rational value = evaluate(loss, a), derivative = evaluate(slope, a);
    const Rational squared = derivative * derivative / 10;
    return squared * squared * 256 < value * value * value;
  };
  const Rational best = best_isotropic({10, 40, 2}).at.first;
  const char* printed[] = {"0.86496", "0.86322"};
  for (const int side : {0, 1}) {
    Rational inside = best, outside = best + (side == 0 ? Rational(-1, 10) : Rational(1, 10));
    ASSERT_TRUE(fails(inside));
    ASSERT_FALSE(fails(outside));
    for (int k = 0; k < 40; ++k) {
      const Rational middle = (inside + outside) / 2;
      (fails(middle) ? inside : outside) = middle;
    }
    EXPECT_TRUE(prints(Interval(evaluate(loss, inside)), printed[side]));
  }
}

TEST(TurnedVariation, IsThatOfTheFullPolynomialForTwoCoordinates) {
  for (const int n : {1, 10, 20}) {
    Polynomial expected = on_the_turned_line(full_loss(n, 2))[1];  // E b^2 = 1
    expected.resize(5, Rational(0));
    EXPECT_EQ(turned_variation(2, n), expected);
  }
}

TEST(TurnedVariation, HasTheReferenceValuesAndLimit) {
  const auto at_best = [](int d, int n) {
    const auto best = best_isotropic({d, n, 2});
    return regression::enclosed(turned_variation(d, n), regression::enclosure_of(best.at));
  };
  EXPECT_TRUE(prints(at_best(2, 14), "0.01392"));
  EXPECT_TRUE(prints(at_best(10, 100), "-0.35"));
  EXPECT_TRUE(certainly_less(Interval(0), at_best(10, 40)));
  EXPECT_EQ(turned_variation(3, 7), turned_variation_by_pairings(3, 7));
  const int n = 100000000;
  for (const int d : {2, 3, 10}) {
    EXPECT_TRUE(prints(at_best(d, n) * Interval(n), std::to_string(-2 * d * (d - 1)) + ".00"));
  }
}

TEST(Flow, TakesLongerThanPrinted) {
  // L = 2, to the loss 7^-12: t = (7^6 - 1) / 8 = 14706, printed sqrt(32) 7^4 = 13582.
  EXPECT_EQ(flow_time(2, Rational(1), Rational(343)), 14706);
  const Polynomial series = flow_series(2, Rational(1), 3);
  EXPECT_EQ(series[1], -4);
  EXPECT_EQ(series[2], 24);  // (1 + 8 t)^(-1/2)
  EXPECT_THROW(flow_time(1, Rational(1), Rational(2)), PreconditionError);
}

TEST(LoopSetting, IsRefusedWhereThereIsNone) {
  EXPECT_THROW(isotropic_loss({0, 1, 1}), PreconditionError);
  EXPECT_THROW(isotropic_loss({1, 1, 13}), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::looped
