// Chains as points of a cube, for attacks: skewed, nearly reducible, nearly periodic and nearly
// independent chains have as much room as any others.
#pragma once

#include <vector>

#include "properties/attack/chart.hpp"
#include "properties/markov/chain_instance.hpp"

namespace lemmascope::markov {

/// Coordinates of a positive chain: its rows, then how far the rows are from being all alike.
int chain_dimension(int states);
/// The chain (1 - m) 1 r + m P: P has the rows of the coordinates, r is the first of them; m is 1
/// over the first half of the last coordinate and falls to 1/1000 over the second.
Chain chain_at(const double* unit, int states, attack::Level level);

/// Every row the one before it, moved by one: `states - 1` coordinates.
Chain circulant_at(const double* unit, int states, attack::Level level);

/// A chart of chains for each of least..most states.
std::vector<attack::Chart<ChainInstance>> chain_charts(int least, int most);

}  // namespace lemmascope::markov
