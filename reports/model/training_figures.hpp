// Trainings as figures of a report: loss curves, attention beside adjacency, weights in blocks.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sim/causal/reproduction.hpp"

namespace lemmascope::report {

/// The figures of one training: test and training loss with reference lines; parent attention over
/// steps; adjacency beside the first-layer attention of each head, edges outlined; every weight
/// matrix ruled into its blocks, clipped at its 2nd and 98th percentile (the caption says so).
/// Matrices too large for a page are named in the caption of the loss. `prefix` starts their ids.
nlohmann::json training_figures(const causal::ReproductionRun& run, const std::string& prefix);

/// A training as data: configuration, curve, lines, attention, final loss. No times.
nlohmann::json training_json(const causal::ReproductionRun& run);

/// A document the writers render: no claims, the given figures, which `lemmascope COMMAND` makes
/// again from root seed `seed`.
nlohmann::json figures_document(const std::string& command, std::uint64_t seed,
                                const nlohmann::json& figures);

}  // namespace lemmascope::report
