// Where laws about topic models are read off: whole instances, matrix entries, words against
// topics.
#pragma once

#include "properties/claim/claim_about.hpp"
#include "properties/topic/topic_domains.hpp"
#include "theory/topic/block_values.hpp"

namespace lemmascope::topic {

/// Entry (row, column) of a matrix as claimed and as an independent computation finds it.
struct Entry {
  Token row, column;
  Rational claimed, found;
};

using MatrixOf = Matrix<Rational> (*)(const TopicInstance&);

/// claimed(instance) = found(instance), entry by entry.
claim::Evaluation<TopicInstance> equal_entries(MatrixOf claimed, MatrixOf found);

/// One relation for a whole instance.
claim::Evaluation<TopicInstance> once(claim::Relation<Rational> (*law)(const TopicInstance&));
claim::Evaluation<TopicInstance> once(claim::Relation<Interval> (*law)(const TopicInstance&));

/// A word and a topic that is not its own.
struct WordAndTopic {
  const TopicInstance& instance;
  const Matrix<Rational>& matrix;
  Token word;
  int topic;
};

/// A law at every word and every other topic, reading one matrix of the instance.
claim::Evaluation<TopicInstance> at_every_other_topic(
    claim::Relation<Rational> (*law)(const WordAndTopic&), MatrixOf matrix);

/// A law at every entry (row, column) of an enclosed matrix.
claim::Evaluation<TopicInstance> at_every_entry(
    Matrix<Interval> (*matrix)(const TopicInstance&),
    claim::Relation<Interval> (*law)(const Interval& entry));

/// The masking law as it stands, in intervals.
inline TopicParametersOf<Interval> enclosed(const TopicInstance& instance) {
  return in_arithmetic<Interval>(instance.at);
}

// Hypotheses with their checkers.
claim::Hypothesis<TopicInstance> fewer_topics_per_document();
claim::Hypothesis<TopicInstance> several_topics_per_document();
claim::Hypothesis<TopicInstance> several_words_per_topic();
claim::Hypothesis<TopicInstance> positions_are_selected();
claim::Hypothesis<TopicInstance> correct_words_shown();
claim::Hypothesis<TopicInstance> no_correct_words();
claim::Hypothesis<TopicInstance> mask_tokens_shown();
claim::Hypothesis<TopicInstance> no_random_words();
claim::Hypothesis<TopicInstance> something_masked();
claim::Hypothesis<TopicInstance> shown_words_identify_values();
claim::Hypothesis<TopicInstance> positive_penalty();

inline constexpr const char* kTopicPaper = "arXiv 2303.04245";
inline constexpr const char* kEmbeddingTheorem = "theorem on the optimal token embedding";
inline constexpr const char* kValueTheorem = "theorem on the optimal value matrix (stage 1)";
inline constexpr const char* kAttentionTheorem = "theorem on the optimal attention (stage 2)";
inline constexpr const char* kWordingUncertain =
    "the exact wording, normalisation and hypotheses of the printed statement are not confirmed; "
    "what is checked is derived here";

}  // namespace lemmascope::topic
