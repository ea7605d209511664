// The standard decoder-only attention-only transformer, and its equivalence with the disentangled
// one.
#pragma once

#include <vector>

#include "theory/attention/disentangled_transformer.hpp"

namespace lemmascope::attention {

/// h^(0) = input * embedding; h^(l+1) = h^(l) + sum_k attn(h^(l); A_k) V_k; output W_O h_T^(L). All
/// widths are D. `attention` is the single matrix A = Q K^T of each head.
template <Field N>
struct DecoderTransformer {
  Matrix<N> embedding;                            ///< (S + T) x D
  std::vector<std::vector<Matrix<N>>> attention;  ///< [layer][head], D x D
  std::vector<std::vector<Matrix<N>>> value;      ///< [layer][head], D x D
  Matrix<N> output;                               ///< S x D
};

/// Runs on the one-hot input [X, I_T]. Throws PreconditionError when shapes disagree.
template <Field N>
AttentionPass<N> run(const DecoderTransformer<N>& model, const Matrix<N>& input,
                     AttentionRule rule = AttentionRule::softmax);

/// A disentangled transformer with the same output on every input. With W^(0) = embedding and
/// W^(l+1) = [W^(l); W^(l) V_1; ...; W^(l) V_m] it has attention W A W^T and output W_O W^(L)^T,
/// and h_decoder = h_disentangled W at every layer.
template <Field N>
DisentangledTransformer<N> as_disentangled(const DecoderTransformer<N>& model);

/// A decoder of width d_L with the same output on every input: head k of a layer of width d copies
/// coordinates [0, d) to [(k + 1) d, (k + 2) d), so adding does what concatenating did.
template <Field N>
DecoderTransformer<N> as_decoder(const DisentangledTransformer<N>& model);

}  // namespace lemmascope::attention
