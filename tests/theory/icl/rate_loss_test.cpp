#include "theory/icl/rate_loss.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

using regression::gaussian_law;
using regression::uniform_law;

/// Is the value within one unit of the last of the digits after the point?
bool prints(const Interval& value, const std::string& text) {
  const Rational printed = parse_rational(text);
  const Rational unit = parse_rational("1e-" + std::to_string(text.size() - text.find('.') - 1));
  return contains(Interval::between(printed - unit, printed + unit), value);
}

Interval rate_of(const regression::Least& best, int context) {
  return regression::enclosure_of(best.at) * Interval(context);
}

TEST(OneStep, HasTheReferenceOptimum) {
  const Setting half{{10, 10}, uniform_law(Rational(1, 2))};
  EXPECT_EQ(best_one_step_rate(half), Rational(200, 33));
  EXPECT_EQ(best_one_step_half_loss(half), Rational(245, 1188));
  EXPECT_EQ(evaluate(half_loss(half, 1), Rational(20, 33)), Rational(245, 1188));
  const Setting whole{{10, 10}, uniform_law(Rational(1))};
  EXPECT_EQ(best_one_step_rate(whole), Rational(50, 33));
  EXPECT_EQ(best_one_step_half_loss(whole), Rational(245, 297));
  const Setting gaussian{{10, 10}, gaussian_law()};
  EXPECT_EQ(best_one_step_rate(gaussian), Rational(10, 21));
  EXPECT_EQ(best_one_step_half_loss(gaussian), Rational(55, 21));
}

/// The vertex of E |I - t C'|^2 from its moments over every choice of matching points.
TEST(CentredStep, HasTheLossOfItsMoments) {
  for (const auto& law : {uniform_law(Rational(1, 2)), gaussian_law()}) {
    for (const auto& [d, n] : {std::pair{1, 2}, {2, 2}, {1, 4}}) {
      const Setting setting{{d, n}, law};
      const auto moment = [&](int power) {
        return regression::average_over_points(
            setting.shape, law, 2 * power, [&, n = n](const Matrix<Rational>& x) {
              const Vector<Rational> mean = x.rowwise().sum() / Rational(n);
              Matrix<Rational> centred = x;
              for (int i = 0; i < n; ++i) centred.col(i) -= mean;
              const Matrix<Rational> c = centred * x.transpose();
              return Rational(power == 1 ? c.trace() : (c * c.transpose()).trace());
            });
      };
      const Rational first = moment(1), second = moment(2);
      EXPECT_EQ(best_centred_half_loss(setting),
                regression::variance(law) / 2 * (d - first * first / second));
    }
  }
  // Worse than a step on the inputs as they are.
  const Setting usual{{10, 10}, uniform_law(Rational(1, 2))};
  EXPECT_GT(best_centred_half_loss(usual), best_one_step_half_loss(usual));
  EXPECT_THROW(best_centred_half_loss({{2, 1}, gaussian_law()}), PreconditionError);
}

TEST(TwoSteps, HaveTheReferenceOptimum) {
  const auto best =
      regression::least_of_convex(half_loss({{10, 10}, uniform_law(Rational(1, 2))}, 2));
  EXPECT_TRUE(prints(rate_of(best, 10), "5.984172260247180935108"));
  EXPECT_TRUE(prints(best.value, "0.1566151708361956048925"));
}

TEST(ThreeSteps, AreDoneForAHundredExamples) {
  const Setting setting{{10, 100}, gaussian_law()};
  const auto three = regression::least_of_convex(half_loss(setting, 3)),
             two = regression::least_of_convex(half_loss(setting, 2));
  EXPECT_TRUE(certainly_less(three.value, two.value));
}

struct PlusPlusReference {
  int context;
  const char *gamma, *rate, *half_loss, *two_steps, *one_step;
};

TEST(PlusPlus, HasTheReferenceOptimum) {
  const PlusPlusReference table[] = {
      {10, "0.175985013509779169", "13.4957387845777941", "0.11049468218755986",
       "0.156615170836195605", "0.206228956228956229"},
      {50, "0.0560495137782121862", "19.8164077315157062", "0.00254788509570508922",
       "0.0213521306904286821", "0.0682831661092530658"}};
  for (const auto& row : table) {
    const Setting setting{{10, row.context}, uniform_law(Rational(1, 2))};
    const PlusPlusOptimum found = best_plus_plus(setting);
    const PlusPlusPoint& best = found.candidates[found.best];
    EXPECT_EQ(found.candidates.size(), 4u);
    EXPECT_TRUE(prints(best.gamma, row.gamma));
    EXPECT_TRUE(prints(best.step * Interval(row.context), row.rate));
    EXPECT_TRUE(prints(best.half_loss, row.half_loss));
    EXPECT_TRUE(prints(regression::least_of_convex(half_loss(setting, 2)).value, row.two_steps));
    EXPECT_TRUE(prints(Interval(best_one_step_half_loss(setting)), row.one_step));
  }
}

