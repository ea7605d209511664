// Attention weights from scores: softmax, and its hard limit at infinite inverse temperature.
#pragma once

#include <span>

#include "theory/numeric/number.hpp"

namespace lemmascope::attention {

/// How scores become attention weights. `hard` is the limit of softmax(b * scores) as b grows
/// without bound: uniform over the largest scores. It needs no exponential, so it is exact in
/// rationals.
enum class AttentionRule { softmax, hard };

/// e^{v_i} / sum_j e^{v_j}. In Interval each weight is enclosed as 1 / (1 + others / own), in which
/// every exponential occurs once, so the enclosure is optimal for independent scores. Throws
/// PreconditionError when `scores` is empty.
template <Elementary N>
Vector<N> softmax(const Vector<N>& scores);

/// The limit of softmax(b * scores) for b -> infinity: weight 1/m on each of the m largest scores.
/// Exact ties are ties; an Interval refuses unless every comparison is decided.
template <Field N>
Vector<N> hard_attention(const Vector<N>& scores);

/// Row i is the rule applied to the first i + 1 entries of row i of the T x T matrix `scores`, zero
/// afterwards: the causal mask lets a position attend to itself and to what comes before it.
template <Field N>
Matrix<N> causal_attention(const Matrix<N>& scores, AttentionRule rule = AttentionRule::softmax);

/// Throws PreconditionError unless every token is in 0..states-1 and there is at least one.
void require_tokens(std::span<const int> tokens, int states);

}  // namespace lemmascope::attention
