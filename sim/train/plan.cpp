#include "sim/train/plan.hpp"

#include <fmt/format.h>

namespace lemmascope::sim {

std::int64_t TrainingPlan::steps() const {
  std::int64_t sum = 0;
  for (const TrainingStage& stage : stages) sum += stage.steps;
  return sum;
}

std::string to_text(const TrainingPlan& plan) {
  std::string text = fmt::format("seed {} run {} batch {} evaluate {} on {}", plan.root_seed,
                                 plan.run, plan.batch, plan.evaluate_every, plan.evaluation_size);
  if (plan.keep_best.every > 0) {
    text += fmt::format(" keep best every {} patience {}", plan.keep_best.every,
                        plan.keep_best.patience);
  }
  for (const TrainingStage& stage : plan.stages) {
    text += fmt::format("; {} steps {}", stage.steps, to_text(stage.optimiser));
    for (const std::string& block : stage.trained_blocks) text += " " + block;
  }
  return text;
}

}  // namespace lemmascope::sim
