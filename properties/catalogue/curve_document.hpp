// What every training of the shared loop can show without knowing what it learns: its plan and its
// curve of named numbers, as data, figures and lines. Papers add what is theirs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "sim/train/plan.hpp"
#include "sim/train/training_state.hpp"

namespace lemmascope::catalogue {

/// A training that ended or was stopped, as the loop knows it.
struct TrainedCurve {
  std::string name;
  sim::TrainingPlan plan;
  std::vector<std::string> names;  ///< of the numbers of a point
  std::vector<sim::CurvePoint> curve;
  std::int64_t steps_done = 0;
  bool finished = true;
  double seconds = 0;
};

/// Name, seed, run, optimiser, steps, batch and the curve: points {step, training_loss, and every
/// number by its name with '_' for spaces}. No times.
nlohmann::json curve_json(const TrainedCurve& trained);

/// One curve over steps: the numbers called `names`, with `id`, `title` and the label of the
/// y-axis. Throws PreconditionError on a name that the training has not.
nlohmann::json curve_figure(const TrainedCurve& trained, const std::string& id,
                            const std::string& title, const std::string& y_label,
                            const std::vector<std::string>& names);

/// The last point, a line a number.
std::vector<std::string> curve_summary(const TrainedCurve& trained);

/// The numbers of the last point as tagged quantities, by name with '_' for spaces. Throws
/// PreconditionError when one is not finite.
nlohmann::json last_values(const TrainedCurve& trained);

}  // namespace lemmascope::catalogue
