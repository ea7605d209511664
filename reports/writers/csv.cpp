// Tidy CSV: one row a check, example or twin.
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "reports/model/claim_outcome.hpp"
#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/text_formats.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

std::string row(std::initializer_list<std::string> fields) {
  std::string out;
  bool first = true;
  for (const std::string& text : fields) {
    if (!first) out += ',';
    out += csv_field(text);
    first = false;
  }
  return out + "\r\n";
}

// The exact text of a number, not what a person would read.
std::string raw(const json& quantity) {
  return quantity.is_object() ? text_field(quantity, "value") : number_text(quantity);
}

std::string spread(const json& quantity) {
  for (const char* key : {"radius", "hex"}) {
    if (!text_field(quantity, key).empty()) return text_field(quantity, key);
  }
  const std::string lower = text_field(quantity, "lower");
  return lower.empty() ? "" : lower + ".." + text_field(quantity, "upper");
}

std::string result_row(const json& claim, const ClaimOutcome& outcome, const std::string& kind,
                       const std::string& name, const json& result) {
  const json& cases = field(result, "cases");
  const bool failing = field(result, "failing").is_object();
  const json& finding = field(result, failing ? "failing" : "tightest");
  const json& margin = field(finding, "margin");
  return row({text_field(claim, "id"),
              kind,
              name,
              text_field(result, "domain"),
              text_field(result, "verdict"),
              kind == "wrong twin" ? "refuted"
              : kind == "check"    ? text_field(claim, "expected")
                                   : "holds",
              text_field(result, "evidence"),
              text_field(result, "scope"),
              text_field(cases, "tried"),
              text_field(cases, "met"),
              text_field(cases, "relations"),
              text_field(finding, "instance"),
              text_field(finding, "case"),
              text_field(finding, "site"),
              raw(field(finding, "lhs")),
              text_field(finding, "op"),
              raw(field(finding, "rhs")),
              raw(margin),
              spread(margin),
              text_field(margin, "kind"),
              text_field(margin, "approximate"),
              text_field(result, "reason"),
              to_text(outcome.outcome),
              outcome.reason});
}

}  // namespace

std::string csv_report(const json& document) {
  std::string out = row({"claim",
                         "kind",
                         "name",
                         "domain",
                         "verdict",
                         "expected",
                         "evidence",
                         "scope",
                         "tried",
                         "met",
                         "relations",
                         "instance",
                         "case",
                         "site",
                         "lhs",
                         "op",
                         "rhs",
                         "margin",
                         "margin_spread",
                         "margin_kind",
                         "margin_approximate",
                         "reason",
                         "outcome",
                         "outcome_reason"});
  for (const json& claim : list_field(document, "claims")) {
    const ClaimOutcome outcome = outcome_of(claim, field(document, "request"));
    for (const json& check : list_field(claim, "checks"))
      out += result_row(claim, outcome, "check", text_field(check, "name"), check);
    const json& example = field(claim, "example");
    if (example.is_object()) out += result_row(claim, outcome, "example", "example", example);
    for (const json& twin : list_field(claim, "twins")) {
      out += result_row(claim, outcome,
                        text_field(twin, "kind") == "control" ? "control" : "wrong twin",
                        text_field(twin, "name"), field(twin, "result"));
    }
  }
  return out;
}

}  // namespace lemmascope::report
