#include "theory/topic/symmetric_attention.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "parameter_points.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/attention.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

TopicParameters bert_model(int topics, int words, int per_document) {
  return TopicParameters(topics, words, per_document, Rational(3, 20), Rational(1, 10),
                         Rational(1, 10));
}

RC_GTEST_PROP(SymmetricAttentionLoss, EqualsTheSumOverDocumentsAndQueries, ()) {
  const TopicParameters at = any_small_model();
  const Rational ratio(*rc::gen::inRange(1, 60), 6);
  const Rational mask_weight(*rc::gen::inRange(0, 20), 7);
  const Matrix<Rational> value = block_matrix(at, limit_value_matrix(at));
  RC_ASSERT(symmetric_attention_loss(at, ratio, mask_weight) ==
            attention_loss(at, value, symmetric_attention(at, ratio, mask_weight)));
}

TEST(SymmetricAttentionLoss, EqualsTheSumOverDocumentsAtTheCorners) {
  for (const TopicParameters& at : small_models()) {
    const Matrix<Rational> value = block_matrix(at, limit_value_matrix(at));
    EXPECT_EQ(symmetric_attention_loss(at, Rational(7, 3), Rational(2, 5)),
              attention_loss(at, value, symmetric_attention(at, Rational(7, 3), Rational(2, 5))));
  }
}

TEST(OptimalRatio, IsTheClosedFormWithoutRandomWordsAndMaskKeys) {
  const TopicParameters models[] = {
      TopicParameters(3, 2, 2, Rational(3, 20), Rational(1, 10), Rational(0)),
      TopicParameters(7, 1, 4, Rational(1, 3), Rational(2, 5), Rational(0)),
      TopicParameters(50, 9, 3, Rational(1, 2), Rational(1, 5), Rational(0))};
  for (const TopicParameters& at : models) {
    const Rational closed = optimal_ratio_without_random(at);
    EXPECT_TRUE(contains(optimal_ratio(at, Rational(0)).ratio, closed));
    // q-share: own-topic mass (1 + (tau - 1) q) / tau.
    const Rational tau(at.topics_per_document());
    EXPECT_EQ(closed / (closed + tau - 1), (1 + (tau - 1) * at.true_share()) / tau);
  }
}

TEST(ManyTopicsRatio, GrowsLinearlyInTopicsPerDocument) {
  // With c = tau a the limit is (q (tau (1 + a) - 1) + r) / (1 - q), where r lies in (0, 1): from
  // tau to 2 tau it grows by tau q (1 + a) / (1 - q) up to 1 / (1 - q).
  constexpr int kTau = 1000000;
  const TopicParameters at = bert_model(3 * kTau, 1, kTau);
  const Rational q = at.true_share();
  const Rational a = (at.random_share() + at.mask_share()) / q;
  const Rational growth = many_topics_ratio(bert_model(3 * kTau, 1, 2 * kTau), Rational(1)) -
                          many_topics_ratio(at, Rational(1));
  EXPECT_LE(abs(Rational(growth - kTau * q * (1 + a) / (1 - q))), 1 / (1 - q));
}

TEST(OptimalRatio, TendsToTheManyTopicsLimitLikeOneOverT) {
  // With a thousand times the topics the distance to the limit is a thousandth: from 10^6 to 10^9
  // topics within one per cent, the next order being a factor 1 + O(10^-6 tau^2).
  for (const int tau : {2, 4}) {
    for (const Rational& mask_weight : {Rational(0), Rational(1), Rational(3)}) {
      const Interval limit(many_topics_ratio(bert_model(10, 3, tau), mask_weight));
      const Interval near = limit - optimal_ratio(bert_model(1000000, 3, tau), mask_weight).ratio;
      const Interval nearer =
          limit - optimal_ratio(bert_model(1000000000, 3, tau), mask_weight).ratio;
      const Interval quotient = near / (nearer * Interval(1000));
      EXPECT_TRUE(contains(Interval::between(Rational(99, 100), Rational(101, 100)), quotient));
    }
  }
}

RC_GTEST_PROP(OptimalRatio, ExceedsOneWhenWordsAreShownCorrectlyInDocumentsOfSeveralTopics, ()) {
  const int topics = *rc::gen::inRange(3, 12);
  const int tau = *rc::gen::inRange(2, topics);
  const int correct = *rc::gen::inRange(1, 12);
  const TopicParameters at(topics, *rc::gen::inRange(1, 5), tau,
                           Rational(*rc::gen::inRange(1, 12), 12), Rational(correct, 12),
                           Rational(*rc::gen::inRange(0, 13 - correct), 12));
  RC_ASSERT(certainly_less(Interval(1), optimal_ratio(at, Rational(1)).ratio));
}

TEST(CriticalRatios, AreWhereTheSlopeChangesSign) {
  const TopicParameters at = three_topics();
  const auto roots = critical_ratios(at, Rational(1), Rational(1, 1000000));
  ASSERT_EQ(roots.size(), 1U);
  EXPECT_LE(roots[0].upper - roots[0].lower, Rational(1, 1000000));
  const auto loss = [&](const Rational& ratio) {
    return symmetric_attention_loss(at, ratio, Rational(1));
  };
  EXPECT_LT(loss(roots[0].lower), loss(roots[0].lower - Rational(1, 100)));
  EXPECT_LT(loss(roots[0].upper), loss(roots[0].upper + Rational(1, 100)));
}

