// The false-alarm budget of a run: who drew on it.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "properties/claim/result.hpp"

namespace lemmascope::report {

/// {"budget", "each", "assertions", "at_most", "spent"} over every check and twin of the run that
/// states an error rate, or null when none does. Throws PreconditionError when they are more than
/// the ledger allows or one draws another rate than its share: the budget would be a lie.
nlohmann::json false_alarm_budget(const claim::RunResult& run);

}  // namespace lemmascope::report
