// Value matrices in the two directions that uniform attention can learn: unigram and topic
// contrast.
//
// Ridge, its limit, gradient descent and gradient flow from zero all stay on this two-dimensional
// family, so each of them is two numbers, and the risk is one formula.
#pragma once

#include "theory/topic/block_values.hpp"

namespace lemmascope::topic {

/// W = unigram (1/K) 1_w n^T + contrast P_c.
template <Field N>
struct SpectralValueMatrix {
  N unigram;
  N contrast;
};

/// Its entries: mask column unigram mu / K, different topics unigram (1 - mu) / K^2 - contrast / K,
/// same topic that plus contrast / v (the diagonal is not special), `[MASK]` row zero.
template <Field N>
BlockValues<N> blocks_of(const TopicParametersOf<N>& at, const SpectralValueMatrix<N>& value);

/// Its squared risk E|W m - e_x|^2 =
/// 1 - 1/(tau v) + (1/K)(1 - |n|^2 unigram)^2 + (1/(tau v) - 1/K)(1 - q contrast)^2.
template <Field N>
N risk_of(const TopicParametersOf<N>& at, const SpectralValueMatrix<N>& value);

/// 1 - 1/(tau v): the squared error of the posterior p(S), below which no model gets.
template <Field N>
N least_squared_risk(const TopicParametersOf<N>& at);

}  // namespace lemmascope::topic