TEST(CriticalRatios, AreThreeForManyTopicsWithoutMaskKeysAndTheFirstIsBest) {
  const TopicParameters at = bert_model(1000, 3, 2);
  const auto roots = critical_ratios(at, Rational(0), Rational(1, 1000));
  ASSERT_EQ(roots.size(), 3U);
  const Interval best = optimal_ratio(at, Rational(0)).ratio;
  EXPECT_TRUE(contains(Interval::between(roots[0].lower, roots[0].upper), best));
  EXPECT_EQ(critical_ratios(at, Rational(1), Rational(1, 1000)).size(), 1U);
}

TEST(CriticalRatios, AreNoneWhenAttentionHasNothingToChoose) {
  // tau = 1, p_r = 0: only one topic is ever shown, so the ratio changes nothing.
  const TopicParameters at(3, 2, 1, Rational(3, 20), Rational(1, 10), Rational(0));
  EXPECT_TRUE(critical_ratios(at, Rational(0), Rational(1, 100)).empty());
}

/// Descent on all scores at once from uniform attention, to a vanishing gradient.
AttentionWeights<double> descended_weights(const TopicParametersOf<double>& at,
                                           const Matrix<double>& value) {
  Matrix<double> scores = Matrix<double>::Constant(at.tokens(), at.tokens(), 0.0);
  for (int step = 0; step < 50000; ++step) {
    scores -= 2.0 * attention_gradient(at, value, Matrix<double>(scores.array().exp()));
  }
  return scores.array().exp().matrix();
}

TEST(OptimalAttention, IsWhereDescentOnAllScoresEnds) {
  const TopicParameters models[] = {
      bert_model(3, 1, 2), TopicParameters(3, 2, 2, Rational(1, 2), Rational(1, 2), Rational(1, 4)),
      TopicParameters(4, 1, 3, Rational(1, 2), Rational(1, 3), Rational(1, 3))};
  for (const TopicParameters& model : models) {
    const auto at = in_arithmetic<double>(model);
    const Matrix<double> value = block_matrix(at, limit_value_matrix(at));
    const AttentionWeights<double> weights = descended_weights(at, value);
    const OptimalAttention best = optimal_attention(model);
    const double ratio = best.ratio.middle().convert_to<double>();
    const double mask_weight = best.mask_weight.middle().convert_to<double>();
    const double loss = best.loss.middle().convert_to<double>();
    // Losses agree to rounding: sums of at most 3 * 7 * 7 terms of order one.
    EXPECT_LE(std::abs(attention_loss(at, value, weights) - loss), 147 * std::ldexp(1.0, -53));
    // Descent stops where the gradient is rounding, about 1e-17; with a curvature of 1e-4 or more
    // that is 1e-13 in the scores. Ten digits are asked for.
    constexpr double kTenDigits = 0.5e-10;
    for (Token query = 1; query < at.tokens(); ++query) {
      const Token own = Token{at.topic_of(query)} * at.words_per_topic() + 1;
      const Token other = Token{(at.topic_of(query) + 1) % at.topics()} * at.words_per_topic() + 1;
      EXPECT_LE(std::abs(weights(own, query) / weights(other, query) / ratio - 1), kTenDigits);
      EXPECT_LE(std::abs(weights(0, query) / weights(other, query) / mask_weight - 1), kTenDigits);
    }
    for (Token key = 0; key < at.tokens(); ++key) {
      EXPECT_LE(std::abs(weights(key, kMaskToken) - 1), kTenDigits);
    }
  }
}

TEST(OptimalAttention, HasAVanishingBackPropagatedGradient) {
  const TopicParameters model = three_topics();
  const auto at = in_arithmetic<Interval>(model);
  const OptimalAttention best = optimal_attention(model);
  const Matrix<Interval> gradient =
      attention_gradient(at, block_matrix(at, limit_value_matrix(at)),
                         symmetric_attention(at, best.ratio, best.mask_weight));
  for (Eigen::Index i = 0; i < gradient.size(); ++i) {
    EXPECT_TRUE(contains(gradient(i), Rational(0)));
    EXPECT_LT(gradient(i).radius(), Real50("1e-35"));
  }
}

TEST(OptimalAttention, RefusesModelsWithoutMaskKeys) {
  const TopicParameters at(3, 2, 2, Rational(3, 20), Rational(1, 2), Rational(1, 2));
  EXPECT_THROW(optimal_attention(at), PreconditionError);
}

TEST(ReferenceValues, OptimalRatioOfThreeTopics) {
  const OptimalRatio best = optimal_ratio(three_topics(), Rational(1));
  EXPECT_TRUE(contains(printed("3.4312670082510132352"), best.ratio));
  EXPECT_TRUE(contains(printed("0.73509865295398750517"), best.loss));
}

TEST(ReferenceValues, OptimalRatioPerTopicForTenTopics) {
  for (const auto& [tau, per_tau, per_topic] :
       {std::tuple{2, "2.93", "0.59"}, {4, "2.03", "0.81"}}) {
    const Interval ratio = optimal_attention(bert_model(10, 10, tau)).ratio;
    EXPECT_TRUE(contains(printed(per_tau), ratio / Interval(tau))) << ratio;
    EXPECT_TRUE(contains(printed(per_topic), ratio / Interval(10))) << ratio;
  }
}

}  // namespace
}  // namespace lemmascope::topic
