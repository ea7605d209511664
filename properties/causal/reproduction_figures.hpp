// A reproduced figure as data and as figures of a report.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sim/causal/reproduction.hpp"

namespace lemmascope::causal {

/// The trainings of a figure as data: configurations, curves, reference lines, final numbers, the
/// published numbers beside ours. No times and no weights.
nlohmann::json reproduction_json(const Reproduction& reproduction);

/// Tables of the numbers, then the figures of every training.
nlohmann::json reproduction_figures(const Reproduction& reproduction);

}  // namespace lemmascope::causal
