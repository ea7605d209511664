#include "theory/topic/attention.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "parameter_points.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/first_step.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

Matrix<Rational> frozen_value(const TopicParameters& at) {
  return block_matrix(at, limit_value_matrix(at));
}

/// Positive weights k/6 with 1 <= k <= 18.
AttentionWeights<Rational> any_weights(const TopicParameters& at) {
  AttentionWeights<Rational> weights(at.tokens(), at.tokens());
  for (long i = 0; i < weights.size(); ++i) weights(i) = Rational(*rc::gen::inRange(1, 19), 6);
  return weights;
}

TEST(FirstAttentionGradient, EqualsBackPropagation) {
  for (const TopicParameters& at : small_models()) {
    const Matrix<Rational> closed = block_matrix(at, first_attention_gradient(at));
    EXPECT_EQ(closed, attention_gradient(at, frozen_value(at), uniform_attention(at)));
  }
}

RC_GTEST_PROP(FirstAttentionGradient, EqualsBackPropagationForAnyModel, ()) {
  const TopicParameters at = any_small_model();
  RC_ASSERT(block_matrix(at, first_attention_gradient(at)) ==
            attention_gradient(at, frozen_value(at), uniform_attention(at)));
}

TEST(FirstAttentionGradient, IsAMultipleOfTheContrastProjector) {
  const TopicParameters at = three_topics();
  const Rational scale = -attention_signal(at) * at.words() / (at.topics() - 1);
  EXPECT_EQ(block_matrix(at, first_attention_gradient(at)),
            Matrix<Rational>(contrast_projector(at) * scale));
}

TEST(FirstAttentionGradient, IsZeroAtMaskKeysAndMaskQueries) {
  for (const TopicParameters& at : small_models()) {
    const Matrix<Rational> gradient =
        attention_gradient(at, frozen_value(at), uniform_attention(at));
    for (Token token = 0; token < at.tokens(); ++token) {
      EXPECT_EQ(gradient(kMaskToken, token), 0);
      EXPECT_EQ(gradient(token, kMaskToken), 0);
    }
  }
}

TEST(FirstAttentionGradient, VanishesWithoutCorrectWordsAndWithOneTopicADocument) {
  const Rational tenth(1, 10);
  const TopicParameters no_correct(4, 2, 2, Rational(3, 20), Rational(0), tenth);
  const TopicParameters one_topic(4, 2, 1, Rational(3, 20), tenth, tenth);
  for (const TopicParameters& at : {no_correct, one_topic}) {
    const Matrix<Rational> gradient =
        attention_gradient(at, frozen_value(at), uniform_attention(at));
    EXPECT_EQ(gradient, Matrix<Rational>::Constant(9, 9, Rational(0)));
  }
}

RC_GTEST_PROP(AttentionGradient, IsTheDerivativeOfTheLoss, ()) {
  // The error of a central difference is O(h^2): halving h divides it by four, and only when the
  // slope it is compared with is the true one.
  const TopicParameters at = any_small_model();
  const AttentionWeights<Rational> weights = any_weights(at);
  const Matrix<Rational> value = any_matrix(at.tokens(), at.tokens());
  const long key = *rc::gen::inRange<long>(0, at.tokens());
  const long query = *rc::gen::inRange<long>(0, at.tokens());
  const Rational slope = attention_gradient(at, value, weights)(key, query);
  const auto difference = [&](const Rational& h) {
    AttentionWeights<Rational> up = weights;
    AttentionWeights<Rational> down = weights;
    up(key, query) += h;
    down(key, query) -= h;
    const Rational rise = attention_loss(at, value, up) - attention_loss(at, value, down);
    return Rational(rise / (2 * h) * weights(key, query));  // d/dB = w d/dw
  };
  const Rational coarse = abs(Rational(difference(Rational(1, 1 << 20)) - slope));
  const Rational fine = abs(Rational(difference(Rational(1, 1 << 21)) - slope));
  // Richardson: fine = coarse/4 (1 + O(h^2)); a wrong slope leaves a constant and the ratio near
  // one.
  RC_ASSERT(fine <= coarse * Rational(26, 100));
}

RC_GTEST_PROP(AttentionLoss, DependsOnTopicMassOnly, ()) {
  // Moving attention between two words of one topic, at equal mass, changes no output on the block
  // matrix.
  const TopicParameters at(*rc::gen::inRange(2, 5), 2, 1, Rational(*rc::gen::inRange(1, 12), 12),
                           Rational(1, 3), Rational(*rc::gen::inRange(0, 5), 6));
  AttentionWeights<Rational> weights = any_weights(at);
  const Matrix<Rational> value = frozen_value(at);
  const Rational before = attention_loss(at, value, weights);
  for (Token query = 0; query < at.tokens(); ++query) {
    const Rational moved = weights(2, query) / 2;  // equal shown mass inside a topic for every S
    weights(1, query) += moved;
    weights(2, query) -= moved;
  }
  RC_ASSERT(attention_loss(at, value, weights) == before);
}

