// Stage 2: attention trained on top of a frozen value matrix, squared loss at selected positions.
//
// Everything here is the slow route, by summing over topic sets, queries and labels; the closed
// forms are in first_step.hpp and symmetric_attention.hpp. Attention is given by its weights e^B,
// so it stays rational.
#pragma once

#include "theory/topic/documents.hpp"

namespace lemmascope::topic {

/// e^{B_kq} for key k (row) and query q (column), tokens x tokens; all ones is uniform attention.
/// With one-hot inputs B = W_K^T W_Q / sqrt(d). A query q attends A_q(k) = m(S)_k e^{B_kq} / sum.
template <Field N>
using AttentionWeights = Matrix<N>;

template <Field N>
AttentionWeights<N> uniform_attention(const TopicParametersOf<N>& at);

/// Same topic (same word included) : different topic = ratio : 1, `[MASK]` keys mask_weight : 1,
/// and
/// `[MASK]` queries uniform.
template <Field N>
AttentionWeights<N> symmetric_attention(const TopicParametersOf<N>& at, const N& ratio,
                                        const N& mask_weight);

/// A_q: the share of attention that query q gives to each token of a document with topic set S.
template <Field N>
Vector<N> attention_shares(const TopicParametersOf<N>& at, const TopicSet& set,
                           const AttentionWeights<N>& weights, Token query);

/// E|W A_q - e_x|^2 over topic sets, queries (the token shown at a selected position) and labels.
template <Field N>
N attention_loss(const TopicParametersOf<N>& at, const Matrix<N>& value,
                 const AttentionWeights<N>& weights);

/// dL/dB_kq at these weights, back-propagated through the softmax.
template <Field N>
Matrix<N> attention_gradient(const TopicParametersOf<N>& at, const Matrix<N>& value,
                             const AttentionWeights<N>& weights);

/// The output of a word's coordinate from attention masses alone, for the limit value matrix:
/// f_i = W_i0 M_0 + W_off (1 - M_0) + M_topic(i) / (q v). How the topic's mass is divided among its
/// words does not enter.
template <Field N>
N output_from_masses(const TopicParametersOf<N>& at, const N& mask_mass, const N& topic_mass);

}  // namespace lemmascope::topic
