#include "theory/topic/value_descent.hpp"

#include <gtest/gtest.h>

#include "parameter_points.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

TEST(ValueDescent, ClosedFormEqualsTheIteration) {
  for (const TopicParameters& at : small_models()) {
    const auto moments = limit_moments_by_topic_sets(at);
    for (const Rational& eta : {Rational(1, 2), Rational(7, 5)}) {
      for (const int steps : {0, 1, 2, 7}) {
        const auto closed = descended_value_matrix(at, eta, steps);
        const Matrix<Rational> iterated = descend_value_matrix(moments, eta, steps);
        EXPECT_EQ(block_matrix(at, blocks_of(at, closed)), iterated);
        EXPECT_EQ(risk_of(at, closed), squared_risk(moments, iterated));
      }
    }
  }
}

TEST(ValueDescent, LossFollowsTheTwoRates) {
  const TopicParameters at = three_topics();
  const Rational eta(1, 3);
  const int steps = 9;
  Rational contrast = 1;
  Rational unigram = 1;
  for (int factor = 0; factor < 2 * steps; ++factor) {
    contrast *= 1 - 2 * eta * contrast_strength(at);
    unigram *= 1 - 2 * eta * mean_norm_squared(at);
  }
  const Rational expected =
      Rational(3, 4) + (Rational(1, 4) - Rational(1, 6)) * contrast + Rational(1, 6) * unigram;
  EXPECT_EQ(risk_of(at, descended_value_matrix(at, eta, steps)), expected);
}

TEST(ValueDescent, LearnsTheUnigramDirectionBeforeTheContrastWhenItIsStronger) {
  for (const TopicParameters& at : small_models()) {
    ASSERT_LT(contrast_strength(at), mean_norm_squared(at));
    for (const int steps : {1, 3, 20}) {
      const auto value = descended_value_matrix(at, Rational(1, 2), steps);
      const Rational unigram_learnt = value.unigram * mean_norm_squared(at);
      const Rational contrast_learnt = value.contrast * at.true_share();
      EXPECT_LT(contrast_learnt, unigram_learnt);
      EXPECT_LT(unigram_learnt, 1);
    }
  }
}

TEST(ValueFlow, IsEnclosedBetweenDescentsOfSmallSteps) {
  // (1 - 2 eta x)^(t/eta) < e^(-2xt) < (1 - 2 eta x)^(t/eta - 2xt): checked through 1 - y <= e^-y,
  // which gives contrast(flow) <= contrast(descent); with steps 1/1024 the two agree to a relative
  // 2 x^2 t eta.
  const TopicParameters at = three_topics();
  const auto flowed = flowed_value_matrix(in_arithmetic<Interval>(at), Interval(5));
  const auto descended = descended_value_matrix(at, Rational(1, 1024), 5 * 1024);
  EXPECT_TRUE(certainly_less(flowed.contrast, Interval(descended.contrast)));
  EXPECT_TRUE(certainly_less(flowed.unigram, Interval(descended.unigram)));
  // |e^{-2xt} - (1 - 2 eta x)^{t/eta}| <= 2 x^2 t eta for 0 <= 2 eta x <= 1 (second order of the
  // logarithm).
  const Rational s = contrast_strength(at);
  const Rational bound = 2 * s * s * 5 / 1024 / at.true_share();
  EXPECT_TRUE(certainly_less(Interval(Rational(descended.contrast - bound)), flowed.contrast));
}

}  // namespace
}  // namespace lemmascope::topic
