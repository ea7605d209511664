// The instances whose values are recorded as references: two fixed chains.
#pragma once

#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::causal {

/// Two states, stationary law (4/7, 3/7), second eigenvalue 3/10.
inline markov::Chain reference_pi2() { return markov::parse_chain("7/10,3/10;4/10,6/10"); }

/// Three states, stationary law (25/99, 40/99, 34/99).
inline markov::Chain reference_pi3() {
  return markov::parse_chain("1/2,3/10,1/5;1/10,3/5,3/10;1/4,1/4,1/2");
}

}  // namespace lemmascope::causal
