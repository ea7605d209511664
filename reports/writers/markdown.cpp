// Markdown for step summaries and pull requests.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "reports/model/claim_outcome.hpp"
#include "reports/writers/claim_view.hpp"
#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/text_formats.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

constexpr std::size_t kTail = 400;  ///< kept free for the closing lines

std::string cut(std::string text, std::size_t longest) {
  if (text.size() <= longest) return text;
  while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0U) == 0x80) --longest;
  return text.substr(0, longest) + "…";
}

// Inert inside a code span whatever renders it.
std::string code_span(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '<' || c == '>') {
      safe += c == '<' ? "‹" : "›";
    } else {
      safe += c == '`' || c == '\n' || c == '\r' || c == '|' ? ' ' : c;
    }
  }
  return "`" + safe + "`";
}

std::string failure_entry(const json& claim, const ClaimOutcome& outcome,
                          const std::string& program) {
  constexpr std::size_t kLongest = 600;
  std::string out =
      fmt::format("- {} {} {}: {}, expected {}: {}\n", verdict_mark(text_field(claim, "verdict")),
                  to_text(outcome.outcome), code_span(text_field(claim, "id")),
                  markdown_escaped(text_field(claim, "verdict")),
                  markdown_escaped(text_field(claim, "expected")),
                  markdown_escaped(cut(outcome.reason, kLongest)));
  for (const json* check : witnesses(claim)) {
    out += fmt::format(
        "  replay: {}\n",
        code_span(program + " replay " +
                  shell_quoted(cut(text_field(field(*check, "witness"), "replay"), kLongest))));
  }
  return out;
}

std::string claim_row(const json& claim, const ClaimOutcome& outcome) {
  constexpr std::size_t kLongest = 300;
  const CaseCount cases = case_count(claim);
  return fmt::format("| {} {} | {} | {} | {} {} | {} / {} | {} / {} |\n",
                     verdict_mark(text_field(claim, "verdict")), to_text(outcome.outcome),
                     code_span(text_field(claim, "id")),
                     markdown_escaped(cut(text_field(claim, "statement"), kLongest)),
                     evidence_code(text_field(claim, "evidence")),
                     markdown_escaped(text_field(claim, "scope")), cases.met, cases.tried,
                     twins_caught(claim), list_field(claim, "twins").size());
}

/// Adds entries while they fit below `limit`; says how many did not.
void add_while_fitting(const std::vector<std::string>& entries, std::size_t limit, const char* what,
                       std::string& out) {
  std::size_t shown = 0;
  while (shown < entries.size() && out.size() + entries[shown].size() + kTail < limit)
    out += entries[shown++];
  if (shown < entries.size()) {
    out +=
        fmt::format("\n… and {} more {}; result.json holds all.\n", entries.size() - shown, what);
  }
}

std::string headline(const json& document) {
  const Tally tally = tally_of(document);
  const char* mark = tally.failed > 0 ? "✘" : tally.skipped > 0 || tally.passed == 0 ? "?" : "✔";
  return fmt::format("## {} Lemmascope: {}\n\n", mark, tally.line());
}

/// A document of trainings has no claims: its tables, then. Figures are for the page.
std::string tables_of(const json& document) {
  std::string out = "## Lemmascope:";
  for (const json& s : list_field(field(document, "request"), "selectors"))
    out += " " + markdown_escaped(cut(number_text(s), 400));
  out += "\n\n";
  for (const json& figure : list_field(document, "figures")) {
    if (text_field(figure, "kind") != "table") continue;
    std::vector<std::string> rows;
    const auto row = [](const json& cells) {
      std::string line = "|";
      for (const json& cell : cells)
        line += " " + markdown_escaped(cut(number_text(cell), 200)) + " |";
      return line + "\n";
    };
    for (const json& cells : list_field(figure, "rows")) rows.push_back(row(cells));
    out += fmt::format("### {}\n\n{}|", markdown_escaped(text_field(figure, "title")),
                       row(list_field(figure, "columns")));
    for (std::size_t k = 0; k < list_field(figure, "columns").size(); ++k) out += "---|";
    out += "\n";
    add_while_fitting(rows, kMarkdownLimit, "rows", out);
    out += fmt::format("\n{}\n\n", markdown_escaped(text_field(figure, "caption")));
  }
  return out;
}

std::string change_lines(const json& comparison) {
  if (!comparison.is_object()) return "";
  std::vector<std::string> entries;
  for (const json& change : list_field(comparison, "changes")) {
    if (text_field(change, "class") == "same") continue;
    entries.push_back(fmt::format("- **{}** {} {}\n", markdown_escaped(text_field(change, "class")),
                                  code_span(text_field(change, "id")),
                                  markdown_escaped(text_field(change, "detail"))));
  }
  std::string out = "### Change since the baseline\n\n";
  if (entries.empty()) return out + "None.\n\n";
  constexpr std::size_t kShare = 15000;
  add_while_fitting(entries, kShare, "changes", out);
  return out + "\n";
}

}  // namespace

std::string markdown_report(const json& document, const json& comparison) {
  if (list_field(document, "claims").empty() && !list_field(document, "figures").empty()) {
    return tables_of(document);
  }
  std::vector<std::string> failures, rows;
  for (const json& claim : list_field(document, "claims")) {
    const ClaimOutcome outcome = outcome_of(claim, field(document, "request"));
    if (outcome.outcome != Outcome::passed)
      failures.push_back(failure_entry(claim, outcome, program_of(document)));
    rows.push_back(claim_row(claim, outcome));
  }
  std::string out = headline(document) + change_lines(comparison);
  if (!failures.empty()) {
    constexpr std::size_t kShare = 40000;
    out += "### Not as expected\n\n";
    add_while_fitting(failures, kShare, "claims not as expected", out);
    out += "\n";
  }
  out +=
      "### Claims\n\n| | claim | statement | evidence | cases met / tried | twins "
      "|\n|---|---|---|---|---:|---:|\n";
  add_while_fitting(rows, kMarkdownLimit, "claims", out);
  const json& request = field(document, "request");
  const json& provenance = field(document, "provenance");
  return out + fmt::format(
                   "\nM machine-checked, E exact, I interval, P precise, S statistical; a family "
                   "or region is "
                   "complete in itself and says nothing outside. Profile {}, seed {}, commit {}.\n",
                   markdown_escaped(cut(text_field(request, "profile"), 20)),
                   markdown_escaped(cut(text_field(request, "seed"), 24)),
                   markdown_escaped(cut(text_field(provenance, "commit"), 12)));
}

}  // namespace lemmascope::report
