// The optimal token embedding under uniform attention: f = E m + b with E = (W^E)^T W^E, squared
// loss.
//
// The tied decoder is an assumption of this file: the published text leaves it uncertain and the
// released class is not tied. Every optimum without penalty is described in
// theory/topic/solution_set.hpp.
#pragma once

#include "theory/topic/block_values.hpp"
#include "theory/topic/moments.hpp"

namespace lemmascope::topic {

/// The optimum with penalty lambda |W^E|_F^2 = lambda tr E and a free, unpenalised bias: E =
/// contrast P_c.
template <Field N>
struct PenalisedEmbedding {
  N contrast;         ///< y = max(0, 1/q - lambda / (2 s))
  N same_topic;       ///< y (1/v - 1/K), the inner product of two words of one topic
  N different_topic;  ///< -y / K
  N trace;            ///< (T - 1) y
  N objective;        ///< excess risk plus penalty, (T - 1) (s (y - 1/q)^2 + lambda y)
};

/// Unique for lambda > 0; lambda = 0 gives the limit. Throws PreconditionError when lambda < 0 or
/// tau = T. For Interval the contrast encloses every possible maximum.
template <Field N>
PenalisedEmbedding<N> penalised_embedding(const TopicParametersOf<N>& at, const N& lambda);

/// lambda_c = 2 s / q: from here on the optimal embedding is zero.
template <Field N>
N embedding_threshold(const TopicParametersOf<N>& at);

/// The least objective with W^E of `dimension` rows. From T - 1 rows on it is that of
/// `penalised_embedding`; each missing row costs a contrast its whole signal s / q^2 (the best
/// approximation of (1/q) P_c by a projector of lower rank).
template <Field N>
N least_embedding_objective(const TopicParametersOf<N>& at, const N& lambda, int dimension);

/// No bias, lambda -> 0: the optimum of least trace. `[MASK]` row and column 0, different topics
/// -p_m p_r / (K q (1 - mu)), same topic that plus 1/(q v). Throws PreconditionError when tau = T.
template <Field N>
BlockValues<N> least_trace_embedding(const TopicParametersOf<N>& at);

/// Excess risk plus penalty of any symmetric E with its best bias:
/// tr(E Sigma_c E) - 2 tr(E C_c) + 1/(tau v) - 1/K + lambda tr E. `centred` from `centred(at,
/// moments)`.
template <Field N>
N embedding_objective(const TopicParametersOf<N>& at, const Moments<N>& centred,
                      const Matrix<N>& embedding, const N& lambda);

}  // namespace lemmascope::topic
