// Regression tasks drawn from keyed streams, sixteen at a time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/cpu/instruction_set.hpp"
#include "sim/random/stream.hpp"
#include "sim/regression/task_plan.hpp"
#include "theory/regression/input_law.hpp"

namespace lemmascope::sim {

/// Sizes and laws of tasks, owned.
struct TaskSetting {
  int dimension = 10;
  int context = 10;
  regression::InputLaw inputs = regression::uniform_law(Rational(1, 2));
  /// Factors of the entries of every input and of w, one for each entry; empty: 1. Inputs scaled by
  /// s_i and w by 1 / s_i: covariance diag(s_i^2) and w normal of its inverse.
  std::vector<double> input_scale = {};
  std::vector<double> map_scale = {};
};

/// "10 entries, 10 examples, uniform:1/2", with the scales where there are any.
std::string to_text(const TaskSetting& setting);

/// Draws chunks: memory of its own for one at a time. Not for several threads at once.
template <class F>
class TaskSampler {
 public:
  /// Throws PreconditionError on sizes beyond 1 to kMostEntries entries and 1 to 4096 examples, on
  /// inputs that are neither uniform nor Gaussian and on scales of another number than entries.
  explicit TaskSampler(TaskSetting setting, InstructionSet set = widest_instruction_set());

  const TaskSetting& setting() const { return setting_; }
  /// The tasks of streams first .. first + kTaskLanes - 1, valid until the next call.
  TaskChunk<F> draw(const StreamKey& key, std::uint64_t first);

 private:
  TaskSetting setting_;
  TaskKernel<F> kernel_;
  AlignedBuffer<F> scratch_, memory_;
};

/// A task as numbers, examples and all, drawn entry by entry: the other route to what the sampler
/// draws, and the data of models that look at examples one by one.
struct DrawnTask {
  std::vector<double> map, query;
  std::vector<std::vector<double>> examples;
};
DrawnTask draw_task(const TaskSetting& setting, Stream& stream);

}  // namespace lemmascope::sim
