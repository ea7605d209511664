#include "properties/topic/topic_sites.hpp"

namespace lemmascope::topic {

using claim::Evaluation;
using claim::Findings;
using claim::Hypothesis;
using claim::Relation;

Evaluation<TopicInstance> equal_entries(MatrixOf claimed, MatrixOf found) {
  return [claimed, found](const TopicInstance& instance) {
    const Matrix<Rational> left = claimed(instance);
    const Matrix<Rational> right = found(instance);
    Findings<Rational> findings;
    for (int i = 0; i < left.rows(); ++i) {
      for (int j = 0; j < left.cols(); ++j) {
        findings.add(claim::equals(left(i, j), right(i, j)), claim::site("row", i, "column", j));
      }
    }
    return findings.outcome();
  };
}

namespace {

template <Field N>
Evaluation<TopicInstance> one_relation(Relation<N> (*law)(const TopicInstance&)) {
  return [law](const TopicInstance& instance) {
    Findings<N> findings;
    findings.add(law(instance));
    return findings.outcome();
  };
}

Hypothesis<TopicInstance> hypothesis(const char* name, const char* statement,
                                     bool (*met)(const TopicParameters&)) {
  return {name, statement,
          [met](const TopicInstance& instance) { return truth(met(instance.at)); }};
}

}  // namespace

Evaluation<TopicInstance> once(Relation<Rational> (*law)(const TopicInstance&)) {
  return one_relation(law);
}

Evaluation<TopicInstance> once(Relation<Interval> (*law)(const TopicInstance&)) {
  return one_relation(law);
}

Evaluation<TopicInstance> at_every_other_topic(Relation<Rational> (*law)(const WordAndTopic&),
                                               MatrixOf matrix_of) {
  return [law, matrix_of](const TopicInstance& instance) {
    const Matrix<Rational> matrix = matrix_of(instance);
    Findings<Rational> findings;
    for (Token word = 1; word < instance.at.tokens(); ++word) {
      for (int topic = 0; topic < instance.at.topics(); ++topic) {
        if (topic == instance.at.topic_of(word)) continue;
        findings.add(law({instance, matrix, word, topic}),
                     claim::site("word", static_cast<int>(word), "topic", topic));
      }
    }
    return findings.outcome();
  };
}

Evaluation<TopicInstance> at_every_entry(Matrix<Interval> (*matrix_of)(const TopicInstance&),
                                         Relation<Interval> (*law)(const Interval&)) {
  return [matrix_of, law](const TopicInstance& instance) {
    const Matrix<Interval> matrix = matrix_of(instance);
    Findings<Interval> findings;
    for (int i = 0; i < matrix.rows(); ++i) {
      for (int j = 0; j < matrix.cols(); ++j) {
        findings.add(law(matrix(i, j)), claim::site("row", i, "column", j));
      }
    }
    return findings.outcome();
  };
}

Hypothesis<TopicInstance> fewer_topics_per_document() {
  return hypothesis(
      "tau < T", "documents have fewer topics than there are",
      [](const TopicParameters& at) { return at.topics_per_document() < at.topics(); });
}
Hypothesis<TopicInstance> several_topics_per_document() {
  return hypothesis("tau >= 2", "a document has at least two topics",
                    [](const TopicParameters& at) { return at.topics_per_document() >= 2; });
}
Hypothesis<TopicInstance> several_words_per_topic() {
  return hypothesis("v >= 2", "a topic has at least two words",
                    [](const TopicParameters& at) { return at.words_per_topic() >= 2; });
}
Hypothesis<TopicInstance> positions_are_selected() {
  return hypothesis("p_m > 0", "some positions are selected, or there is no loss",
                    [](const TopicParameters& at) { return at.mask() > 0; });
}
Hypothesis<TopicInstance> correct_words_shown() {
  return hypothesis("p_c > 0", "selected positions sometimes show their word",
                    [](const TopicParameters& at) { return at.mask() > 0 && at.correct() > 0; });
}
Hypothesis<TopicInstance> no_correct_words() {
  return hypothesis("p_c = 0", "selected positions never show their word on purpose",
                    [](const TopicParameters& at) { return at.correct() == 0; });
}
Hypothesis<TopicInstance> mask_tokens_shown() {
  return hypothesis("mu > 0", "[MASK] is shown",
                    [](const TopicParameters& at) { return at.mask_share() > 0; });
}
Hypothesis<TopicInstance> no_random_words() {
  return hypothesis(
      "p_r = 0, q < 1", "no random words are shown, but something is masked",
      [](const TopicParameters& at) { return at.random() == 0 && at.true_share() < 1; });
}
Hypothesis<TopicInstance> shown_words_identify_values() {
  return {"N >= 2 or p_c + p_r > 0",
          "a document has other positions to look at, or its selected ones show words",
          [](const TopicInstance& instance) {
            return truth(instance.length >= 2 || instance.at.correct() + instance.at.random() > 0);
          }};
}
Hypothesis<TopicInstance> positive_penalty() {
  return {"lambda > 0", "the penalty is positive",
          [](const TopicInstance& instance) { return truth(instance.penalty > 0); }};
}
Hypothesis<TopicInstance> something_masked() {
  return hypothesis("q < 1", "some shown tokens are not true words",
                    [](const TopicParameters& at) { return at.true_share() < 1; });
}

}  // namespace lemmascope::topic
