// lemmascope check: run claims, print a table, write result.json, witnesses and the report.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/exit_codes.hpp"
#include "properties/claim/nearest_name.hpp"
#include "properties/claim/parallel.hpp"
#include "reports/cli/commands.hpp"
#include "reports/cli/outcome.hpp"
#include "reports/cli/task_file.hpp"
#include "reports/model/events.hpp"
#include "reports/model/output_folder.hpp"
#include "reports/model/result_document.hpp"
#include "reports/model/this_program.hpp"
#include "reports/proofs/compiled.hpp"
#include "reports/proofs/prover.hpp"
#include "reports/sweep/sweep_events.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

std::vector<const claim::Claim*> selected(const CheckOptions& options, const Console& console) {
  auto claims = catalogue::select_claims(options.selectors, options.tag, options.paper);
  for (const std::string& glob : options.selectors) {
    if (!catalogue::select_claims({glob}, "", "").empty()) continue;
    console.note(fmt::format("no claim matches '{}'{}", glob,
                             claim::did_you_mean(catalogue::nearest_claim(glob))));
  }
  return claims;
}

// The paper whose claims can be asked about the instance of --task.
const catalogue::Paper& paper_of_task(const CheckOptions& options) {
  std::vector<const catalogue::Paper*> able;
  std::string keys;
  for (const catalogue::Paper& paper : catalogue::every_paper()) {
    if (paper.task_instances == nullptr) continue;
    keys += (keys.empty() ? "" : ", ") + paper.key;
    if (options.paper.empty() || catalogue::find_paper(options.paper) == &paper) {
      able.push_back(&paper);
    }
  }
  if (able.size() == 1) return *able.front();
  refuse(keys.empty()
             ? "--task: no paper of this program reads one"
             : fmt::format("--task: expected --paper with one of the papers that read one: "
                           "{}",
                           keys));
}

// Nothing for 0, and for budgets no run reaches: the clock could not say when they end.
std::optional<std::chrono::steady_clock::time_point> deadline_of(double seconds) {
  constexpr double kEndless = 3e9;  // a hundred years; the clock counts to three hundred
  require(seconds >= 0,             // false for what is not a number
          fmt::format("--time-budget: expected a number of seconds, found {}", seconds));
  if (seconds == 0 || seconds > kEndless) return std::nullopt;
  return std::chrono::steady_clock::now() +
         std::chrono::duration_cast<std::chrono::steady_clock::duration>(
             std::chrono::duration<double>(seconds));
}

}  // namespace

OwnClaims claims_of_task(const CheckOptions& options,
                         const std::vector<const claim::Claim*>& claims) {
  const catalogue::Paper& paper = paper_of_task(options);
  for (const auto& [given, name] :
       {std::pair{!options.shard.empty(), "--shard"}, std::pair{options.proofs, "--proofs"},
        std::pair{options.attack.has_value(), "--attack"}}) {
    require(!given, fmt::format("{} does not go with --task: one instance is no family", name));
  }
  const auto declared = paper.task_options();
  const auto values =
      compute::with_defaults(declared, read_task_file(options.task, declared, paper.key));
  const auto instances = paper.task_instances(values);
  OwnClaims own;
  for (const claim::Claim* claim : claims) {
    if (!claim->about || !claim->id.starts_with(paper.key + "/")) continue;
    for (const claim::Instance& instance : instances) {
      if (auto asked = claim->about(instance)) own.push_back(std::move(asked));
    }
  }
  return own;
}

claim::RunContext context_of(const CheckOptions& options) {
  claim::RunContext context;
  context.profile = options.profile;
  context.seed = options.seed;
  context.jobs = claim::threads_of(options.jobs);
  context.attack_evaluations = options.attack;
  context.deadline = deadline_of(options.time_budget_seconds);
  context.most_work = options.most_work;
  return context;
}

