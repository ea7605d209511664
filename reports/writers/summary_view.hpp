// What the first screen and the closing sections say, as data for the templates.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace lemmascope::report {

/// Banner, strengths, failing, refuted and gaps ("what was not checked"). `claims` are claim views
/// in the order of the document.
void add_summary(const nlohmann::json& document, const nlohmann::json& claims,
                 nlohmann::json& page);

/// For every paper the places of its claims: where, statement, verdict, the weakest strength on its
/// path and how far it reaches. `papers` as papers_of says them.
void add_places(const nlohmann::json& papers, const nlohmann::json& claims, nlohmann::json& page);

/// The reviewer's questions with the answers this result gives.
void add_checklist(const nlohmann::json& document, const nlohmann::json& claims,
                   nlohmann::json& page);

/// Provenance as flat keys and values, the canary line, the arguments that reproduce the run.
void add_provenance(const nlohmann::json& document, nlohmann::json& page);

}  // namespace lemmascope::report
