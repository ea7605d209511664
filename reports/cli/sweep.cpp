// lemmascope sweep: one quantity over a grid, in any number of processes.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "properties/claim/exit_codes.hpp"
#include "properties/claim/nearest_name.hpp"
#include "properties/claim/parallel.hpp"
#include "reports/cli/sweep_commands.hpp"
#include "reports/model/output_folder.hpp"
#include "reports/model/result_document.hpp"
#include "reports/model/this_program.hpp"
#include "reports/sweep/run_case.hpp"
#include "reports/sweep/runner.hpp"
#include "reports/sweep/sweep_document.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

// The first Ctrl-C lets running calculators finish and is kept; the second one ends the process.
void on_interrupt(int signal) {
  interrupted = true;
  std::signal(signal, SIG_DFL);
}

// What this process is to do of a plan.
struct Work {
  SweepPlan plan;
  std::vector<SweepCase> cases;
  Shard shard;
  bool among_ranks = false;
  json header;
};

Work work_of(const SweepOptions& options) {
  Work work;
  work.plan = read_plan(options.plan);
  if (options.seed) work.plan.seed = *options.seed;
  work.cases = cases_of(work.plan);
  work.shard = options.shard.empty() ? shard_from_environment().value_or(Shard{})
                                     : parse_shard(options.shard);
  if (const auto rank = rank_from_environment()) {
    work.shard = part_of(work.shard, *rank);
    work.among_ranks = rank->count > 1;
  }
  work.header = sweep_header(work.plan, work.shard);
  return work;
}

bool is_mine(const Shard& shard, std::size_t number) {
  return number % static_cast<std::size_t>(shard.count) ==
         static_cast<std::size_t>(shard.index - 1);
}

int jobs_of(const SweepOptions& options, const Work& work) {
  // The launcher of ranks has placed one on each processor; threads would fight over them.
  if (options.jobs <= 0 && work.among_ranks) return 1;
  return claim::threads_of(options.jobs);
}

bool holds_check(const std::string& output) {
  const std::vector<std::string> files = sweep_events_files(output);
  return std::any_of(files.begin(), files.end(),
                     [](const std::string& file) { return first_event(file) == "run"; });
}

// Held where the state of the folder is judged: while a process joins it, and while one decides
// whether it is the last. Waiting is short; the cases themselves run without it.
std::string turn_file(const std::string& output) { return output + "/.sweep.lock"; }

// Nothing is removed while another process writes one of the files.
void remove_events(const std::string& output) {
  std::vector<std::unique_ptr<FileLock>> locks;
  const std::vector<std::string> files = sweep_events_files(output);
  for (const std::string& file : files) {
    locks.push_back(std::make_unique<FileLock>(file, FileLock::Wait::no));
  }
  for (const std::string& file : files) {
    if (holds_sweep(file)) std::filesystem::remove(file);
  }
}

// The checkpoints of this sweep's cases, and their folder where nothing else is left in it: other
// files there are other people's.
void remove_checkpoints(const std::string& output, std::size_t cases) {
  const std::string folder = output + "/checkpoints";
  for (std::size_t k = 0; k < cases; ++k) std::filesystem::remove(checkpoint_file(folder, k));
  std::error_code not_empty;
  std::filesystem::remove(folder, not_empty);
}

// What the folder holds of this sweep already; refuses a folder of another one.
std::map<std::string, CaseRecord> known_cases(const SweepOptions& options, const Work& work) {
  SweepEvents events = read_sweep_events(options.output);
  if (events.header.is_null()) return {};
  try {
    require_same_sweep(work.header, events.header, options.output);
  } catch (const PreconditionError& failure) {
    refuse(fmt::format("{}; choose another folder with -o, or start anew with --fresh",
                       failure.what()));
  }
  return std::move(events.cases);
}

// A process that has joined the folder: what it found there, and its own events file.
struct Joined {
  std::map<std::string, CaseRecord> known;
  std::unique_ptr<SweepLog> log;
};

Joined join(const SweepOptions& options, const Work& work) {
  require(!options.fresh || work.shard.count == 1,
          "--fresh: other shards may be at work in this folder; choose another one with -o");
  require(!holds_check(options.output),
          fmt::format("{}: holds the events of a check; choose another folder with -o",
                      options.output));
  const FileLock turn(turn_file(options.output), FileLock::Wait::yes);
  if (options.fresh) {
    remove_events(options.output);
    remove_checkpoints(options.output, work.cases.size());
  }
  Joined joined;
  joined.known = known_cases(options, work);
  joined.log =
      std::make_unique<SweepLog>(options.output + "/" + sweep_events_name(work.shard), work.header);
  return joined;
}

/// A live line on a terminal, a line every 30 s elsewhere.
class SweepProgress {
 public:
  SweepProgress(const Console& console, std::size_t known, std::size_t all)
      : console_(console), known_(known), all_(all) {}

