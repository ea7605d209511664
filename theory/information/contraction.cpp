// Dobrushin coefficient and the exact singular-value bound.
#include "theory/information/contraction.hpp"

#include "theory/information/stationary_weights.hpp"
#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/semidefinite.hpp"

namespace lemmascope::information {

template <Field N>
N dobrushin_coefficient(const markov::TransitionMatrix<N>& chain) {
  N largest(0);
  for (int s = 0; s < chain.states(); ++s) {
    for (int other = 0; other < s; ++other) {
      N distance(0);
      for (int t = 0; t < chain.states(); ++t) {
        distance += absolute<N>(chain(s, t) - chain(other, t));
      }
      largest = maximum<N>(largest, distance / N(2));
    }
  }
  return largest;
}

template <Field N>
Truth contracts_within(const markov::TransitionMatrix<N>& chain, const Vector<N>& stationary,
                       const N& bound) {
  require_positive_weights(chain, stationary);
  const int n = chain.states();
  Matrix<N> form(n, n);
  for (int t = 0; t < n; ++t) {
    for (int u = 0; u < n; ++u) {
      N sum(0);
      for (int s = 0; s < n; ++s) {
        sum += stationary(s) * (chain(s, t) - stationary(t)) * (chain(s, u) - stationary(u));
      }
      form(t, u) = (t == u ? N(bound * stationary(t)) : N(0)) - sum;
    }
  }
  return is_positive_semidefinite<N>(std::move(form));
}

#define LEMMASCOPE_INSTANTIATE(N)                                                          \
  template N dobrushin_coefficient<N>(const markov::TransitionMatrix<N>&);                 \
  template Truth contracts_within<N>(const markov::TransitionMatrix<N>&, const Vector<N>&, \
                                     const N&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::information
