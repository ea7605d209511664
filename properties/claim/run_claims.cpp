// The order in which the units of many claims run: on all threads, told in the order of the claims.
#include <mutex>
#include <utility>

#include "properties/claim/engine.hpp"
#include "properties/claim/parallel.hpp"

namespace lemmascope::claim {
namespace {

// Units that one thread runs one after the other.
struct Task {
  std::size_t claim = 0;
  std::vector<std::size_t> units;  // indices into the claim's units
};

// A claim of the run: what its units found so far.
struct Progress {
  const Claim* claim = nullptr;
  std::vector<Unit> units;
  std::vector<std::optional<UnitResult>> found;
  std::size_t tasks_left = 0;
};

class Run {
 public:
  Run(const std::vector<const Claim*>& claims, const RunContext& context,
      const std::function<void(const ClaimResult&)>& finished, const UnitHooks& hooks)
      : finished_(finished), hooks_(hooks) {
    result_.context = context;
    for (const Claim* claim : claims) add(*claim);
  }

  RunResult result() {
    for_each_task(result_.context.jobs, std::ssize(tasks_), [this](std::int64_t k) {
      const Task& task = tasks_[static_cast<std::size_t>(k)];
      work_on(task);
      end_of(task);
    });
    trace_paths(result_.claims);
    return std::move(result_);
  }

 private:
  // A claim that should be refuted is, once one check has found a witness: its checks run in turn.
  void add(const Claim& claim) {
    const std::size_t index = claims_.size();
    Progress progress{&claim, units_of(claim), {}, 0};
    progress.found.resize(progress.units.size());
    const std::size_t before = tasks_.size();
    for (std::size_t k = 0; k < progress.units.size(); ++k) {
      const bool in_turn = claim.expected == Verdict::refuted && k > 0 &&
                           progress.units[k].part == Unit::Part::check;
      if (in_turn) {
        tasks_.back().units.push_back(k);
      } else {
        tasks_.push_back({index, {k}});
      }
    }
    if (tasks_.size() == before) tasks_.push_back({index, {}});
    progress.tasks_left = tasks_.size() - before;
    claims_.push_back(std::move(progress));
  }

  void work_on(const Task& task) {
    Progress& at = claims_[task.claim];
    const UnitHooks recording{{}, [this](const Unit& unit, const UnitResult& found, bool stopped) {
                                const std::lock_guard lock(mutex_);
                                if (hooks_.record) hooks_.record(unit, found, stopped);
                              }};
    for (const std::size_t k : task.units) {
      at.found[k] = hooks_.recall ? hooks_.recall(at.units[k]) : std::nullopt;
      if (!at.found[k]) at.found[k] = run_unit(*at.claim, at.units[k], result_.context, recording);
      if (task.units.size() > 1 && at.found[k]->result.verdict == Verdict::refuted) return;
    }
  }

  // Claims whose units are all there are folded and told, in order.
  void end_of(const Task& task) {
    const std::lock_guard lock(mutex_);
    --claims_[task.claim].tasks_left;
    for (; told_ < claims_.size() && claims_[told_].tasks_left == 0; ++told_) {
      Progress& at = claims_[told_];
      std::size_t next = 0;
      const UnitHooks memory{
          [&](const Unit& unit) {
            while (at.units[next].part != unit.part || at.units[next].index != unit.index) {
              ++next;
            }
            return std::move(at.found[next]);
          },
          {}};
      result_.claims.push_back(run_claim(*at.claim, result_.context, memory));
      at.found.clear();
      if (finished_) finished_(result_.claims.back());
    }
  }

  const std::function<void(const ClaimResult&)>& finished_;
  const UnitHooks& hooks_;
  std::vector<Progress> claims_;
  std::vector<Task> tasks_;
  RunResult result_;
  std::mutex mutex_;
  std::size_t told_ = 0;
};

}  // namespace

RunResult run_claims(const std::vector<const Claim*>& claims, const RunContext& context,
                     const std::function<void(const ClaimResult&)>& finished,
                     const UnitHooks& hooks) {
  return Run(claims, context, finished, hooks).result();
}

}  // namespace lemmascope::claim
