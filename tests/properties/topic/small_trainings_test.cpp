// The trainings that claims about stages repeat.
#include "properties/topic/small_trainings.hpp"

#include <gtest/gtest.h>

#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

constexpr SmallTraining kShort{Trained::together, 3, 2, 20, 0.01, 10, 5};

SmallTraining short_on(Trained trained) {
  SmallTraining training = kShort;
  training.trained = trained;
  return training;
}

TEST(SmallTraining, IsTheSameForTheSameTrialAndAnotherForAnother) {
  const auto value_of = [](std::uint32_t run) {
    return train_small(kShort, {20240222, run})->records.back().value.same_topic;
  };
  EXPECT_EQ(value_of(0), value_of(0));
  EXPECT_NE(value_of(0), value_of(1));
  const auto records = train_small(kShort, {20240222, 0})->records;
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records.back().step, 10);
}

TEST(SmallTraining, FreezesTheValueMatrixThatItNames) {
  const auto limit = limit_value_matrix(TopicParametersOf<double>(3, 2, 2, 0.15, 0.1, 0.1));
  const auto on_limit = train_small(short_on(Trained::attention_on_limit), {1, 0})->records.back();
  // A mean over the class rounds once a term.
  EXPECT_DOUBLE_EQ(on_limit.value.same_topic, limit.same_topic);
  EXPECT_DOUBLE_EQ(on_limit.value.different_topic, limit.different_topic);
  const auto on_blocks =
      train_small(short_on(Trained::attention_on_blocks), {1, 0})->records.back();
  EXPECT_EQ(on_blocks.value.same_word, 1);
  EXPECT_EQ(on_blocks.value.same_topic, 1);
  EXPECT_EQ(on_blocks.value.different_topic, 0);
  const auto together = train_small(kShort, {1, 0})->records;
  EXPECT_NE(together.front().value.same_topic, together.back().value.same_topic);
}

TEST(Gaps, AreSameTopicMinusDifferentTopic) {
  TopicRecord record{};
  record.value = {9, 5, 2};
  record.attention = {9, 7, 1};
  EXPECT_EQ(value_gap(record), 3);
  EXPECT_EQ(attention_gap(record), 6);
}

bool never(const statistics::TrialKey&) { return false; }

TEST(Repeated, FixesTheNumbersOfTrialsAndDescribesTheTraining) {
  const auto trials = repeated("it never does", short_on(Trained::attention_on_blocks), never);
  EXPECT_EQ(trials.quick, 48);
  EXPECT_EQ(trials.pr, 96);
  EXPECT_EQ(trials.nightly, 192);
  EXPECT_EQ(trials.least_share, 0.5);
  EXPECT_EQ(trials.description,
            "it never does: key and query on 0/1 topic blocks; T=3, v=2, tau=2, documents of 20 "
            "words, BERT's masking, batches of 10, Adam 0.01, squared loss, start 0.001 U[0,1), 10 "
            "steps recorded every 5");
}

}  // namespace
}  // namespace lemmascope::topic
