// One case of a sweep: a simulated training or one call of a calculator.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "reports/sweep/plan.hpp"

namespace lemmascope::report {

struct CaseOptions {
  int threads = 1;  ///< does not change the result
  /// Not empty: a training saves its state here about every ten seconds and continues from it.
  std::string checkpoint;
  /// Asked now and then during a training; false stops it.
  std::function<bool()> go_on;
};

/// The values of a case: an object of tagged quantities, counts and matrices, the same bytes for
/// the same case whenever and wherever it runs (a training: on the same instruction set). A
/// training gives its TrainedRun::values, a calculator what `compute` gives. Nothing
/// when `go_on` stopped it. Throws PreconditionError when the case cannot be computed, and when
/// a training diverged: its final loss is not a number or infinite.
std::optional<nlohmann::json> run_case(const SweepPlan& plan, const SweepCase& one,
                                       const CaseOptions& options);

}  // namespace lemmascope::report
