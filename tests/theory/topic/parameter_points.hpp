// Parameter points shared by the tests of the topic model.
#pragma once

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "theory/topic/parameters.hpp"

namespace lemmascope::topic {

/// Three topics of two words, two a document, BERT's masking: the model of the printed reference
/// values.
inline TopicParameters three_topics() {
  return TopicParameters(3, 2, 2, Rational(3, 20), Rational(1, 10), Rational(1, 10));
}

/// Small models with tau < T over the corners of the masking law: BERT's values, no random words,
/// no correct words, no `[MASK]` tokens, heavy masking, and nothing masked.
inline std::vector<TopicParameters> small_models() {
  const Rational bert(3, 20);
  const Rational tenth(1, 10);
  return {three_topics(),
          TopicParameters(2, 1, 1, bert, tenth, tenth),
          TopicParameters(2, 3, 1, bert, tenth, tenth),
          TopicParameters(4, 1, 2, Rational(1, 2), Rational(1, 3), Rational(0)),
          TopicParameters(4, 2, 3, Rational(2, 5), Rational(0), Rational(1, 4)),
          TopicParameters(3, 2, 1, Rational(1, 3), Rational(2, 5), Rational(3, 5)),
          TopicParameters(5, 1, 3, Rational(9, 10), Rational(1, 7), Rational(2, 7)),
          TopicParameters(3, 1, 2, Rational(0), tenth, tenth)};
}

/// A random model with 2 <= T <= 4, v <= 2, tau < T and probabilities in twelfths; q > 0.
inline TopicParameters any_small_model() {
  const int topics = *rc::gen::inRange(2, 5);
  const int words = *rc::gen::inRange(1, 3);
  const int per_document = *rc::gen::inRange(1, topics);
  const int mask = *rc::gen::inRange(1, 12);
  const int correct = *rc::gen::inRange(0, 13);
  const int random = *rc::gen::inRange(0, 13 - correct);
  return TopicParameters(topics, words, per_document, Rational(mask, 12), Rational(correct, 12),
                         Rational(random, 12));
}

/// Every value that rounds to the printed decimal `text` in its last digit.
inline Interval printed(const std::string& text) {
  Rational half(1, 2);
  for (std::size_t k = text.find('.') + 1; k < text.size(); ++k) half /= 10;
  const Rational value = parse_rational(text);
  return Interval::between(Rational(value - half), Rational(value + half));
}

/// A random fraction k/6 with |k| <= 18.
inline Rational any_fraction() { return Rational(*rc::gen::inRange(-18, 19), 6); }

inline Matrix<Rational> any_matrix(long rows, long columns) {
  Matrix<Rational> matrix(rows, columns);
  for (long i = 0; i < matrix.size(); ++i) matrix(i) = any_fraction();
  return matrix;
}

}  // namespace lemmascope::topic
