#include "reports/model/result_document.hpp"

#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/result.hpp"
#include "reports/model/claim_outcome.hpp"
#include "reports/model/cross_checks.hpp"
#include "reports/model/false_alarm_budget.hpp"
#include "reports/model/papers_document.hpp"
#include "reports/model/provenance.hpp"
#include "reports/proofs/library.hpp"

namespace lemmascope::report {
namespace {

// What the theorems that claims name say, by id: a reader of the document needs nothing else. Many
// theorems rest on the same definitions, which the document holds once, by "file: name".
void add_theorems(const std::vector<const claim::Claim*>& claims, nlohmann::json& document) {
  for (const claim::Claim* claim : claims) {
    for (const auto* list : {&claim->proved_by.theorems, &claim->proved_in_part}) {
      for (const std::string& id : *list) {
        const Theorem* theorem = find_theorem(id);
        if (theorem == nullptr) continue;
        nlohmann::json entry = to_json(*theorem);
        nlohmann::json keys = nlohmann::json::array();
        for (const ProofDefinition& d : theorem->definitions) {
          keys.push_back(d.file + ": " + d.name);
          document["definitions"][d.file + ": " + d.name] = d.text;
        }
        entry["definitions"] = keys;
        document["theorems"][id] = entry;
      }
    }
  }
}

// A figure of what a check measured stands with the others, with the claim that it belongs to.
void add_measured_figures(nlohmann::json& document) {
  for (auto& claim : document["claims"]) {
    for (auto& check : claim["checks"]) {
      if (!check.contains("measured") || !check["measured"].is_object() ||
          !check["measured"].contains("figure"))
        continue;
      nlohmann::json figure = std::move(check["measured"]["figure"]);
      check["measured"].erase("figure");
      figure["claims"] = nlohmann::json::array({claim["id"]});
      document["figures"].push_back(std::move(figure));
    }
  }
}

}  // namespace

nlohmann::json to_json(const RunRequest& request) {
  nlohmann::json json = {{"selectors", request.selectors},
                         {"tag", request.tag},
                         {"paper", request.paper},
                         {"require", claim::to_text(request.require)}};
  if (request.proofs) json["proofs"] = true;
  if (!request.task.empty()) json["task"] = request.task;
  return json;
}

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
                             {"request", to_json(request)},
                             {"summary",
                              {{"passed", tally.passed},
                               {"failed", tally.failed},
                               {"skipped", tally.skipped},
                               {"exit_code", tally.code}}},
                             {"claims", claims},
                             {"cross_checks", cross_checks(run)},
                             {"papers", papers_of(selected)},
                             {"figures", catalogue::figures_for(selected)},
                             {"provenance", provenance}};
  add_measured_figures(document);
  document["request"]["profile"] = claim::to_text(run.context.profile);
  document["request"]["seed"] = std::to_string(run.context.seed);
  add_theorems(selected, document);
  if (run.context.attack_evaluations) {
    document["request"]["attack"] = *run.context.attack_evaluations;
  }
  if (run.context.most_work != claim::kMostWork) {
    document["request"]["most_work"] = run.context.most_work;
  }
  const nlohmann::json budget = false_alarm_budget(run);
  if (!budget.is_null()) document["ledger"] = budget;
  return document;
}

std::string result_text(const nlohmann::json& document) { return document.dump(1) + "\n"; }

}  // namespace lemmascope::report
