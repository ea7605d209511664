// Assumptions about a chain alone, with their checkers.
#pragma once

#include "properties/claim/about_instances.hpp"
#include "properties/markov/chain_instance.hpp"

namespace lemmascope::markov {

/// Every state can be reached from every other one, so the stationary law is unique and positive.
claim::Hypothesis<ChainInstance> irreducible_chain();

}  // namespace lemmascope::markov
