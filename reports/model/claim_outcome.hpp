// Claims of a result document as the one rule judges them (see properties/claim/outcome.hpp).
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "properties/claim/outcome.hpp"

namespace lemmascope::report {

using claim::ClaimOutcome;
using claim::Outcome;
using claim::outcome_of;
using claim::tally_of;
using Tally = claim::RunTally;

/// Of a claim of a result document, by the document's "request". Reads both without trusting them.
ClaimOutcome outcome_of(const nlohmann::json& claim, const nlohmann::json& request);
Tally tally_of(const nlohmann::json& document);

}  // namespace lemmascope::report
