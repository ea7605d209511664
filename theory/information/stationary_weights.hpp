// The precondition shared by everything that divides by stationary probabilities.
#pragma once

#include "theory/markov/transition_matrix.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::information {

/// Throws PreconditionError unless `stationary` has one certainly positive weight for every state.
template <Field N>
void require_positive_weights(const markov::TransitionMatrix<N>& chain,
                              const Vector<N>& stationary) {
  if (stationary.size() != chain.states()) {
    refuse(fmt::format("expected a stationary law on {} states, found {}", chain.states(),
                       stationary.size()));
  }
  for (int s = 0; s < chain.states(); ++s) {
    if (less(N(0), stationary(s)) != Truth::yes) {
      refuse(fmt::format("expected positive stationary probabilities, found {} at state {}",
                         to_text(stationary(s)), s));
    }
  }
}

}  // namespace lemmascope::information