  void count() { ++finished_; }

  void show() {
    const auto now = Clock::now();
    if (!console_.err_is_terminal() && now - shown_ < kBetweenLines) return;
    const std::size_t finished = finished_;
    const double elapsed = std::chrono::duration<double>(now - began_).count();
    std::string text =
        fmt::format("{}/{} cases, {} elapsed", known_ + finished, all_, duration(elapsed));
    if (finished > 0) {
      const double left =
          elapsed / static_cast<double>(finished) * static_cast<double>(all_ - known_ - finished);
      text += fmt::format(", about {} left", duration(left));
    }
    if (console_.err_is_terminal()) {
      console_.transient(text);
    } else {
      console_.note(text);
    }
    shown_ = now;
  }

 private:
  static constexpr std::chrono::seconds kBetweenLines{30};
  const Console& console_;
  std::size_t known_;
  std::size_t all_;
  std::atomic<std::size_t> finished_{0};
  Clock::time_point began_ = Clock::now();
  Clock::time_point shown_ = began_;
};

struct Share {
  std::vector<NumberedCase> left;  ///< of this process, not done yet
  std::size_t mine = 0;            ///< of this process
};

Share share_of(const Work& work, const std::map<std::string, CaseRecord>& known) {
  Share share;
  for (std::size_t k = 0; k < work.cases.size(); ++k) {
    if (!is_mine(work.shard, k)) continue;
    ++share.mine;
    const auto found = known.find(work.cases[k].key);
    // What failed is tried again: the reason may be gone.
    if (found == known.end() || found->second.status != CaseRecord::Status::done) {
      share.left.push_back({k, &work.cases[k]});
    }
  }
  return share;
}

// Runs what is left of this process's cases; their records are in the events file afterwards.
// Says whether all of them ran to their end.
bool run_mine(const SweepOptions& options, const Work& work, const Joined& joined,
              const Console& console) {
  const auto [left, mine] = share_of(work, joined.known);
  std::size_t finished = 0;
  if (left.size() < mine) {
    console.note(fmt::format("resuming {}: {} of {} cases are done", options.output,
                             mine - left.size(), mine));
  }
  SweepProgress progress(console, mine - left.size(), mine);
  RunnerOptions how;
  how.jobs = jobs_of(options, work);
  how.checkpoint_folder = options.output + "/checkpoints";
  how.go_on = [] { return !interrupted; };
  how.finished = [&](const SweepCase& one, const CaseRecord& record) {
    joined.log->record(one, record);
    ++finished;
    progress.count();
  };
  how.tick = [&progress] { progress.show(); };
  run_cases(work.plan, left, how);
  console.transient("");
  return finished == left.size();
}

int code_of(const SweepCounts& counts) {
  return counts.errors > 0 ? kInternal : counts.refused > 0 ? kRequirement : kAsExpected;
}

void print_counts(const SweepCounts& counts, const Console& console) {
  console.print(fmt::format("{} passed, {} failed, {} skipped", counts.done,
                            counts.refused + counts.errors, counts.missing));
}

void note_failures(const std::vector<SweepCase>& cases,
                   const std::map<std::string, CaseRecord>& records, const Console& console) {
  constexpr int kMostLines = 10;
  int lines = 0;
  for (const SweepCase& one : cases) {
    const auto found = records.find(one.key);
    if (found == records.end() || found->second.status == CaseRecord::Status::done) continue;
    if (++lines > kMostLines) {
      console.note("… more failures in sweep.csv");
      return;
    }
    console.note(
        fmt::format("{}: {}: {}", one.key, to_text(found->second.status), found->second.reason));
  }
}

// Writes sweep.json and sweep.csv of a whole sweep; the caller holds the turn of the folder.
json write_sweep(const SweepPlan& plan, const std::vector<SweepCase>& cases,
                 const std::map<std::string, CaseRecord>& records, const std::string& output) {
  json document = sweep_document(plan, cases, records);
  write_atomically(output + "/sweep.json", document.dump(2) + "\n");
  write_atomically(output + "/sweep.csv", sweep_csv(document));
  return document;
}

int report_sweep(const json& document, const std::vector<SweepCase>& cases,
                 const std::map<std::string, CaseRecord>& records, const std::string& output,
                 bool as_json, const Console& console) {
  note_failures(cases, records, console);
  const SweepCounts counts = count_cases(cases, records);
  if (as_json) {
    console.print(document.dump(2));
  } else {
    console.print(fmt::format("{0}/sweep.csv · {0}/sweep.json", output));
    print_counts(counts, console);
  }
  return code_of(counts);
}

