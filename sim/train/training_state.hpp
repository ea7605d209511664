// All that changes during a training, and its checkpoint file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/train/weight_block.hpp"

namespace lemmascope::sim {

/// One evaluation. `step` counts finished steps; the training loss is the mean over the steps since
/// the last point; `numbers` are those that the experiment names.
struct CurvePoint {
  std::int64_t step = 0;
  double training_loss = 0;
  std::vector<double> numbers;
  bool operator==(const CurvePoint&) const = default;
};

/// What the experiment shows of its weights after so many steps.
struct Snapshot {
  std::int64_t step = 0;
  std::vector<float> values;
  bool operator==(const Snapshot&) const = default;
};

/// The weights with the least development loss so far.
template <class F>
struct BestWeights {
  std::int64_t step = -1;  ///< -1: none yet
  double loss = 0;
  std::vector<F> weights;
};

template <class F>
struct TrainingState {
  explicit TrainingState(std::size_t storage)
      : weights(storage), moment1(storage), moment2(storage) {}

  AlignedBuffer<F> weights, moment1, moment2;
  std::vector<CurvePoint> curve;
  std::vector<Snapshot> snapshots;
  BestWeights<F> best;
  std::int64_t step = 0;
  double loss_sum = 0;  ///< of the steps since the last point of the curve
  std::int64_t loss_steps = 0;
  double seconds = 0;
};

/// What a checkpoint must agree with.
struct CheckpointLayout {
  std::string plan;  ///< a text that must be equal
  std::int64_t steps = 0;
  std::size_t numbers = 0;   ///< in a point of the curve
  std::size_t snapshot = 0;  ///< numbers in a snapshot
  bool keeps_best = false;
  std::vector<WeightBlock> blocks;
};

/// Writes the state as numpy.load reads it: `step` (and steps since the last point), each block of
/// the weights by its name, `<block>.moment1`, `<block>.moment2`, `curve` (points x (2 + numbers):
/// step, training loss, numbers), `loss_sum`, `seconds`, `plan`, `best` with `<block>.best` where
/// best weights are kept, and where there are snapshots `snapshot_steps` and `snapshots` (a row
/// each). Atomic. Throws std::system_error when the system refuses.
template <class F>
void save_checkpoint(const std::filesystem::path& path, const TrainingState<F>& state,
                     const CheckpointLayout& layout);

/// Reads it back into `state`. Throws PreconditionError, leaving `state` as it was, when the file
/// belongs to another training or says what no training can: a name or size that does not fit, a
/// step beyond the end, a curve that is empty or does not lead to that step, numbers that are not
/// finite.
template <class F>
void load_checkpoint(const std::filesystem::path& path, TrainingState<F>& state,
                     const CheckpointLayout& layout);

}  // namespace lemmascope::sim
