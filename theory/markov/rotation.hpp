// Chains that a rotation of the tokens leaves alone (circulants): every token is as good as
// another.
#pragma once

#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::markov {

/// pi(t + 1 | s + 1) = pi(t | s) for all s, t, cyclically. Of exact chains only: equal enclosures
/// need not enclose equal numbers.
inline bool is_rotation_invariant(const Chain& chain) {
  const int states = chain.states();
  for (int s = 0; s < states; ++s) {
    for (int t = 0; t < states; ++t) {
      if (chain((s + 1) % states, (t + 1) % states) != chain(s, t)) return false;
    }
  }
  return true;
}

}  // namespace lemmascope::markov
