#include "theory/topic/embedding.hpp"

#include <algorithm>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/require_contrast.hpp"
#include "theory/topic/spectral_value_matrix.hpp"

namespace lemmascope::topic {
namespace {

/// s (y - 1/q)^2 + lambda y: what one contrast direction costs.
template <Field N>
N cost_of_contrast(const TopicParametersOf<N>& at, const N& lambda, const N& contrast) {
  const N left = contrast - N(1) / at.true_share();
  return contrast_strength(at) * left * left + lambda * contrast;
}

}  // namespace

template <Field N>
N embedding_threshold(const TopicParametersOf<N>& at) {
  return N(2) * contrast_strength(at) / at.true_share();
}

template <Field N>
PenalisedEmbedding<N> penalised_embedding(const TopicParametersOf<N>& at, const N& lambda) {
  require_contrast(at, "an embedding of topics");
  if (less(lambda, N(0)) == Truth::yes) {
    refuse(fmt::format("the penalty lambda must not be negative; found {}", to_text(lambda)));
  }
  const N words = static_cast<N>(at.words());
  const N shrunk = N(1) / at.true_share() - lambda / (N(2) * contrast_strength(at));
  PenalisedEmbedding<N> best;
  best.contrast = maximum(N(0), shrunk);
  best.different_topic = -best.contrast / words;
  best.same_topic = best.different_topic + best.contrast / N(at.words_per_topic());
  best.trace = N(at.topics() - 1) * best.contrast;
  best.objective = N(at.topics() - 1) * cost_of_contrast(at, lambda, best.contrast);
  return best;
}

template <Field N>
N least_embedding_objective(const TopicParametersOf<N>& at, const N& lambda, int dimension) {
  require(dimension >= 0, "the dimension of an embedding must not be negative");
  const int reached = std::min(dimension, at.topics() - 1);
  const N contrast = penalised_embedding(at, lambda).contrast;
  return N(reached) * cost_of_contrast(at, lambda, contrast) +
         N(at.topics() - 1 - reached) * cost_of_contrast(at, lambda, N(0));
}

template <Field N>
BlockValues<N> least_trace_embedding(const TopicParametersOf<N>& at) {
  require_contrast(at, "an embedding of topics");
  const N q = at.true_share();
  BlockValues<N> blocks;
  blocks.different_topic =
      -at.random_share() / (static_cast<N>(at.words()) * q * (N(1) - at.mask_share()));
  blocks.same_topic = blocks.different_topic + N(1) / (q * N(at.words_per_topic()));
  blocks.same_word = blocks.same_topic;
  return blocks;
}

template <Field N>
N embedding_objective(const TopicParametersOf<N>& at, const Moments<N>& centred,
                      const Matrix<N>& embedding, const N& lambda) {
  const Matrix<N> residual = product(embedding, centred.second) - centred.cross - centred.cross;
  const N contrast_variance = N(1) - least_squared_risk(at) - N(1) / static_cast<N>(at.words());
  return N(residual.cwiseProduct(embedding).sum()) + contrast_variance +
         lambda * N(embedding.trace());
}

#define LEMMASCOPE_INSTANTIATE(N)                                                                  \
  template N embedding_threshold(const TopicParametersOf<N>&);                                     \
  template PenalisedEmbedding<N> penalised_embedding(const TopicParametersOf<N>&, const N&);       \
  template N least_embedding_objective(const TopicParametersOf<N>&, const N&, int);                \
  template BlockValues<N> least_trace_embedding(const TopicParametersOf<N>&);                      \
  template N embedding_objective(const TopicParametersOf<N>&, const Moments<N>&, const Matrix<N>&, \
                                 const N&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::topic
