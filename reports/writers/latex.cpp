// LaTeX macros, so that a paper can cite verdicts and numbers by name.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "reports/model/claim_outcome.hpp"
#include "reports/writers/claim_view.hpp"
#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/text_formats.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

// Names inside \csname: anything but what LaTeX would expand.
std::string name(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '/' || c == '-' || c == '.';
    out += plain ? c : '.';
  }
  return out;
}

std::string macro(const std::string& owner, const std::string& key, const std::string& value) {
  return fmt::format("\\expandafter\\def\\csname lemmascope@{}@{}\\endcsname{{{}}}\n", name(owner),
                     key, latex_escaped(value));
}

}  // namespace

std::string latex_macros(const json& document) {
  const json &provenance = field(document, "provenance"), &request = field(document, "request");
  std::string out =
      "% Written by lemmascope from result.json. \\lemmascope{CLAIM}{FIELD}, "
      "\\lemmascoperun{FIELD}.\n"
      "\\makeatletter\n"
      "\\providecommand{\\lemmascope}[2]{\\@ifundefined{lemmascope@#1@#2}{\\PackageError{"
      "lemmascope}{no field #2 of claim #1}{}}{\\csname lemmascope@#1@#2\\endcsname}}\n"
      "\\providecommand{\\lemmascoperun}[1]{\\lemmascope{run}{#1}}\n";
  out += macro("run", "version", text_field(provenance, "version"));
  out += macro("run", "commit", text_field(provenance, "commit").substr(0, 12));
  for (const char* key : {"profile", "seed"}) out += macro("run", key, text_field(request, key));
  const Tally tally = tally_of(document);
  out += macro("run", "passed", std::to_string(tally.passed));
  out += macro("run", "failed", std::to_string(tally.failed));
  out += macro("run", "skipped", std::to_string(tally.skipped));
  for (const json& claim : list_field(document, "claims")) {
    const std::string id = text_field(claim, "id");
    const CaseCount cases = case_count(claim);
    for (const char* key : {"verdict", "expected", "evidence", "scope", "statement"})
      out += macro(id, key, text_field(claim, key));
    out += macro(id, "outcome", to_text(outcome_of(claim, request).outcome));
    out += macro(id, "cases", std::to_string(cases.met));
    out += macro(id, "tried", std::to_string(cases.tried));
    const json& margin = field(decisive_finding(claim), "margin");
    if (margin.is_object()) out += macro(id, "margin", text_field(margin, "value"));
    out += macro(id, "strength", strength_words(claim));
  }
  return out + "\\makeatother\n";
}

}  // namespace lemmascope::report
