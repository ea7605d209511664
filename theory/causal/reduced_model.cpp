#include "theory/causal/reduced_model.hpp"

#include <fmt/format.h>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {

void require_tokens(std::span<const int> tokens, int states) {
  require(!tokens.empty(), "expected at least one token, found none");
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i] < 0 || tokens[i] >= states) {
      refuse(fmt::format("expected token {} in 0..{}, found {}", i, states - 1, tokens[i]));
    }
  }
}

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
  require_tokens(tokens, weights.states());
  if (static_cast<int>(tokens.size()) != length) {
    refuse(fmt::format("expected {} tokens (the size of A1), found {}", length, tokens.size()));
  }
  require(weights.token_match.rows() == weights.token_match.cols(), "expected a square A2");
  ReducedPass<N> pass;
  pass.attention = causal_attention(weights.position_scores);
  const int query = tokens[tokens.size() - 1];
  pass.scores = Vector<N>::Constant(length, N(0));
  for (int i = 0; i < length; ++i) {
    for (int j = 0; j <= i; ++j) {
      pass.scores[i] += pass.attention(i, j) * weights.token_match(query, tokens[j]);
    }
  }
  pass.weights = softmax<N>(pass.scores);
  pass.prediction = Vector<N>::Constant(weights.states(), N(0));
  for (int i = 0; i < length; ++i) pass.prediction[tokens[i]] += pass.weights[i];
  return pass;
}

#define LEMMASCOPE_REDUCED_WEIGHTS(N) template struct ReducedWeights<N>;
#define LEMMASCOPE_REDUCED_FORWARD(N) \
  template ReducedPass<N> forward<N>(const ReducedWeights<N>&, std::span<const int>);
LEMMASCOPE_FIELDS(LEMMASCOPE_REDUCED_WEIGHTS)
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_REDUCED_FORWARD)

}  // namespace lemmascope::causal
