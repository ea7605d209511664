// All claims of a document as data for the templates.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace lemmascope::report {

/// claim_view of every claim, in the order of the document. `papers` as papers_of says them,
/// `comparison` as compare_results does, or null.
nlohmann::json claim_views(const nlohmann::json& document, const nlohmann::json& papers,
                           const nlohmann::json& comparison);

}  // namespace lemmascope::report
