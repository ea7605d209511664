// Documents against the JSON Schemas this program publishes: what others wrote by hand is read only
// when it has the form it claims to have.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace lemmascope::report {

/// The first place where a document departs from a schema, in words ("violated.op: expected one of
/// ..."); empty when it fits. Knows the part of JSON Schema draft 7 that our schemas use; throws
/// std::logic_error on any other keyword, so that none is passed over.
std::string departure(const nlohmann::json& schema, const nlohmann::json& document);

/// Throws PreconditionError "PLACE: not a NAME: ..." unless the document fits the published schema
/// of that name (witness, events, golden, sweep, sweep-events, ...).
void require_schema(const nlohmann::json& document, std::string_view name,
                    const std::string& place);

}  // namespace lemmascope::report
