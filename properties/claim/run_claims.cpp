// The order in which claims run: on all threads, told in the order given.
#include <mutex>
#include <optional>
#include <utility>

#include "properties/claim/engine.hpp"
#include "properties/claim/parallel.hpp"

namespace lemmascope::claim {

// A claim's units run one after the other: they share what they compute, a twin the trainings of
// its claim, say. Threads that have no claim left help in the loops of the others.
RunResult run_claims(const std::vector<const Claim*>& claims, const RunContext& context,
                     const std::function<void(const ClaimResult&)>& finished,
                     const UnitHooks& hooks) {
  std::mutex mutex;
  std::vector<std::optional<ClaimResult>> results(claims.size());
  std::size_t told = 0;
  UnitHooks guarded;
  guarded.recall = hooks.recall;
  if (hooks.record) {
    guarded.record = [&](const Unit& unit, const UnitResult& found, bool interrupted) {
      const std::lock_guard lock(mutex);
      hooks.record(unit, found, interrupted);
    };
  }
  for_each_task(context.jobs, std::ssize(claims), [&](std::int64_t k) {
    const auto index = static_cast<std::size_t>(k);
    ClaimResult result = run_claim(*claims[index], context, guarded);
    const std::lock_guard lock(mutex);
    results[index] = std::move(result);
    for (; told < results.size() && results[told]; ++told) {
      if (finished) finished(*results[told]);
    }
  });
  RunResult run;
  run.context = context;
  for (std::optional<ClaimResult>& result : results) run.claims.push_back(*std::move(result));
  trace_paths(run.claims);
  return run;
}

}  // namespace lemmascope::claim
