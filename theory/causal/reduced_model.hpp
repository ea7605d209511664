// The two-matrix transformer of the theory of arXiv 2402.14735 (the reparameterised disentangled
// transformer) and its forward pass.
#pragma once

#include <span>

#include "theory/attention/disentangled_transformer.hpp"
#include "theory/markov/causal_graph.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::causal {

using markov::CausalForest;
using markov::Position;

/// theta = (A1, A2): A1 (T x T, only j <= i is read) scores positions against positions in the
/// first layer, A2 (S x S) matches the query token with the tokens the first layer copied.
template <Field N>
struct ReducedWeights {
  Matrix<N> position_scores;  ///< A1
  Matrix<N> token_match;      ///< A2

  int length() const { return static_cast<int>(position_scores.rows()); }
  int states() const { return static_cast<int>(token_match.rows()); }

  /// The start of Algorithm 1: A1 = 0, A2 = match * I.
  static ReducedWeights initial(int length, int states, const N& match);
};

/// Everything computed on the way, 0-based. Row i of `attention` is a_i = softmax(A1_{i,0..i}).
template <Field N>
struct ReducedPass {
  Matrix<N> attention;   ///< T x T, lower triangular, rows sum to one
  Vector<N> scores;      ///< z_i = A2[s_T, .] (X^T a_i), length T
  Vector<N> weights;     ///< p = softmax(z), length T
  Vector<N> prediction;  ///< f_{s'} = sum_i p_i 1(s_i = s'), length S, a probability vector
};

/// f_theta(s_1..s_T) = X^T softmax(softmax(mask(A1)) X A2^T x_T). `tokens` holds all T tokens, the
/// query last. Throws PreconditionError when shapes disagree or a token is not in 0..S-1.
template <Elementary N>
ReducedPass<N> forward(const ReducedWeights<N>& weights, std::span<const int> tokens);

/// The two-layer one-head disentangled transformer whose output is the reduced model: A1 in the
/// position x position block of layer 1, A2 in the (query token) x (token copied by layer 1) block
/// of layer 2, and W_O reading the input token copied by layer 2.
template <Field N>
attention::DisentangledTransformer<N> as_disentangled(const ReducedWeights<N>& weights);

}  // namespace lemmascope::causal
