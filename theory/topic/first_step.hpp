// The first step of attention away from uniform, and how fast it grows.
#pragma once

#include "theory/topic/block_values.hpp"

namespace lemmascope::topic {

/// g = 2 p_c (tau - 1) / (T tau q v^2) (q/(tau v) + p_m p_r / K). Proportional to p_c: the whole
/// signal comes from selected positions that still show their word. Throws PreconditionError when
/// tau = T.
template <Field N>
N attention_signal(const TopicParametersOf<N>& at);

/// dL/dB at B = 0 on top of the limit value matrix: -g for words of the same topic (same word
/// included), g / (T - 1) for words of different topics, 0 for `[MASK]` keys and queries. So it is
/// -g K/(T-1) P_c.
template <Field N>
BlockValues<N> first_attention_gradient(const TopicParametersOf<N>& at);

/// c = g K / ((T - 1) sqrt(d)): near zero and under gradient flow (W_K + W_Q) P_c grows as e^{ct},
/// and (W_K - W_Q) P_c decays as e^{-ct}, for key and query matrices with `dimension` rows.
template <Elementary N>
N attention_growth_rate(const TopicParametersOf<N>& at, int dimension);

/// 2 s / c: how much faster the topic contrast of the value matrix is learnt, with d = K + 1.
template <Elementary N>
N stage_rate_ratio(const TopicParametersOf<N>& at);

}  // namespace lemmascope::topic
