// Population moments of documents of infinite length.
#pragma once

#include "theory/topic/parameters.hpp"

namespace lemmascope::topic {

/// What the squared loss sees of the data when attention is uniform.
template <Field N>
struct Moments {
  Matrix<N> second;  ///< Sigma = E[m m^T], tokens x tokens
  Matrix<N> cross;   ///< C = E[p m^T], rows labels, columns shown tokens
};

/// s = q^2 (T - tau) / (v tau T (T - 1)): the variance of every topic contrast. Zero when tau = T.
template <Field N>
N contrast_strength(const TopicParametersOf<N>& at);

/// n = E[m] = (mu, (1 - mu) / K, ...).
template <Field N>
Vector<N> mean_shown_law(const TopicParametersOf<N>& at);

/// |n|^2 = mu^2 + (1 - mu)^2 / K: the strength of the unigram direction.
template <Field N>
N mean_norm_squared(const TopicParametersOf<N>& at);

/// P_c: the projector onto topic contrasts, 1[same topic] / v - 1 / K on words, 0 on `[MASK]`. Rank
/// T - 1.
template <Field N>
Matrix<N> contrast_projector(const TopicParametersOf<N>& at);

/// Sigma = n n^T + s P_c and C = (1/K) 1_w n^T + (s/q) P_c.
template <Field N>
Moments<N> limit_moments(const TopicParametersOf<N>& at);

/// The same by averaging m(S) m(S)^T and p(S) m(S)^T over every topic set. Cost: binomial(T, tau)
/// K^2.
template <Field N>
Moments<N> limit_moments_by_topic_sets(const TopicParametersOf<N>& at);

/// Moments about the mean: what is left for W when an output bias is free.
/// Sigma - n n^T and C - (1/K) 1_w n^T.
template <Field N>
Moments<N> centred(const TopicParametersOf<N>& at, const Moments<N>& moments);

}  // namespace lemmascope::topic
