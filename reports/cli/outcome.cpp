#include "reports/cli/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>

#include "reports/model/claim_outcome.hpp"
#include "reports/model/cross_checks.hpp"
#include "reports/model/result_document.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/html.hpp"

namespace lemmascope::report {
namespace {

using claim::ClaimResult;
using claim::Verdict;

std::string cases(const ClaimResult& r) {
  std::int64_t met = 0, tried = 0;
  for (const auto& check : r.checks) {
    met += check.met;
    tried += check.tried;
  }
  return met == tried ? fmt::format("{}", tried) : fmt::format("{} of {}", met, tried);
}

std::string twins(const ClaimResult& r) {
  const auto caught =
      std::count_if(r.twins.begin(), r.twins.end(), [](const auto& t) { return t.caught; });
  return fmt::format("{}/{}", caught, r.twins.size());
}

// The witnesses of a run, and their paths below `output`.
std::vector<std::string> write_witnesses(const claim::RunResult& run, const std::string& output) {
  std::vector<std::string> written;
  const auto write = [&](const ClaimResult& r, const claim::CheckResult& check) {
    if (!check.witness) return;
    written.push_back(witness_file(r.claim->id, check.name));
    write_atomically(output + "/" + written.back(), check.witness->dump(2) + "\n");
  };
  for (const ClaimResult& r : run.claims) {
    for (const auto& check : r.checks) write(r, check);
    if (r.attack) write(r, *r.attack);
  }
  return written;
}

// Files of an earlier run beside this run's stay, since somebody may need them, but are named.
void note_older_files(const std::string& output, const std::vector<std::string>& written,
                      const Console& console) {
  namespace fs = std::filesystem;
  const std::set<std::string> ours(written.begin(), written.end());
  std::vector<std::string> older;
  for (const char* folder : {"witness", "sample"}) {
    std::error_code unreadable;
    for (const auto& entry : fs::directory_iterator(fs::path(output) / folder, unreadable)) {
      std::string name = std::string(folder) + "/" + entry.path().filename().string();
      if (entry.path().extension() == ".json" && !ours.contains(name)) older.push_back(name);
    }
  }
  if (older.empty()) return;
  std::sort(older.begin(), older.end());
  console.note(fmt::format("{}: {} file{} not of this run: {}{}", output, older.size(),
                           older.size() == 1 ? " is" : "s are", older.front(),
                           older.size() == 1 ? "" : ", …"));
}

// Why a run exits with what it exits with, on stderr: the table may have gone to a file.
void note_reasons(const claim::RunResult& run, claim::Evidence required, const Console& console) {
  constexpr int kMostLines = 10;
  int left = 0, lines = 0;
  for (const ClaimResult& r : run.claims) {
    const ClaimOutcome outcome = outcome_of(r, required);
    if (outcome.outcome == Outcome::passed) continue;
    // That somebody's own instance misses a hypothesis is the table's answer, no gap of the run.
    if (r.claim->one_instance && r.verdict == Verdict::skipped) continue;
    if (++lines > kMostLines) {
      ++left;
      continue;
    }
    console.note(fmt::format("{} {}: {}", to_text(outcome.outcome), r.claim->id, outcome.reason));
  }
  if (left > 0) console.note(fmt::format("… and {} more; result.json holds all", left));
}

// One line for what is green but says little; nothing when there is none of it.
std::string weaknesses(const nlohmann::json& document, const std::string& output) {
  const auto& checks = document.at("cross_checks");
  const std::size_t slack = checks.at("slack").size(), absurd = checks.at("absurd_twins").size();
  if (slack + absurd == 0) return "";
  return fmt::format(
      "warning: {} check{} come{} no nearer than half to the bound, {} twin{} fail{} by as much as "
      "the numbers themselves; `jq .cross_checks {}/result.json` lists them",
      slack, slack == 1 ? "" : "s", slack == 1 ? "s" : "", absurd, absurd == 1 ? "" : "s",
      absurd == 1 ? "s" : "", output);
}

// The counterexample that takes least room, in a line; empty when there is none.
std::string counterexample_line(const ClaimResult& r) {
  const nlohmann::json* smallest = nullptr;
  const auto look_at = [&smallest](const claim::CheckResult& check) {
    if (!check.witness) return;
    const auto size = [](const nlohmann::json& w) { return field(w, "instance").dump().size(); };
    if (smallest == nullptr || size(*check.witness) < size(*smallest))
      smallest = check.witness.get();
  };
  for (const auto& check : r.checks) look_at(check);
  if (r.attack) look_at(*r.attack);
  if (smallest == nullptr) return "";
  return fmt::format("    counterexample {}: {}", text_field(*smallest, "summary"),
                     relation_words(field(*smallest, "violated")));
}

}  // namespace

void print_claim(const ClaimResult& r, claim::Evidence required, const Console& console) {
  const ClaimOutcome outcome = outcome_of(r, required);
  const bool passed = outcome.outcome == Outcome::passed;
  const bool expected_refutation = claim::expected_of(r) == Verdict::refuted;
  console.print(fmt::format("{} {:<50} {:<20} {}/{:<9} {:>16} {:>6} {:>6.2f} s",
                            console.mark(r.verdict, passed), r.claim->id,
                            expected_refutation && passed ? std::string("refuted, as expected")
                                                          : std::string(claim::to_text(r.verdict)),
                            claim::code(r.evidence), claim::to_text(r.scope), cases(r), twins(r),
                            r.seconds));
  if (!passed) console.print(fmt::format("    {}: {}", to_text(outcome.outcome), outcome.reason));
  if (const std::string line = counterexample_line(r); !line.empty()) console.print(line);
}

void print_claim_header(const Console& console) {
  console.print(console.dim(fmt::format("  {:<50} {:<20} {:<11} {:>16} {:>6} {:>8}", "claim",
                                        "verdict", "evidence", "cases met", "twins", "time")));
}

int write_outcome(const claim::RunResult& run, const RunRequest& request, const std::string& output,
                  bool json, const Console& console) {
  const nlohmann::json document = result_document(run, request);
  const Tally tally = tally_of(run, request.require);
  write_atomically(output + "/result.json", result_text(document));
  std::vector<std::string> written = write_witnesses(run, output);
  for (std::string& name : write_samples(run, output)) written.push_back(std::move(name));
  write_atomically(output + "/report.html", html_report(document));
  note_reasons(run, request.require, console);
  note_older_files(output, written, console);
  if (json) {
    console.print(document.dump(2));
    return tally.code;
  }
  console.print("");
  console.print(fmt::format("report {0}/report.html · data {0}/result.json", output));
  if (const std::string line = weaknesses(document, output); !line.empty()) console.print(line);
  console.print(tally.line());
  return tally.code;
}

}  // namespace lemmascope::report
