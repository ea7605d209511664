// Documents of infinite length: topic sets and the token laws they induce.
#pragma once

#include <vector>

#include "theory/topic/parameters.hpp"

namespace lemmascope::topic {

/// Distinct 0-based topics in increasing order.
using TopicSet = std::vector<int>;

/// Every set of `size` of the topics 0..topics-1 in lexicographic order, each drawn with equal
/// probability by the model. Throws PreconditionError unless 1 <= size <= topics.
std::vector<TopicSet> every_topic_set(int topics, int size);

bool holds_topic(const TopicSet& set, int topic);

/// p(S): the law of a true word, 1 / (tau v) on the words of S, as tokens() entries (`[MASK]` has
/// 0).
template <Field N>
Vector<N> true_word_law(const TopicParametersOf<N>& at, const TopicSet& set);

/// m(S) = (mu, q p(S) + p_m p_r / K): the law of a shown token over all positions.
template <Field N>
Vector<N> shown_token_law(const TopicParametersOf<N>& at, const TopicSet& set);

/// h(S) = (1 - p_c - p_r, p_c p(S) + p_r / K): the law of the token shown at a selected position.
template <Field N>
Vector<N> selected_token_law(const TopicParametersOf<N>& at, const TopicSet& set);

}  // namespace lemmascope::topic
