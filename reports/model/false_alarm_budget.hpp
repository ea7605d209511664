// The false-alarm budget of a run: who drew on it.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "properties/claim/result.hpp"

namespace lemmascope::report {

/// {"budget", "each", "assertions", "at_most", "spent"} summed over the papers of the run, with the
/// same per paper under "papers": every check and twin that states an error rate. Null when none
/// does. Rates and numbers were held against what the claims declare when they ran.
nlohmann::json false_alarm_budget(const claim::RunResult& run);

}  // namespace lemmascope::report
