#include "theory/topic/finite_length.hpp"

#include <fmt/format.h>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/documents.hpp"
#include "theory/topic/require_contrast.hpp"

namespace lemmascope::topic {
namespace {

void require_length(long length) {
  require(length >= 1, fmt::format("a document needs at least one position; found {}", length));
}

/// Shares of the pairs of positions (own, own), (own, other) and (other, other'), and of one
/// position.
template <Field N>
struct PairShares {
  N own;           ///< 1 / N^2
  N own_other;     ///< (N-1) / N^2
  N other_other;   ///< (N-1)(N-2) / N^2
  N own_single;    ///< 1 / N
  N other_single;  ///< (N-1) / N
};

template <Field N>
PairShares<N> pair_shares(long length) {
  const N n = static_cast<N>(length);
  return {N(1) / (n * n), (n - N(1)) / (n * n), (n - N(1)) * (n - N(2)) / (n * n), N(1) / n,
          (n - N(1)) / n};
}

/// Sigma_N and C_N from the moments of (p, m, h): `mean_h`, `mean_m`, E[h m^T], E[m m^T], E[p], E[p
/// m^T].
template <Field N>
Moments<N> assemble(const TopicParametersOf<N>& at, long length, const Vector<N>& mean_h,
                    const Matrix<N>& h_m, const Moments<N>& limit) {
  const PairShares<N> share = pair_shares<N>(length);
  const Vector<N> mean_m = mean_shown_law(at);
  const N word = N(1) / static_cast<N>(at.words());
  Moments<N> result;
  result.second = (h_m + h_m.transpose()) * share.own_other + limit.second * share.other_other;
  result.cross = limit.cross * share.other_single;
  for (Token i = 0; i < at.tokens(); ++i) {
    result.second(i, i) += share.own * mean_h(i) + share.own_other * mean_m(i);
    if (i == kMaskToken) continue;
    result.cross(i, kMaskToken) += share.own_single * (N(1) - at.correct() - at.random()) * word;
    result.cross(i, i) += share.own_single * at.correct() * word;
    for (Token j = 1; j < at.tokens(); ++j) {
      result.cross(i, j) += share.own_single * at.random() * word * word;
    }
  }
  return result;
}

/// The eigenvalue of Sigma_N on differences of words inside a topic.
template <Field N>
N within_topic_variance(const TopicParametersOf<N>& at, long length) {
  const PairShares<N> share = pair_shares<N>(length);
  return (share.own * (at.correct() + at.random()) + share.own_other * (N(1) - at.mask_share())) /
         static_cast<N>(at.words());
}

}  // namespace

template <Field N>
Moments<N> finite_length_moments(const TopicParametersOf<N>& at, long length) {
  require_length(length);
  const N words = static_cast<N>(at.words());
  Vector<N> mean_h = Vector<N>::Constant(at.tokens(), N((at.correct() + at.random()) / words));
  mean_h(kMaskToken) = N(1) - at.correct() - at.random();
  // h - E[h] = p_c (p - E[p]) and m - E[m] = q (p - E[p]), so Cov(h, m) = (p_c / q) s P_c.
  const N covariance = at.correct() / at.true_share() * contrast_strength(at);
  const Matrix<N> h_m =
      mean_h * mean_shown_law(at).transpose() + contrast_projector(at) * covariance;
  return assemble(at, length, mean_h, h_m, limit_moments(at));
}

template <Field N>
Moments<N> finite_length_moments_by_topic_sets(const TopicParametersOf<N>& at, long length) {
  require_length(length);
  const auto sets = every_topic_set(at.topics(), at.topics_per_document());
  const N each = N(1) / static_cast<N>(static_cast<long>(sets.size()));
  Vector<N> mean_h = Vector<N>::Constant(at.tokens(), N(0));
  Matrix<N> h_m = Matrix<N>::Constant(at.tokens(), at.tokens(), N(0));
  for (const TopicSet& set : sets) {
    const Vector<N> h = selected_token_law(at, set) * each;
    mean_h += h;
    h_m += h * shown_token_law(at, set).transpose();
  }
  return assemble(at, length, mean_h, h_m, limit_moments_by_topic_sets(at));
}

template <Field N>
BlockValues<N> finite_length_value_matrix(const TopicParametersOf<N>& at, long length) {
  require_length(length);
  require_contrast(at, "the finite-length optimum");
  const PairShares<N> share = pair_shares<N>(length);
  const N words = static_cast<N>(at.words());
  const N q = at.true_share();
  const N s = contrast_strength(at);
  const N spread = within_topic_variance(at, length);
  require(less(N(0), spread) != Truth::no,
          "Sigma_N is singular: documents of this length show no word");
  const N own_label = share.own_single * at.correct() / words;
  const N contrast_variance =
      spread + N(2) * share.own_other * at.correct() / q * s + share.other_other * s;
  const N contrast = (own_label + share.other_single * s / q) / contrast_variance;
  const N within = own_label / spread;
  const N topic_size(at.words_per_topic());
  BlockValues<N> blocks;
  blocks.mask_column = N(1) / words;
  blocks.different_topic = (N(1) - contrast) / words;
  blocks.same_topic = blocks.different_topic + (contrast - within) / topic_size;
  blocks.same_word = blocks.same_topic + within;
  return blocks;
}

template <Field N>
BlockValues<N> long_document_value_matrix(const TopicParametersOf<N>& at) {
  require_contrast(at, "the long-document optimum");
  const N q = at.true_share();
  const N words = static_cast<N>(at.words());
  const N copied = at.correct() / (N(1) - at.mask_share());
  const N topic_size(at.words_per_topic());
  BlockValues<N> blocks;
  blocks.mask_column = N(1) / words;
  blocks.different_topic = -(N(1) - q) / (q * words);
  blocks.same_topic = blocks.different_topic + N(1) / (q * topic_size) - copied / topic_size;
  blocks.same_word = blocks.same_topic + copied;
  return blocks;
}

#define LEMMASCOPE_INSTANTIATE(N)                                                             \
  template Moments<N> finite_length_moments(const TopicParametersOf<N>&, long);               \
  template Moments<N> finite_length_moments_by_topic_sets(const TopicParametersOf<N>&, long); \
  template BlockValues<N> finite_length_value_matrix(const TopicParametersOf<N>&, long);      \
  template BlockValues<N> long_document_value_matrix(const TopicParametersOf<N>&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::topic
