// Runs cases of a sweep on a few threads.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "reports/sweep/sweep_events.hpp"

namespace lemmascope::report {

struct RunnerOptions {
  int jobs = 1;
  /// A running training keeps its state here (case-17.npz); removed when the case is done.
  std::string checkpoint_folder;
  /// Asked often; false stops: no case starts, trainings stop at their next evaluation.
  std::function<bool()> go_on;
  /// Called once for every finished case, by one thread at a time, in the order they finish.
  std::function<void(const SweepCase&, const CaseRecord&)> finished;
  /// Called by the calling thread about five times a second.
  std::function<void()> tick;
};

/// A case and its position in the plan.
struct NumberedCase {
  std::size_t number = 0;
  const SweepCase* one = nullptr;
};

/// Where the training of case `number` keeps its state.
std::string checkpoint_file(const std::string& folder, std::size_t number);

/// Runs the cases, `jobs` at a time; threads that are left over help inside trainings. A case that
/// cannot be computed is a record, not an exception. Throws std::system_error when files cannot be
/// written, after the running cases have ended.
void run_cases(const SweepPlan& plan, const std::vector<NumberedCase>& cases,
               const RunnerOptions& options);

}  // namespace lemmascope::report