RC_GTEST_PROP(OutputFromMasses, EqualsTheMatrixProduct, ()) {
  const TopicParameters at = any_small_model();
  const AttentionWeights<Rational> weights = any_weights(at);
  for (const TopicSet& set : every_topic_set(at.topics(), at.topics_per_document())) {
    const Vector<Rational> shares = attention_shares(at, set, weights, 1);
    const Vector<Rational> output = product(frozen_value(at), shares);
    for (Token word = 1; word < at.tokens(); ++word) {
      const Token first = Token{at.topic_of(word)} * at.words_per_topic() + 1;
      const Rational mass = shares.segment(first, at.words_per_topic()).sum();
      RC_ASSERT(output(word) == output_from_masses(at, Rational(shares(0)), mass));
    }
  }
}

TEST(AttentionLoss, IsLeastAtUniformAttentionWithoutCorrectWords) {
  const TopicParameters at(3, 2, 2, Rational(3, 20), Rational(0), Rational(1, 10));
  EXPECT_EQ(attention_loss(at, frozen_value(at), uniform_attention(at)), least_squared_risk(at));
}

TEST(ReferenceValues, FirstAttentionGradientOfThreeTopics) {
  const auto gradient = first_attention_gradient(three_topics());
  EXPECT_EQ(gradient.same_topic, Rational(-35, 16608));
  EXPECT_EQ(gradient.different_topic, Rational(35, 33216));
}

TEST(ReferenceValues, ValueMatrixIsLearntThisMuchFasterThanAttention) {
  const TopicParameters large(10, 10, 2, Rational(3, 20), Rational(1, 10), Rational(1, 10));
  const auto ratio = [](const TopicParameters& at) {
    return stage_rate_ratio(in_arithmetic<Interval>(at));
  };
  EXPECT_TRUE(contains(printed("26.09"), ratio(three_topics())));
  EXPECT_TRUE(contains(printed("1199.0"), ratio(large)));
}

TEST(AttentionGrowthRate, IsTheRateOfDescentOnSmallKeysAndQueries) {
  // Explicit Euler on W_K, W_Q with the exact gradient at their scores, from entries of order 1e-8:
  // scores are of order 1e-15, so the gradient equals the one at zero to that relative size, far
  // below the discretisation. Euler of step eta multiplies the growing part by 1 + eta c exactly.
  const auto at = in_arithmetic<double>(three_topics());
  const Matrix<double> value = block_matrix(at, limit_value_matrix(at));
  constexpr int kDimension = 4;
  Matrix<double> key(kDimension, at.tokens());
  Matrix<double> query(kDimension, at.tokens());
  for (long i = 0; i < key.size(); ++i) {
    key(i) = 1e-8 * std::sin(1.0 + static_cast<double>(i));
    query(i) = 1e-8 * std::cos(2.0 + 3.0 * static_cast<double>(i));
  }
  const Matrix<double> projector = contrast_projector(at);
  const Matrix<double> start = (key + query) * projector;
  const Matrix<double> start_difference = (key - query) * projector;
  const double eta = 10;
  constexpr int kSteps = 20;
  for (int step = 0; step < kSteps; ++step) {
    const Matrix<double> scores = key.transpose() * query / 2.0;  // sqrt(kDimension) = 2
    const Matrix<double> gradient =
        attention_gradient(at, value, Matrix<double>(scores.array().exp()));
    const Matrix<double> key_step = query * gradient.transpose() / 2.0;
    query -= eta * key * gradient / 2.0;
    key -= eta * key_step;
  }
  const double rate = attention_growth_rate(at, kDimension);
  const Matrix<double> grown = start * std::pow(1 + eta * rate, kSteps);
  const Matrix<double> decayed = start_difference * std::pow(1 - eta * rate, kSteps);
  // Relative error: 20 steps of rounding on 7-term sums plus scores of order 1e-15, below 1e-12.
  const double scale = 1e-12 * start.norm();
  EXPECT_LE(((key + query) * projector - grown).norm(), 10 * scale);
  EXPECT_LE(((key - query) * projector - decayed).norm(), 10 * scale);
}

}  // namespace
}  // namespace lemmascope::topic
