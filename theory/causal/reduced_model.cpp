#include "theory/causal/reduced_model.hpp"

#include <fmt/format.h>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {

template <Field N>
ReducedWeights<N> ReducedWeights<N>::initial(int length, int states, const N& match) {
  ReducedWeights weights{Matrix<N>::Constant(length, length, N(0)),
                         Matrix<N>::Constant(states, states, N(0))};
  for (int s = 0; s < states; ++s) weights.token_match(s, s) = match;
  return weights;
}

template <Elementary N>
ReducedPass<N> forward(const ReducedWeights<N>& weights, std::span<const int> tokens) {
  const int length = weights.length();
  attention::require_tokens(tokens, weights.states());
  if (static_cast<int>(tokens.size()) != length) {
    refuse(fmt::format("expected {} tokens (the size of A1), found {}", length, tokens.size()));
  }
  require(weights.token_match.rows() == weights.token_match.cols(), "expected a square A2");
  ReducedPass<N> pass;
  pass.attention = attention::causal_attention(weights.position_scores);
  const int query = tokens[tokens.size() - 1];
  pass.scores = Vector<N>::Constant(length, N(0));
  for (int i = 0; i < length; ++i) {
    for (int j = 0; j <= i; ++j) {
      pass.scores[i] += pass.attention(i, j) * weights.token_match(query, tokens[j]);
    }
  }
  pass.weights = attention::softmax<N>(pass.scores);
  pass.prediction = Vector<N>::Constant(weights.states(), N(0));
  for (int i = 0; i < length; ++i) pass.prediction[tokens[i]] += pass.weights[i];
  return pass;
}

template <Field N>
attention::DisentangledTransformer<N> as_disentangled(const ReducedWeights<N>& weights) {
  const int states = weights.states();
  const int length = weights.length();
  const int width = states + length;
  Matrix<N> first = Matrix<N>::Constant(width, width, N(0));
  first.bottomRightCorner(length, length) = weights.position_scores;
  Matrix<N> second = Matrix<N>::Constant(2 * width, 2 * width, N(0));
  second.block(0, width, states, states) = weights.token_match;
  Matrix<N> output = Matrix<N>::Constant(states, 4 * width, N(0));
  for (int s = 0; s < states; ++s) output(s, 2 * width + s) = N(1);
  return {{{first}, {second}}, output};
}

#define LEMMASCOPE_REDUCED_WEIGHTS(N) \
  template struct ReducedWeights<N>;  \
  template attention::DisentangledTransformer<N> as_disentangled(const ReducedWeights<N>&);
#define LEMMASCOPE_REDUCED_FORWARD(N) \
  template ReducedPass<N> forward<N>(const ReducedWeights<N>&, std::span<const int>);
LEMMASCOPE_FIELDS(LEMMASCOPE_REDUCED_WEIGHTS)
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_REDUCED_FORWARD)

}  // namespace lemmascope::causal
