#include "theory/topic/parameters.hpp"

#include <fmt/format.h>

#include <concepts>
#include <utility>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

/// Only an Interval may leave a condition undecided: in the other types that means not a number.
template <Field N>
bool can_hold(Truth answer) {
  return std::same_as<N, Interval> ? answer != Truth::no : answer == Truth::yes;
}

template <Field N>
void require_probability(const N& value, const char* name) {
  if (can_hold<N>(less_equal(N(0), value) & less_equal(value, N(1)))) return;
  refuse(fmt::format("{} must be a probability between 0 and 1; found {}", name, to_text(value)));
}

}  // namespace

template <Field N>
TopicParametersOf<N>::TopicParametersOf(int topics, int words_per_topic, int topics_per_document,
                                        N mask, N correct, N random)
    : topics_(topics),
      words_per_topic_(words_per_topic),
      topics_per_document_(topics_per_document),
      mask_(std::move(mask)),
      correct_(std::move(correct)),
      random_(std::move(random)) {
  require(topics >= 2, fmt::format("topics must be at least 2; found {}", topics));
  require(words_per_topic >= 1,
          fmt::format("words per topic must be at least 1; found {}", words_per_topic));
  require(topics_per_document >= 1 && topics_per_document <= topics,
          fmt::format("topics per document must lie between 1 and the {} topics; found {}", topics,
                      topics_per_document));
  require_probability(mask_, "the mask probability p_m");
  require_probability(correct_, "the correct probability p_c");
  require_probability(random_, "the random probability p_r");
  if (!can_hold<N>(less_equal(N(correct_ + random_), N(1)))) {
    refuse(fmt::format("the correct and random probabilities p_c + p_r must not exceed 1; found {}",
                       to_text(N(correct_ + random_))));
  }
  require(can_hold<N>(less(N(0), true_share())),
          "q = 1 - (1 - p_c) p_m must be positive: with p_m = 1 and p_c = 0 no true word is shown");
}

template <Field N>
N TopicParametersOf<N>::true_share() const {
  return N(1) - (N(1) - correct_) * mask_;
}

template <Field N>
N TopicParametersOf<N>::mask_share() const {
  return mask_ * (N(1) - correct_ - random_);
}

template <Field N>
N TopicParametersOf<N>::random_share() const {
  return mask_ * random_;
}

template <Field N>
TopicParametersOf<N> in_arithmetic(const TopicParameters& at) {
  return TopicParametersOf<N>(at.topics(), at.words_per_topic(), at.topics_per_document(),
                              from_rational<N>(at.mask()), from_rational<N>(at.correct()),
                              from_rational<N>(at.random()));
}

#define LEMMASCOPE_INSTANTIATE(N)      \
  template class TopicParametersOf<N>; \
  template TopicParametersOf<N> in_arithmetic(const TopicParameters&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::topic
