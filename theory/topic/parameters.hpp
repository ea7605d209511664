// The topic model of arXiv 2303.04245: disjoint topics of equal size and BERT-style masking.
#pragma once

#include <cstdint>

#include "theory/numeric/number.hpp"

namespace lemmascope::topic {

/// A token: 0 is `[MASK]`, 1..K are words; topic t (0-based) owns the words t v + 1 .. (t + 1) v.
using Token = std::int64_t;
inline constexpr Token kMaskToken = 0;

/// T topics of v words each, tau distinct topics a document, and the masking law: a position is
/// selected with probability p_m; a selected position shows its own word with probability p_c, a
/// uniform word with probability p_r and `[MASK]` otherwise. N is Rational for a point and Interval
/// for a box of laws.
template <Field N>
class TopicParametersOf {
 public:
  /// Throws PreconditionError, naming the argument, unless T >= 2, v >= 1, 1 <= tau <= T, the three
  /// probabilities lie in [0, 1], p_c + p_r <= 1 and q = 1 - (1 - p_c) p_m is positive (else
  /// documents show nothing of their words). An Interval is refused only when every point in it
  /// breaks the condition.
  TopicParametersOf(int topics, int words_per_topic, int topics_per_document, N mask, N correct,
                    N random);

  int topics() const { return topics_; }                            ///< T
  int words_per_topic() const { return words_per_topic_; }          ///< v
  int topics_per_document() const { return topics_per_document_; }  ///< tau
  const N& mask() const { return mask_; }                           ///< p_m
  const N& correct() const { return correct_; }                     ///< p_c
  const N& random() const { return random_; }                       ///< p_r

  /// K = T v.
  std::int64_t words() const { return std::int64_t{topics_} * words_per_topic_; }
  /// K + 1: the words and `[MASK]`.
  std::int64_t tokens() const { return words() + 1; }
  /// The 0-based topic of a word. Undefined for `[MASK]`.
  int topic_of(Token word) const { return static_cast<int>((word - 1) / words_per_topic_); }

  /// q = 1 - (1 - p_c) p_m: the share of shown tokens that are true words.
  N true_share() const;
  /// mu = p_m (1 - p_c - p_r): the share that are `[MASK]`. q + mu + p_m p_r = 1.
  N mask_share() const;
  /// p_m p_r: the share that are uniform words.
  N random_share() const;

 private:
  int topics_;
  int words_per_topic_;
  int topics_per_document_;
  N mask_;
  N correct_;
  N random_;
};

using TopicParameters = TopicParametersOf<Rational>;

/// The same parameters in another number type: each probability rounded to nearest or enclosed.
template <Field N>
TopicParametersOf<N> in_arithmetic(const TopicParameters& parameters);

}  // namespace lemmascope::topic
