#include "reports/model/result_document.hpp"

#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/result.hpp"
#include "reports/model/claim_outcome.hpp"
#include "reports/model/cross_checks.hpp"
#include "reports/model/false_alarm_budget.hpp"
#include "reports/model/provenance.hpp"

namespace lemmascope::report {

nlohmann::json result_document(const claim::RunResult& run, const RunRequest& request) {
  nlohmann::json claims = nlohmann::json::array();
  nlohmann::json seconds = nlohmann::json::object();
  std::vector<const claim::Claim*> selected;
  for (const auto& result : run.claims) {
    claims.push_back(claim::to_json(result));
    // Samples have files of their own; the events keep them for a run that is resumed or merged.
    for (auto& check : claims.back()["checks"]) check.erase("sample");
    seconds[result.claim->id] = result.seconds;
    selected.push_back(result.claim);
  }
  nlohmann::json provenance = build_provenance();
  provenance["canary"] = canary_provenance();
  provenance["finished"] = timestamp();
  if (!reproducible_timestamps()) {
    provenance["seconds"] = seconds;
    provenance["jobs"] = run.context.jobs;
  }
  const Tally tally = tally_of(run, request.require);
  nlohmann::json document = {{"schema", "lemmascope/result/1"},
                             {"request",
                              {{"profile", claim::to_text(run.context.profile)},
                               {"seed", std::to_string(run.context.seed)},
                               {"selectors", request.selectors},
                               {"tag", request.tag},
                               {"paper", request.paper},
                               {"require", claim::to_text(request.require)}}},
                             {"summary",
                              {{"passed", tally.passed},
                               {"failed", tally.failed},
                               {"skipped", tally.skipped},
                               {"exit_code", tally.code}}},
                             {"claims", claims},
                             {"cross_checks", cross_checks(run)},
                             {"figures", catalogue::figures_for(selected)},
                             {"provenance", provenance}};
  if (run.context.attack_evaluations) {
    document["request"]["attack"] = *run.context.attack_evaluations;
  }
  const nlohmann::json budget = false_alarm_budget(run);
  if (!budget.is_null()) document["ledger"] = budget;
  return document;
}

}  // namespace lemmascope::report
