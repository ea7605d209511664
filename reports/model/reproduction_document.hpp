// A reproduced figure as a document: what `lemmascope reproduce` writes and `lemmascope report`
// renders.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sim/causal/reproduction.hpp"

namespace lemmascope::report {

/// The trainings of a figure as data: configurations, curves, reference lines, final numbers, the
/// published numbers beside ours. No times and no weights.
nlohmann::json reproduction_json(const causal::Reproduction& reproduction);

/// A result document without claims: tables of the numbers, then the figures of every training, and
/// reproduction_json under "reproduction". `command` asks for it again ("reproduce fig9 --quick");
/// `root_seed` is what all trainings were drawn from.
nlohmann::json reproduction_document(const causal::Reproduction& reproduction,
                                     const std::string& command, std::uint64_t root_seed);

}  // namespace lemmascope::report