namespace {

// A sweep keeps its cases in files of the same name.
void refuse_foreign_folder(const std::string& output) {
  require(!holds_sweep(output),
          fmt::format("{}: holds the events of a sweep; choose another folder with -o", output));
}

// A run that was killed goes on where it stopped, when the same program is asked the same again.
Events resumable(const CheckOptions& options, const std::string& path, const nlohmann::json& header,
                 const Console& console) {
  // What a file describes may have changed since.
  if (options.fresh || !options.task.empty()) return {};
  Events events;
  try {
    events = read_events(path);
  } catch (const PreconditionError& failure) {
    console.note(fmt::format("starting afresh: {}", failure.what()));
    return {};
  }
  if (events.complete || events.units.empty() || events.header != header) return {};
  console.note(fmt::format("resuming {}: {} units are done", path, events.units.size()));
  return events;
}

claim::UnitHooks hooks_of(const Events& known, EventLog& log) {
  return {[&known](const claim::Unit& unit) -> std::optional<claim::UnitResult> {
            const auto found = known.units.find(unit_key(unit));
            if (found == known.units.end()) return std::nullopt;
            return found->second;
          },
          [&log](const claim::Unit& unit, const claim::UnitResult& result, bool interrupted) {
            log.record(unit, result, interrupted);
          }};
}

// Runs the units of one shard and leaves only events behind: `merge` folds them.
int check_shard(const std::vector<const claim::Claim*>& claims, const claim::RunContext& context,
                const Shard& shard, const Events& known, EventLog& log, const std::string& output,
                const Console& console) {
  const claim::UnitHooks hooks = hooks_of(known, log);
  std::size_t done = 0, left = 0;
  for (const claim::Unit& unit : units_of_shard(claims, shard)) {
    if (hooks.recall(unit)) {
      ++done;
      continue;
    }
    if (context.expired()) {
      ++left;
      continue;
    }
    console.transient(fmt::format("shard {}: {} {} {}", to_text(shard), unit.claim,
                                  claim::to_text(unit.part), unit.name));
    claim::run_unit(*catalogue::find_claim(unit.claim), unit, context, hooks);
    ++done;
  }
  console.transient("");
  if (left == 0) log.finish(done);
  console.print(fmt::format("shard {}: events {}/events.jsonl", to_text(shard), output));
  console.print(fmt::format("{} units done, {} left; {}", done, left,
                            left == 0
                                ? fmt::format("`{}` gives the verdicts", command_line("merge"))
                                : "the same command continues"));
  return left == 0 ? kAsExpected : kRequirement;
}

}  // namespace

int check(const CheckOptions& options, const Console& console) {
  auto claims = selected(options, console);
  OwnClaims own;
  if (!options.task.empty()) {
    own = claims_of_task(options, claims);
    claims.clear();
    for (const auto& claim : own) claims.push_back(claim.get());
  }
  if (claims.empty()) {
    console.note(
        fmt::format("nothing selected; `{}` shows what exists", command_line("list claims")));
    console.print("0 passed, 0 failed, 0 skipped");
    return kNothing;
  }
  Prover prover(claims, options.compiled.empty() ? usual_proofs_folder() : options.compiled);
  claim::RunContext context = context_of(options);
  if (options.proofs) {
    context.prover = [&prover](const claim::Claim& claim, const claim::RunContext& at) {
      return prover.result(claim, at);
    };
  }
  const OutputFolder folder(options.output, OutputFolder::Use::alone);
  refuse_foreign_folder(options.output);
  announce_interrupts();
  const RunRequest request{options.selectors, options.tag,    options.paper,
                           options.require,   options.proofs, options.task};
  const Shard shard = options.shard.empty() ? shard_from_environment().value_or(Shard{})
                                            : parse_shard(options.shard);
  const nlohmann::json header = run_header(claims, context, request, shard);
  const std::string path = options.output + "/events.jsonl";
  const Events known = resumable(options, path, header, console);
  EventLog log(path, header, known, units_of_shard(claims, shard));
  if (shard.count > 1)
    return check_shard(claims, context, shard, known, log, options.output, console);
  if (!options.json) print_claim_header(console);
  std::size_t finished = 0;
  console.transient(fmt::format("checking {}", claims.front()->id));
  const claim::RunResult run = claim::run_claims(
      claims, context,
      [&](const claim::ClaimResult& r) {
        console.transient("");
        if (!options.json) print_claim(r, options.require, console);
        if (++finished < claims.size()) {
          console.transient(fmt::format("[{}/{}] checking {}", finished + 1, claims.size(),
                                        claims[finished]->id));
        }
      },
      hooks_of(known, log));
  const int code = write_outcome(run, request, options.output, options.json, console);
  log.finish(units_of_shard(claims, shard).size());
  return code;
}

}  // namespace lemmascope::report
