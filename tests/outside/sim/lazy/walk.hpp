// A lazy walk between two states, drawn from a keyed stream.
#pragma once

#include "sim/random/stream.hpp"

namespace lemmascope::lazy {

/// Of `steps` steps that stay with probability `laziness`, the share that stayed.
double share_of_rests(double laziness, int steps, const sim::StreamKey& key);

}  // namespace lemmascope::lazy
