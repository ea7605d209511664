// Documents of finite length N: independent positions, the own position attended, no penalty.
//
// The optimum is unique at every N and does not tend to the limit optimum of value_matrix.hpp: a
// word that is shown correctly raises the diagonal by an amount that survives N -> infinity.
#pragma once

#include "theory/topic/moments.hpp"
#include "theory/topic/spectral_value_matrix.hpp"

namespace lemmascope::topic {

/// Sigma_N and C_N of the average shown token of a document, seen from a selected position. Closed
/// form through E[h], E[m] and the contrast strength. Throws PreconditionError unless length >= 1.
template <Field N>
Moments<N> finite_length_moments(const TopicParametersOf<N>& at, long length);

/// The same by averaging the conditional moments given S over every topic set:
/// E[diag(h)/N^2 + (N-1)/N^2 (h m^T + m h^T + diag(m)) + (N-1)(N-2)/N^2 m m^T] and
/// E[((1-p_c-p_r) p e_0^T + p_c diag(p) + p_r p u^T)/N + (N-1)/N p m^T].
template <Field N>
Moments<N> finite_length_moments_by_topic_sets(const TopicParametersOf<N>& at, long length);

/// The same by enumeration of every document, selection and shown token. Cost: binomial(T, tau)
/// (tau v (K + 2))^N terms; for tiny models only. Throws PreconditionError above ten million terms
/// or when p_m = 0 (no position is ever selected).
Moments<Rational> finite_length_moments_by_documents(const TopicParameters& at, int length);

/// The optimum W_N = (1/K) 1_w 1^T + contrast P_c + within (I_w - P_c - 1_w 1_w^T / K). Its mask
/// column is 1/K at every length, because the shown shares of a document sum to one. Throws
/// PreconditionError when length < 1, tau = T, or Sigma_N is singular.
template <Field N>
BlockValues<N> finite_length_value_matrix(const TopicParametersOf<N>& at, long length);

/// lim W_N: mask column 1/K, different topics -(1-q)/(q K), same topic that plus
/// 1/(q v) - p_c / ((1-mu) v), diagonal that plus p_c / (1 - mu).
template <Field N>
BlockValues<N> long_document_value_matrix(const TopicParametersOf<N>& at);

}  // namespace lemmascope::topic
