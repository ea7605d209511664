// Where laws about topic models are read off, and the hypotheses they are read under.
#include "properties/topic/topic_sites.hpp"

#include <gtest/gtest.h>

#include "properties/topic/topic_matrices.hpp"

namespace lemmascope::topic {
namespace {

TopicInstance three() { return three_topics_of_two_words(); }

Matrix<Rational> identity_of(const TopicInstance& instance) {
  return Matrix<Rational>::Identity(instance.at.tokens(), instance.at.tokens());
}

Matrix<Rational> off_by_one_entry(const TopicInstance& instance) {
  Matrix<Rational> matrix = identity_of(instance);
  matrix(2, 5) += Rational(1, 9);
  return matrix;
}

TEST(EqualEntries, ReadsEveryEntryAndNamesTheOneThatDiffers) {
  const auto same = equal_entries(identity_of, identity_of)(three());
  EXPECT_EQ(same.relations, 49);
  EXPECT_FALSE(same.failing.has_value());
  const auto other = equal_entries(identity_of, off_by_one_entry)(three());
  ASSERT_TRUE(other.failing.has_value());
  EXPECT_EQ(to_text(other.failing->site), "row=2, column=5");
}

claim::Relation<Rational> words_of_the_first_topic_only(const WordAndTopic& at) {
  return claim::at_most(Rational(at.word), Rational(at.topic == 0 ? 6 : 2));
}

TEST(EveryOtherTopic, PairsEachWordWithTheTopicsItDoesNotBelongTo) {
  const auto outcome = at_every_other_topic(words_of_the_first_topic_only, identity_of)(three());
  EXPECT_EQ(outcome.relations, 6 * 2);
  // The most violated: the last word against the one topic that is neither its own nor the first.
  ASSERT_TRUE(outcome.failing.has_value());
  EXPECT_EQ(to_text(outcome.failing->site), "word=6, topic=1");
}

TopicInstance with(int topics, int v, int tau, Rational mask, Rational correct, Rational random) {
  return {TopicParameters(topics, v, tau, mask, correct, random)};
}

TEST(TopicHypotheses, HoldWhereTheySayAndNowhereElse) {
  const Rational half(1, 2);
  const TopicInstance plain = with(3, 2, 2, half, Rational(1, 4), Rational(1, 4));
  const auto met = [](const claim::Hypothesis<TopicInstance>& hypothesis, const TopicInstance& at) {
    return hypothesis.met(at) == Truth::yes;
  };
  EXPECT_TRUE(met(fewer_topics_per_document(), plain));
  EXPECT_FALSE(met(fewer_topics_per_document(), with(3, 2, 3, half, 0, 0)));
  EXPECT_TRUE(met(several_topics_per_document(), plain));
  EXPECT_FALSE(met(several_topics_per_document(), with(3, 2, 1, half, 0, 0)));
  EXPECT_TRUE(met(several_words_per_topic(), plain));
  EXPECT_FALSE(met(several_words_per_topic(), with(3, 1, 2, half, 0, 0)));
  EXPECT_TRUE(met(positions_are_selected(), plain));
  EXPECT_FALSE(met(positions_are_selected(), with(3, 2, 2, 0, half, half)));
  EXPECT_TRUE(met(correct_words_shown(), plain));
  EXPECT_FALSE(met(correct_words_shown(), with(3, 2, 2, half, 0, half)));
  EXPECT_FALSE(met(correct_words_shown(), with(3, 2, 2, 0, half, half)));
  EXPECT_TRUE(met(no_correct_words(), with(3, 2, 2, half, 0, half)));
  EXPECT_FALSE(met(no_correct_words(), plain));
  EXPECT_TRUE(met(mask_tokens_shown(), plain));
  EXPECT_FALSE(met(mask_tokens_shown(), with(3, 2, 2, half, half, half)));
  EXPECT_TRUE(met(no_random_words(), with(3, 2, 2, half, half, 0)));
  EXPECT_FALSE(met(no_random_words(), plain));
  EXPECT_FALSE(met(no_random_words(), with(3, 2, 2, half, 1, 0)));
  EXPECT_TRUE(met(something_masked(), plain));
  EXPECT_FALSE(met(something_masked(), with(3, 2, 2, half, 1, 0)));
}

TEST(TopicMatrices, OfTheTwoRoutesAgreeOnTheExample) {
  EXPECT_EQ(ridge_value(three()), solved_ridge_value(three()));
  EXPECT_EQ(finite_length_value(three()), solved_finite_length_value(three()));
  EXPECT_EQ(first_gradient(three()), propagated_gradient(three()));
  EXPECT_EQ(ridge_residual(three(), ridge_value(three())), zero_matrix(three()));
  EXPECT_NE(ridge_residual(three(), limit_value(three())), zero_matrix(three()));
  EXPECT_NE(ridge_value(three()), limit_value(three()));
}

}  // namespace
}  // namespace lemmascope::topic
