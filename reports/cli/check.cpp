// lemmascope check: run claims, print a table, write result.json, witnesses and the report.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "properties/claim/registry.hpp"
#include "reports/cli/commands.hpp"
#include "reports/cli/exit_codes.hpp"
#include "reports/model/result_document.hpp"
#include "reports/writers/html.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using claim::ClaimResult;
using claim::Verdict;

std::vector<const claim::Claim*> selected(const CheckOptions& options, const Console& console) {
  auto claims = claim::select_claims(options.selectors, options.tag, options.paper);
  for (const std::string& glob : options.selectors) {
    if (!claim::select_claims({glob}, "", "").empty()) continue;
    const std::string near = claim::nearest_claim(glob);
    console.note(near.empty() ? fmt::format("no claim matches '{}'", glob)
                              : fmt::format("no claim matches '{}'; did you mean {}?", glob, near));
  }
  return claims;
}

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

void print_row(const ClaimResult& r, const Console& console) {
  const bool expected_refutation = r.claim->expected == Verdict::refuted;
  console.print(fmt::format("{} {:<42} {:<21} {}/{:<9} {:>16} {:>6} {:>6.2f} s",
                            console.mark(r.verdict, r.as_expected), r.claim->id,
                            expected_refutation && r.as_expected
                                ? std::string("refuted, as expected")
                                : std::string(claim::to_text(r.verdict)),
                            claim::code(r.evidence), claim::to_text(r.scope), cases(r), twins(r),
                            r.seconds));
  if (!r.as_expected) console.print("    " + r.reason);
}

void print_header(const Console& console) {
  console.print(console.dim(fmt::format("  {:<42} {:<21} {:<11} {:>16} {:>6} {:>8}", "claim", "verdict",
                                        "evidence", "cases met", "twins", "time")));
}

void write_witnesses(const claim::RunResult& run, const std::string& output) {
  for (const ClaimResult& r : run.claims) {
    for (const auto& check : r.checks) {
      if (!check.witness) continue;
      std::string name = r.claim->id;
      std::replace(name.begin(), name.end(), '/', '.');
      write_atomically(fmt::format("{}/witness/{}.{}.json", output, name, check.name),
                       check.witness->dump(2) + "\n");
    }
  }
}

claim::RunContext context_of(const CheckOptions& options) {
  claim::RunContext context;
  context.profile = options.profile;
  context.seed = options.seed;
  context.jobs =
      options.jobs > 0 ? options.jobs : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  if (options.time_budget_seconds > 0) {
    context.deadline = std::chrono::steady_clock::now() +
                       std::chrono::milliseconds(
                           static_cast<std::int64_t>(options.time_budget_seconds * 1000));
  }
  return context;
}

}  // namespace

int check(const CheckOptions& options, const Console& console) {
  const auto claims = selected(options, console);
  if (claims.empty()) {
    console.note("nothing selected; `lemmascope list claims` shows what exists");
    console.print("0 passed, 0 failed, 0 skipped");
    return kNothing;
  }
  const claim::RunContext context = context_of(options);
  if (!options.json) print_header(console);
  std::size_t finished = 0;
  console.transient(fmt::format("checking {}", claims.front()->id));
  const claim::RunResult run = claim::run_claims(claims, context, [&](const ClaimResult& r) {
    console.transient("");
    if (!options.json) print_row(r, console);
    if (++finished < claims.size()) {
      console.transient(fmt::format("[{}/{}] checking {}", finished + 1, claims.size(),
                                    claims[finished]->id));
    }
  });
  const int code = claim::exit_code(run, {options.require});
  const nlohmann::json document = result_document(
      run, {options.selectors, options.tag, options.paper, options.require}, code);
  write_atomically(options.output + "/result.json", document.dump(2) + "\n");
  write_witnesses(run, options.output);
  write_atomically(options.output + "/report.html", html_report(document));
  if (options.json) {
    console.print(document.dump(2));
    return code;
  }
  console.print("");
  console.print(fmt::format("report {0}/report.html · data {0}/result.json", options.output));
  console.print(fmt::format("{} passed, {} failed, {} skipped", run.passed(), run.failed(),
                            run.skipped()));
  return code;
}

}  // namespace lemmascope::report
