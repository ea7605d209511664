// The whitened transition matrix and its squared Frobenius norm.
#include "theory/information/whitened_transition.hpp"

#include "theory/information/stationary_weights.hpp"
#include "theory/numeric/instantiate.hpp"

namespace lemmascope::information {

template <Elementary N>
Matrix<N> whitened_transition(const markov::TransitionMatrix<N>& chain,
                              const Vector<N>& stationary) {
  require_positive_weights(chain, stationary);
  const int n = chain.states();
  Vector<N> root(n);
  for (int s = 0; s < n; ++s) root(s) = sqrt(stationary(s));
  Matrix<N> whitened(n, n);
  for (int s = 0; s < n; ++s) {
    for (int t = 0; t < n; ++t) {
      whitened(s, t) = root(s) * (chain(s, t) - stationary(t)) / root(t);
    }
  }
  return whitened;
}

template <Field N>
N whitened_norm_squared(const markov::TransitionMatrix<N>& chain, const Vector<N>& stationary) {
  require_positive_weights(chain, stationary);
  N sum(0);
  for (int s = 0; s < chain.states(); ++s) {
    for (int t = 0; t < chain.states(); ++t) {
      const N excess = chain(s, t) - stationary(t);
      sum += stationary(s) * excess * excess / stationary(t);
    }
  }
  return sum;
}

#define LEMMASCOPE_INSTANTIATE(N) \
  template N whitened_norm_squared<N>(const markov::TransitionMatrix<N>&, const Vector<N>&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

#define LEMMASCOPE_INSTANTIATE(N) \
  template Matrix<N> whitened_transition<N>(const markov::TransitionMatrix<N>&, const Vector<N>&);
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::information
