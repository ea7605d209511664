// The disentangled transformer of arXiv 2402.14735: attention outputs are concatenated to the
// residual stream instead of added to it, so every block of a weight matrix has one meaning.
#pragma once

#include <span>
#include <vector>

#include "theory/attention/attention.hpp"

namespace lemmascope::attention {

/// Weights with any number of layers and of heads per layer. The width before layer l (0-based) is
/// d_0 = S + T and d_{l+1} = (1 + heads of layer l) d_l.
template <Field N>
struct DisentangledTransformer {
  std::vector<std::vector<Matrix<N>>> attention;  ///< [layer][head], each d_l x d_l
  Matrix<N> output;                               ///< W_O, S x d_L

  int layers() const { return static_cast<int>(attention.size()); }
};

/// The residual stream and the attention patterns of one run.
template <Field N>
struct AttentionPass {
  std::vector<Matrix<N>> hidden;                ///< h^(0)..h^(L), T rows each
  std::vector<std::vector<Matrix<N>>> pattern;  ///< [layer][head], T x T, lower triangular
  Vector<N> output;                             ///< W_O h_T^(L), length S
};

/// [X, I_T]: one-hot tokens beside one-hot positions, T x (S + T).
template <Field N>
Matrix<N> one_hot_input(std::span<const int> tokens, int states);

/// h^(l+1) = [h^(l), attn(h^(l); A_1), ..., attn(h^(l); A_m)] with
/// attn(H; A) = rule(mask(H A H^T)) H. In rationals only AttentionRule::hard is possible. Throws
/// PreconditionError when a matrix does not have the width its place requires.
template <Field N>
AttentionPass<N> run(const DisentangledTransformer<N>& model, const Matrix<N>& input,
                     AttentionRule rule = AttentionRule::softmax);

}  // namespace lemmascope::attention
