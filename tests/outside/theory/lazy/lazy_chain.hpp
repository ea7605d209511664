// Chains that stay where they are with a given probability.
#pragma once
#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::lazy {

/// a I + (1 - a) pi for laziness a in [0, 1].
markov::Chain lazy_chain(const markov::Chain& chain, const Rational& laziness);

}  // namespace lemmascope::lazy
