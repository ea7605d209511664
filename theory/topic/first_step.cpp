#include "theory/topic/first_step.hpp"

#include <fmt/format.h>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/moments.hpp"
#include "theory/topic/require_contrast.hpp"

namespace lemmascope::topic {

template <Field N>
N attention_signal(const TopicParametersOf<N>& at) {
  require_contrast(at, "stage 2, on the limit value matrix,");
  const N tau(at.topics_per_document());
  const N v(at.words_per_topic());
  const N q = at.true_share();
  const N shown = q / (tau * v) + at.random_share() / static_cast<N>(at.words());
  return N(2) * at.correct() * (tau - N(1)) / (N(at.topics()) * tau * q * v * v) * shown;
}

template <Field N>
BlockValues<N> first_attention_gradient(const TopicParametersOf<N>& at) {
  const N signal = attention_signal(at);
  BlockValues<N> gradient;
  gradient.same_word = -signal;
  gradient.same_topic = -signal;
  gradient.different_topic = signal / N(at.topics() - 1);
  return gradient;
}

template <Elementary N>
N attention_growth_rate(const TopicParametersOf<N>& at, int dimension) {
  require(dimension >= 1, fmt::format("keys need at least one dimension; found {}", dimension));
  return attention_signal(at) * static_cast<N>(at.words()) /
         (N(at.topics() - 1) * sqrt(N(dimension)));
}

template <Elementary N>
N stage_rate_ratio(const TopicParametersOf<N>& at) {
  const int dimension = static_cast<int>(at.tokens());
  return N(2) * contrast_strength(at) / attention_growth_rate(at, dimension);
}

#define LEMMASCOPE_INSTANTIATE(N)                           \
  template N attention_signal(const TopicParametersOf<N>&); \
  template BlockValues<N> first_attention_gradient(const TopicParametersOf<N>&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

#define LEMMASCOPE_INSTANTIATE(N)                                     \
  template N attention_growth_rate(const TopicParametersOf<N>&, int); \
  template N stage_rate_ratio(const TopicParametersOf<N>&);
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::topic
