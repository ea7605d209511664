// Shrinking of chains: fewer states, then fractions with smaller denominators.
#pragma once

#include <vector>

#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::markov {

/// Chains that are strictly simpler, boldest first: one state fewer (its row and column dropped,
/// the other rows rescaled), then one row rewritten with a smaller common denominator. For two
/// states every fraction of a smaller denominator is tried, simplest first; for more, the nearest
/// row on each coarser grid.
std::vector<Chain> simpler_chains(const Chain& chain);

}  // namespace lemmascope::markov
