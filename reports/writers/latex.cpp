// LaTeX macros, so that a paper can cite verdicts and numbers by name.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

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
  const json &provenance = field(document, "provenance"), &request = field(document, "request"),
             &summary = field(document, "summary");
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
  for (const char* key : {"passed", "failed", "skipped"})
    out += macro("run", key, text_field(summary, key));
  for (const json& claim : list_field(document, "claims")) {
    const std::string id = text_field(claim, "id");
    const CaseCount cases = case_count(claim);
    for (const char* key : {"verdict", "expected", "evidence", "scope", "statement"})
      out += macro(id, key, text_field(claim, key));
    out += macro(id, "cases", std::to_string(cases.met));
    out += macro(id, "tried", std::to_string(cases.tried));
    const json& margin = field(decisive_finding(claim), "margin");
    if (margin.is_object()) out += macro(id, "margin", text_field(margin, "value"));
    out += macro(id, "strength", strength_words(claim));
  }
  return out + "\\makeatother\n";
}

}  // namespace lemmascope::report
