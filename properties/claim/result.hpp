// Results as JSON: the one document every view is rendered from.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "properties/claim/engine.hpp"

namespace lemmascope::claim {

/// The record of a claim (statement, source, hypotheses, dependencies, names of twins).
nlohmann::json record_json(const Claim& claim);
nlohmann::json to_json(const CheckResult& result);
/// The inverse: to_json(check_result_from_json(j)) == j. Throws PreconditionError on anything else.
CheckResult check_result_from_json(const nlohmann::json& json);
/// Record and result of one claim. Times are left out: the same seed gives the same bytes.
nlohmann::json to_json(const ClaimResult& result);

}  // namespace lemmascope::claim
