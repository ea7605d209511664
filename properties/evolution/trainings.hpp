// What trainings and reproductions of this paper share.
#pragma once

#include <vector>

#include "properties/catalogue/training.hpp"
#include "sim/evolution/attention_training.hpp"
#include "sim/evolution/minimal_training.hpp"

namespace lemmascope::evolution {

/// AdamW with PyTorch's decay and moments.
sim::Optimiser adamw(double rate);

std::vector<catalogue::Training> every_training();

}  // namespace lemmascope::evolution