TEST(PlusPlus, HasEightCriticalPointsForAHundredExamples) {
  const PlusPlusOptimum found = best_plus_plus({{10, 100}, uniform_law(Rational(1, 2))});
  EXPECT_EQ(found.candidates.size(), 8u);
  EXPECT_TRUE(prints(Interval(found.towards_infinity), "0.182"));
  EXPECT_TRUE(prints(
      Interval(best_plus_plus({{10, 10}, uniform_law(Rational(1, 2))}).towards_infinity), "0.340"));
}

TEST(PlusPlus, HasFourCriticalPointsForTwentyFiveExamples) {
  EXPECT_EQ(best_plus_plus({{10, 25}, uniform_law(Rational(1, 2))}).candidates.size(), 4u);
}

/// In gamma, of both conditions on a critical point without the factor t: the degree of the spec.
TEST(PlusPlus, HasAResultantOfDegreeEighteen) {
  for (const int context : {10, 25, 50, 100}) {
    const auto loss = plus_plus_half_loss({{10, context}, uniform_law(Rational(1, 2))});
    regression::SparsePolynomial<2> along_step, along_gamma;  // in (gamma, t)
    for (const auto& [e, c] : loss.derivative(0).terms()) along_step.add({e[1], e[0]}, c);
    for (const auto& [e, c] : loss.derivative(1).terms()) along_gamma.add({e[1], e[0] - 1}, c);
    Polynomial resultant = regression::resultant(regression::bivariate(along_step),
                                                 regression::bivariate(along_gamma));
    while (resultant.back() == 0) resultant.pop_back();
    EXPECT_EQ(resultant.size(), 19u) << context;
  }
}

TEST(PlusPlus, HasAQuarterOfGammaOnTwiceTheInterval) {
  const auto gamma = [](const Rational& size) {
    const PlusPlusOptimum found = best_plus_plus({{3, 4}, uniform_law(size)});
    return found.candidates[found.best].gamma;
  };
  EXPECT_TRUE(overlaps(gamma(Rational(1)) * Interval(4), gamma(Rational(1, 2))));
}

/// Trained ones, one training each: within three per cent, and a quarter of that with the law of
/// the text.
TEST(PlusPlus, HasItsBestGammaNearTheAuthorsTrainedOnes) {
  const std::pair<int, const char*> trained[] = {
      {10, "0.179"}, {25, "0.099"}, {50, "0.056"}, {100, "0.029"}};
  for (const auto& [context, text] : trained) {
    const PlusPlusOptimum found = best_plus_plus({{10, context}, uniform_law(Rational(1, 2))});
    const Interval& gamma = found.candidates[found.best].gamma;
    const Rational printed = parse_rational(text), apart = printed * Rational(3, 100);
    EXPECT_TRUE(contains(Interval::between(printed - apart, printed + apart), gamma)) << context;
  }
  const PlusPlusOptimum of_the_text = best_plus_plus({{10, 10}, uniform_law(Rational(1))});
  EXPECT_TRUE(
      prints(of_the_text.candidates[of_the_text.best].gamma * Interval(4), "0.175985013509779169"));
}

TEST(SeparateRates, AreNoWorseThanSharedOnes) {
  const Setting setting{{2, 3}, uniform_law(Rational(1, 2))};
  const SeparateOptimum apart = best_separate(setting);
  const PlusPlusOptimum shared = best_plus_plus(setting);
  EXPECT_TRUE(certainly_less(apart.candidates[apart.best].half_loss,
                             shared.candidates[shared.best].half_loss));
}

TEST(InputScale, GivesTheReferenceLoss) {
  const Setting setting{{10, 10}, uniform_law(Rational(1, 2))};
  const Rational at_half = evaluate(scaled_half_loss(setting, 1, Rational(1, 2)), Rational(20, 33));
  EXPECT_EQ(at_half, Rational(5, 48) * (1 - Rational(25, 99) + Rational(50, 16 * 99)));
  EXPECT_TRUE(prints(Interval(at_half), "0.0811500420875"));
  for (const Rational& alpha : {Rational(1, 3), Rational(1), Rational(2), Rational(7, 2)}) {
    const Rational squared = alpha * alpha;
    EXPECT_EQ(evaluate(scaled_half_loss(setting, 1, alpha), Rational(20, 33)),
              Rational(5, 12) * squared *
                  (1 - Rational(100, 99) * squared + Rational(50, 99) * squared * squared));
  }
}

}  // namespace
}  // namespace lemmascope::icl
