// What is to be trained for how long, as far as the loop knows it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/train/optimiser.hpp"

namespace lemmascope::sim {

/// One stage: how many steps, with what optimiser, on which blocks of the weights.
struct TrainingStage {
  std::int64_t steps = 0;
  Optimiser optimiser;
  std::vector<std::string> trained_blocks;  ///< empty: all
};

/// Keeping the weights with the least development loss, and ending a training when they are old.
struct KeepBest {
  std::int64_t every = 0;     ///< steps between two evaluations of it; 0: nothing is kept
  std::int64_t patience = 0;  ///< end when the best weights are older than this; 0: never
};

struct TrainingPlan {
  std::uint64_t root_seed = 0;
  std::uint32_t run = 0;
  int batch = 1024;  ///< examples of a step
  std::vector<TrainingStage> stages;
  std::int64_t evaluate_every = 1024;
  int evaluation_size = 1 << 16;  ///< examples set aside
  KeepBest keep_best = {};

  std::int64_t steps() const;
};

/// Everything in the plan that a trajectory depends on, in one line.
std::string to_text(const TrainingPlan& plan);

}  // namespace lemmascope::sim
