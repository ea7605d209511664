// The papers in their own order, as data for the templates: every statement with what checks it, or
// with the reason why nothing does.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lemmascope::report {

/// The statements that list each claim, [{"label", "anchor"}] by claim id. `papers` as papers_of
/// says them.
std::map<std::string, nlohmann::json> statements_by_claim(const nlohmann::json& papers);

/// A view a paper: its statements in their order with the views of their claims, a line of coverage
/// and the claims that belong to none. `claims` as claim_view makes them.
nlohmann::json paper_views(const nlohmann::json& papers, const nlohmann::json& claims);

}  // namespace lemmascope::report
