#include "reports/writers/finding_view.hpp"

#include <nlohmann/json.hpp>

#include "reports/model/findings.hpp"
#include "reports/writers/claim_view.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/figures.hpp"
#include "reports/writers/prose_math.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

json view_of(const json& finding) {
  const std::string id = text_field(finding, "claim"), verdict = text_field(finding, "verdict");
  const json& smallest = field(finding, "counterexample");
  const std::string replay = text_field(smallest, "replay");
  return {
      {"id", id},
      {"anchor", anchor("claim", id)},
      {"paper", text_field(finding, "paper")},
      {"where", text_field(finding, "where")},
      {"statement_html", prose_html(text_field(finding, "statement"))},
      {"instead_html", prose_html(text_field(finding, "instead"))},
      {"verdict", verdict},
      {"mark", verdict_mark(verdict)},
      {"shown", verdict == "refuted"},
      {"has_counterexample", smallest.is_object()},
      {"relation_html", prose_html(text_field(smallest, "relation"))},
      {"instance", text_field(smallest, "instance")},
      {"counterexample_anchor", anchor("counterexample", id + "." + text_field(smallest, "check"))},
      {"command", text_field(finding, "check")},
      {"replay", replay.empty() ? "" : "replay " + shell_quoted(replay)}};
}

}  // namespace

json finding_groups(const json& document) {
  json groups = json::array();
  const json all = findings(list_field(document, "claims"));
  for (const char* kind : {"released code", "print", "condition", "reading"}) {
    json group = {{"heading", finding_heading(kind)}, {"findings", json::array()}};
    for (const json& finding : all) {
      if (text_field(finding, "kind") == kind) group["findings"].push_back(view_of(finding));
    }
    group["count"] = std::to_string(group["findings"].size());
    if (!group["findings"].empty()) groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace lemmascope::report
