// lemmascope list findings: what is wrong or unsaid in print or in released code.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/result.hpp"
#include "reports/cli/commands.hpp"
#include "reports/model/findings.hpp"
#include "reports/model/result_file.hpp"
#include "reports/model/this_program.hpp"
#include "reports/writers/fields.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

json claims_of_this_program() {
  json records = json::array();
  for (const claim::Claim& claim : catalogue::every_claim()) {
    if (claim.expected == claim::Verdict::refuted) records.push_back(claim::record_json(claim));
  }
  return records;
}

void print_finding(const json& finding, const Console& console) {
  const auto line = [&](const std::string& text) {
    console.print("  " + wrapped(text, console.width(), 4));
  };
  console.print(fmt::format("{}, {}", text_field(finding, "paper"), text_field(finding, "where")));
  line(text_field(finding, "statement"));
  line("Print: " + text_field(finding, "instead"));
  const json& smallest = field(finding, "counterexample");
  if (smallest.is_object()) {
    line(fmt::format("Smallest counterexample: {} ({})", text_field(smallest, "relation"),
                     text_field(smallest, "instance")));
  }
  const std::string verdict = text_field(finding, "verdict");
  if (!verdict.empty() && verdict != "refuted") line("Not shown by this result: " + verdict);
  console.print("  " + command_line(text_field(finding, "check")));
  console.print("");
}

}  // namespace

void list_findings(const std::string& result, bool as_json, const Console& console) {
  const json found =
      findings(result.empty() ? claims_of_this_program()
                              : list_field(read_document(result, kResultSchema), "claims"));
  if (as_json) {
    console.print(found.dump(2));
    return;
  }
  for (const char* kind : {"released code", "print", "condition", "reading"}) {
    bool headed = false;
    for (const json& finding : found) {
      if (text_field(finding, "kind") != kind) continue;
      if (!headed) console.print(console.bold(finding_heading(kind)) + "\n");
      headed = true;
      print_finding(finding, console);
    }
  }
  console.print(fmt::format("{} finding{}", found.size(), found.size() == 1 ? "" : "s"));
}

}  // namespace lemmascope::report
