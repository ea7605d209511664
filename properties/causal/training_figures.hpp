// Trainings of this paper as figures of a report: loss curves, attention beside adjacency, weights
// in blocks.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "sim/causal/reproduction.hpp"

namespace lemmascope::causal {

/// The figures of one training: test and training loss with reference lines; parent attention over
/// steps; adjacency beside the first-layer attention of each head, edges outlined; every weight
/// matrix ruled into its blocks, clipped at its 2nd and 98th percentile (the caption says so).
/// Matrices too large for a page are named in the caption of the loss. `prefix` starts their ids.
nlohmann::json training_figures(const ReproductionRun& run, const std::string& prefix);

/// A training as data: configuration, curve, lines, attention, final loss. No times.
nlohmann::json training_json(const ReproductionRun& run);

/// Its losses and attention as lines for a terminal.
std::vector<std::string> training_summary(const ReproductionRun& run);

/// First-layer attention as characters, for a glance without leaving the terminal; nothing for
/// more than 64 positions.
std::vector<std::string> attention_in_characters(const ReproductionRun& run);

}  // namespace lemmascope::causal