int leave_to_others(const Work& work, const SweepOptions& options,
                    const std::map<std::string, CaseRecord>& records, const Console& console) {
  const SweepCounts counts = count_cases(work.cases, records);
  if (interrupted) {
    console.note("stopped; what is done is kept, the same command continues");
  } else {
    console.note(
        fmt::format("shard {} is done, other shards are not: `{}` joins folders, the "
                    "last shard in {} writes the result",
                    to_text(work.shard), command_line("merge"), options.output));
  }
  if (!options.json) print_counts(counts, console);
  if (interrupted) return kRequirement;
  // A rank that exits with an error ends the others; the last one reports it.
  return work.among_ranks ? kAsExpected : code_of(counts);
}

// The last process of a folder writes the result. A failure of an earlier run counts as a record,
// but who tries it again is still at work: so the records are read, the others looked for and the
// own file given up in one turn.
int finish(const SweepOptions& options, const Work& work, std::unique_ptr<SweepLog> log,
           bool all_mine, const Console& console) {
  std::map<std::string, CaseRecord> records;
  json document;
  {
    const FileLock turn(turn_file(options.output), FileLock::Wait::yes);
    log.reset();
    records = read_sweep_events(options.output).cases;
    if (all_mine && count_cases(work.cases, records).missing == 0 &&
        !is_being_written(options.output)) {
      remove_checkpoints(options.output, work.cases.size());  // nobody is training any more
      document = write_sweep(work.plan, work.cases, records, options.output);
    }
  }
  if (document.is_null()) return leave_to_others(work, options, records, console);
  return report_sweep(document, work.cases, records, options.output, options.json, console);
}

int list_cases(const Work& work, bool as_json, const Console& console) {
  json list = json::array();
  for (std::size_t k = 0; k < work.cases.size(); ++k) {
    const SweepCase& one = work.cases[k];
    if (!is_mine(work.shard, k)) continue;
    if (as_json) {
      list.push_back({{"key", one.key},
                      {"settings", one.settings},
                      {"stream_seed", std::to_string(one.seed)}});
    } else {
      console.print(one.key);
    }
  }
  if (as_json) console.print(list.dump(2));
  return kAsExpected;
}

int one_case(const Work& work, const SweepOptions& options, const Console& console) {
  std::vector<std::string> keys;
  for (const SweepCase& one : work.cases) {
    if (one.key != options.only) {
      keys.push_back(one.key);
      continue;
    }
    CaseOptions how;
    how.threads = jobs_of(options, work);
    const json values = run_case(work.plan, one, how).value();
    console.print(json{
        {"key", one.key},
        {"settings", one.settings},
        {"stream_seed", std::to_string(one.seed)},
        {"values",
         values}}.dump(2));
    return kAsExpected;
  }
  const std::string near = claim::nearest_name(options.only, keys);
  refuse(fmt::format("--case: {} has no case '{}'{}", options.plan, options.only,
                     near.empty() ? "; see --list" : claim::did_you_mean(near)));
}

// The result of a merge may go where its shards are, not over that of another sweep.
void require_room(const json& header, const std::string& output) {
  const json there = read_sweep_events(output).header;
  if (!there.is_null()) require_same_sweep(header, there, output);
}

}  // namespace

int sweep(const SweepOptions& options, const Console& console) {
  const Work work = work_of(options);
  if (options.list) return list_cases(work, options.json, console);
  if (!options.only.empty()) return one_case(work, options, console);
  const OutputFolder folder(options.output, OutputFolder::Use::shared);
  Joined joined = join(options, work);
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  const bool all_mine = run_mine(options, work, joined, console);
  return finish(options, work, std::move(joined.log), all_mine, console);
}

int merge_sweep(const MergeOptions& options, const Console& console) {
  SweepEvents joined;
  for (const std::string& folder : options.folders) {
    SweepEvents events = read_sweep_events(folder);
    require(!events.header.is_null(), fmt::format("{}: no events of a sweep", folder));
    if (joined.header.is_null()) joined.header = events.header;
    require_same_sweep(joined.header, events.header, folder);
    for (auto& [key, record] : events.cases) {
      require(joined.cases.emplace(key, std::move(record)).second,
              fmt::format("{}: overlap: {} is in another folder as well", folder, key));
    }
  }
  const SweepPlan plan = plan_from_json(joined.header.at("plan"), options.folders.front());
  require_same_sweep(sweep_header(plan, {}), joined.header, "this program");
  const std::vector<SweepCase> cases = cases_of(plan);
  const SweepCounts counts = count_cases(cases, joined.cases);
  if (counts.missing > 0) {
    const auto gap = std::find_if(cases.begin(), cases.end(), [&joined](const SweepCase& one) {
      return joined.cases.count(one.key) == 0;
    });
    refuse(fmt::format("gap: {} of {} cases are in no folder, the first is {}", counts.missing,
                       cases.size(), gap->key));
  }
  const OutputFolder folder(options.output, OutputFolder::Use::alone);
  require_room(joined.header, options.output);
  const json document = write_sweep(plan, cases, joined.cases, options.output);
  return report_sweep(document, cases, joined.cases, options.output, options.json, console);
}

}  // namespace lemmascope::report
