#include "theory/topic/solution_set.hpp"

#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/documents.hpp"
#include "theory/topic/require_contrast.hpp"

namespace lemmascope::topic {
namespace {

void require_shape(const TopicParameters& at, const Matrix<Rational>& matrix,
                   const Vector<Rational>& vector) {
  require(
      matrix.rows() == at.tokens() && matrix.cols() == at.tokens() && vector.size() == at.tokens(),
      "a token matrix and vector need one row (and column) for every word and [MASK]");
  require_contrast(at, "the set of optima");
}

Rational topic_sum(const TopicParameters& at, const Matrix<Rational>& matrix, Token row,
                   int topic) {
  const Token first = Token{topic} * at.words_per_topic() + 1;
  return matrix.row(row).segment(first, at.words_per_topic()).sum();
}

/// What the topic sum of a row exceeds its offset by.
Rational own_topic_excess(const TopicParameters& at, Token row, int topic) {
  const bool own = row != kMaskToken && at.topic_of(row) == topic;
  return own ? Rational(1 / at.true_share()) : Rational(0);
}

/// What mu M_i0 + b_i must be, given the offset u_i.
Rational mask_target(const TopicParameters& at, Token row, const Rational& offset) {
  const Rational unigram = -(1 - at.mask_share()) * offset / at.words_per_topic();
  if (row == kMaskToken) return unigram;
  return unigram - at.random_share() / (Rational(at.words()) * at.true_share());
}

/// The offset that makes `mask_target` zero: the only one possible without `[MASK]` keys and bias.
Rational forced_offset(const TopicParameters& at, Token row) {
  if (row == kMaskToken) return Rational(0);
  return -at.random_share() * at.words_per_topic() /
         (Rational(at.words()) * at.true_share() * (1 - at.mask_share()));
}

}  // namespace

bool meets_optimum_conditions(const TopicParameters& at, const Matrix<Rational>& matrix,
                              const Vector<Rational>& bias) {
  require_shape(at, matrix, bias);
  for (Token row = 0; row < at.tokens(); ++row) {
    const Rational offset = topic_sum(at, matrix, row, 0) - own_topic_excess(at, row, 0);
    for (int topic = 1; topic < at.topics(); ++topic) {
      if (topic_sum(at, matrix, row, topic) != offset + own_topic_excess(at, row, topic)) {
        return false;
      }
    }
    const Rational shown = at.mask_share() * matrix(row, kMaskToken) + bias(row);
    if (shown != mask_target(at, row, offset)) return false;
  }
  return true;
}

bool fits_every_topic_set(const TopicParameters& at, const Matrix<Rational>& matrix,
                          const Vector<Rational>& bias) {
  require_shape(at, matrix, bias);
  for (const TopicSet& set : every_topic_set(at.topics(), at.topics_per_document())) {
    const Vector<Rational> output = product(matrix, shown_token_law(at, set)) + bias;
    if (output != true_word_law(at, set)) return false;
  }
  return true;
}

Matrix<Rational> optimal_value_matrix(const TopicParameters& at, const Matrix<Rational>& shape,
                                      const Vector<Rational>& offsets) {
  require_shape(at, shape, offsets);
  Matrix<Rational> matrix = shape;
  const Rational mu = at.mask_share();
  for (Token row = 0; row < at.tokens(); ++row) {
    const Rational offset = mu == 0 ? forced_offset(at, row) : offsets(row);
    for (int topic = 0; topic < at.topics(); ++topic) {
      const Rational wanted = offset + own_topic_excess(at, row, topic);
      const Rational shift = (wanted - topic_sum(at, shape, row, topic)) / at.words_per_topic();
      const Token first = Token{topic} * at.words_per_topic() + 1;
      for (Token j = first; j < first + at.words_per_topic(); ++j) matrix(row, j) += shift;
    }
    if (mu != 0) matrix(row, kMaskToken) = mask_target(at, row, offset) / mu;
  }
  return matrix;
}

Rational topic_gap(const TopicParameters& at, const Matrix<Rational>& matrix, Token word,
                   int topic) {
  require(at.topic_of(word) != topic, "a topic gap compares a word's own topic with another one");
  return (topic_sum(at, matrix, word, at.topic_of(word)) - topic_sum(at, matrix, word, topic)) /
         at.words_per_topic();
}

}  // namespace lemmascope::topic
