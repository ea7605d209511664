#include "theory/topic/moments.hpp"

#include "theory/numeric/instantiate.hpp"
#include "theory/topic/documents.hpp"

namespace lemmascope::topic {
namespace {

/// (1/K) 1_w: the mean law of a label.
template <Field N>
Vector<N> mean_word_law(const TopicParametersOf<N>& at) {
  Vector<N> law = Vector<N>::Constant(at.tokens(), N(1) / N(at.words()));
  law(kMaskToken) = N(0);
  return law;
}

}  // namespace

template <Field N>
N contrast_strength(const TopicParametersOf<N>& at) {
  const N q = at.true_share();
  const N t = static_cast<N>(at.topics());
  return q * q * N(at.topics() - at.topics_per_document()) /
         (N(at.words_per_topic()) * N(at.topics_per_document()) * t * (t - N(1)));
}

template <Field N>
Vector<N> mean_shown_law(const TopicParametersOf<N>& at) {
  Vector<N> law = Vector<N>::Constant(at.tokens(), (N(1) - at.mask_share()) / N(at.words()));
  law(kMaskToken) = at.mask_share();
  return law;
}

template <Field N>
N mean_norm_squared(const TopicParametersOf<N>& at) {
  const N mu = at.mask_share();
  return mu * mu + (N(1) - mu) * (N(1) - mu) / N(at.words());
}

template <Field N>
Matrix<N> contrast_projector(const TopicParametersOf<N>& at) {
  Matrix<N> projector = Matrix<N>::Constant(at.tokens(), at.tokens(), N(0));
  const N different = N(-1) / N(at.words());
  const N same = N(1) / N(at.words_per_topic()) + different;
  for (Token i = 1; i < at.tokens(); ++i) {
    for (Token j = 1; j < at.tokens(); ++j) {
      projector(i, j) = at.topic_of(i) == at.topic_of(j) ? same : different;
    }
  }
  return projector;
}

template <Field N>
Moments<N> limit_moments(const TopicParametersOf<N>& at) {
  const Vector<N> mean = mean_shown_law(at);
  const Matrix<N> projector = contrast_projector(at);
  const N s = contrast_strength(at);
  const N cross = s / at.true_share();
  return {Matrix<N>(mean * mean.transpose() + projector * s),
          Matrix<N>(mean_word_law(at) * mean.transpose() + projector * cross)};
}

template <Field N>
Moments<N> limit_moments_by_topic_sets(const TopicParametersOf<N>& at) {
  const auto sets = every_topic_set(at.topics(), at.topics_per_document());
  Moments<N> sum{Matrix<N>::Constant(at.tokens(), at.tokens(), N(0)),
                 Matrix<N>::Constant(at.tokens(), at.tokens(), N(0))};
  for (const TopicSet& set : sets) {
    const Vector<N> shown = shown_token_law(at, set);
    sum.second += shown * shown.transpose();
    sum.cross += true_word_law(at, set) * shown.transpose();
  }
  const N count = static_cast<N>(static_cast<long>(sets.size()));
  return {Matrix<N>(sum.second / count), Matrix<N>(sum.cross / count)};
}

template <Field N>
Moments<N> centred(const TopicParametersOf<N>& at, const Moments<N>& moments) {
  const Vector<N> mean = mean_shown_law(at);
  return {Matrix<N>(moments.second - mean * mean.transpose()),
          Matrix<N>(moments.cross - mean_word_law(at) * mean.transpose())};
}

#define LEMMASCOPE_INSTANTIATE(N)                                               \
  template N contrast_strength(const TopicParametersOf<N>&);                    \
  template Vector<N> mean_shown_law(const TopicParametersOf<N>&);               \
  template N mean_norm_squared(const TopicParametersOf<N>&);                    \
  template Matrix<N> contrast_projector(const TopicParametersOf<N>&);           \
  template Moments<N> limit_moments(const TopicParametersOf<N>&);               \
  template Moments<N> limit_moments_by_topic_sets(const TopicParametersOf<N>&); \
  template Moments<N> centred(const TopicParametersOf<N>&, const Moments<N>&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::topic
