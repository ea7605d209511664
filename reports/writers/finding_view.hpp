// Findings as data for the templates: what is wrong or unsaid in print or in released code.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace lemmascope::report {

/// Groups by kind, each with a heading and its findings: where it is printed, what does not hold,
/// what print says, the smallest counterexample and the commands that show it.
nlohmann::json finding_groups(const nlohmann::json& document);

}  // namespace lemmascope::report
