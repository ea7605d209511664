#include "theory/topic/spectral_value_matrix.hpp"

#include "theory/numeric/instantiate.hpp"
#include "theory/topic/moments.hpp"

namespace lemmascope::topic {

template <Field N>
BlockValues<N> blocks_of(const TopicParametersOf<N>& at, const SpectralValueMatrix<N>& value) {
  const N words = static_cast<N>(at.words());
  const N mu = at.mask_share();
  BlockValues<N> blocks;
  blocks.mask_column = value.unigram * mu / words;
  blocks.different_topic = value.unigram * (N(1) - mu) / (words * words) - value.contrast / words;
  blocks.same_topic = blocks.different_topic + value.contrast / N(at.words_per_topic());
  blocks.same_word = blocks.same_topic;
  return blocks;
}

template <Field N>
N least_squared_risk(const TopicParametersOf<N>& at) {
  return N(1) - N(1) / (N(at.topics_per_document()) * N(at.words_per_topic()));
}

template <Field N>
N risk_of(const TopicParametersOf<N>& at, const SpectralValueMatrix<N>& value) {
  const N unigram_left = N(1) - mean_norm_squared(at) * value.unigram;
  const N contrast_left = N(1) - at.true_share() * value.contrast;
  const N least = least_squared_risk(at);
  const N unigram_part = N(1) / N(at.words());
  const N contrast_part = N(1) - least - unigram_part;
  return least + unigram_part * unigram_left * unigram_left +
         contrast_part * contrast_left * contrast_left;
}

#define LEMMASCOPE_INSTANTIATE(N)                                                                \
  template BlockValues<N> blocks_of(const TopicParametersOf<N>&, const SpectralValueMatrix<N>&); \
  template N risk_of(const TopicParametersOf<N>&, const SpectralValueMatrix<N>&);                \
  template N least_squared_risk(const TopicParametersOf<N>&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::topic
