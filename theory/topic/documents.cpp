#include "theory/topic/documents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

/// (mask, kept p(S) + random / K): a mixture of `[MASK]`, true words and uniform words.
template <Field N>
Vector<N> mixed_law(const TopicParametersOf<N>& at, const TopicSet& set, const N& mask,
                    const N& kept, const N& random) {
  Vector<N> law = true_word_law(at, set);
  const N uniform = random / N(at.words());
  for (Token word = 1; word < at.tokens(); ++word) law(word) = kept * law(word) + uniform;
  law(kMaskToken) = mask;
  return law;
}

}  // namespace

std::vector<TopicSet> every_topic_set(int topics, int size) {
  require(size >= 1 && size <= topics,
          fmt::format("a topic set needs between 1 and {} topics; found {}", topics, size));
  TopicSet set(size);
  std::iota(set.begin(), set.end(), 0);
  std::vector<TopicSet> all;
  while (true) {
    all.push_back(set);
    int last = size - 1;
    while (last >= 0 && set[last] == topics - size + last) --last;
    if (last < 0) return all;
    std::iota(set.begin() + last, set.end(), set[last] + 1);
  }
}

bool holds_topic(const TopicSet& set, int topic) {
  return std::binary_search(set.begin(), set.end(), topic);
}

template <Field N>
Vector<N> true_word_law(const TopicParametersOf<N>& at, const TopicSet& set) {
  Vector<N> law = Vector<N>::Constant(at.tokens(), N(0));
  const N each = N(1) / N(at.topics_per_document() * at.words_per_topic());
  for (Token word = 1; word < at.tokens(); ++word) {
    if (holds_topic(set, at.topic_of(word))) law(word) = each;
  }
  return law;
}

template <Field N>
Vector<N> shown_token_law(const TopicParametersOf<N>& at, const TopicSet& set) {
  return mixed_law(at, set, at.mask_share(), at.true_share(), at.random_share());
}

template <Field N>
Vector<N> selected_token_law(const TopicParametersOf<N>& at, const TopicSet& set) {
  return mixed_law(at, set, N(N(1) - at.correct() - at.random()), at.correct(), at.random());
}

#define LEMMASCOPE_INSTANTIATE(N)                                                   \
  template Vector<N> true_word_law(const TopicParametersOf<N>&, const TopicSet&);   \
  template Vector<N> shown_token_law(const TopicParametersOf<N>&, const TopicSet&); \
  template Vector<N> selected_token_law(const TopicParametersOf<N>&, const TopicSet&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::topic
