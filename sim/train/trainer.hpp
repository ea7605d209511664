// Training on fresh batches: reproducible to the bit for a given precision and instruction set,
// whatever the number of threads and however often it was stopped and resumed.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/causal/count_estimators.hpp"
#include "sim/causal/task.hpp"
#include "sim/cpu/instruction_set.hpp"
#include "sim/train/optimiser.hpp"
#include "sim/transformer/model.hpp"

namespace lemmascope::sim {

/// A batch is cut into this many parts, each with a gradient of its own, added in order. It bounds
/// the useful number of threads and never depends on it.
inline constexpr int kShards = 8;

/// One stage: how many steps, with what optimiser, on which blocks. Algorithm 1 of the paper is two
/// stages, the first training A1 only, the second A2 only.
struct TrainingStage {
  std::int64_t steps = 0;
  Optimiser optimiser;
  std::vector<std::string> trained_blocks;  ///< empty: all
};

struct TrainingPlan {
  std::uint64_t root_seed = 0;
  std::uint32_t run = 0;
  int batch = 1024;
  std::vector<TrainingStage> stages;
  std::int64_t evaluate_every = 1024;
  int evaluation_size = 1 << 16;

  std::int64_t steps() const;
};

/// One evaluation. `step` counts finished steps; the training loss is the mean over the steps since
/// the last point.
struct CurvePoint {
  std::int64_t step = 0;
  double training_loss = 0;
  double test_loss = 0;
  double parent_attention = 0;
  bool operator==(const CurvePoint&) const = default;
};

/// What a watcher of a training sees.
struct Progress {
  CurvePoint point;        ///< of the last evaluation
  std::int64_t step = 0;   ///< steps finished, `point.step` or more
  std::int64_t steps = 0;  ///< of the whole training
  double seconds = 0;      ///< since this process started training
  double remaining = 0;    ///< estimate from this process's speed
};

template <class F>
class Trainer {
 public:
  /// A number between 0 and 1 read from the weights, plotted along the way; may be empty.
  using Watch = std::function<double(const Model<F>&, std::span<const F>)>;

  /// The model must fit the task; both must outlive the trainer. Draws the evaluation set and the
  /// initial weights. Throws PreconditionError on sizes that do not fit and blocks that do not
  /// exist.
  Trainer(const causal::Task& task, const Model<F>& model, TrainingPlan plan, int threads = 1,
          Watch watch = {}, InstructionSet sampling = widest_instruction_set());
  ~Trainer();

  std::int64_t step() const;
  bool finished() const;
  /// Time spent in `advance`, that of the runs before a resume included.
  double seconds() const;
  using Report = std::function<bool(const Progress&)>;
  /// Trains up to `steps` more steps (less at the end), evaluating when due. Calls `report` after
  /// every evaluation and `between` after every step without one; returns early when they give
  /// false. A training stopped after any step continues to the same bits.
  void advance(std::int64_t steps, const Report& report = {}, const Report& between = {});

  std::span<const F> weights() const;
  void set_weights(std::span<const F> weights);
  const std::vector<CurvePoint>& curve() const;
  const Model<F>& model() const;
  const TrainingPlan& plan() const;
  const Batch& evaluation_set() const;

  /// Mean loss on held-out sequences, in a fixed order of summation.
  double evaluate(const BatchView& batch);
  /// The averaged gradient and loss of training batch `step` at the present weights: what the next
  /// step would use.
  double batch_gradient(std::int64_t step, std::vector<F>& gradient);

  /// Everything that determines the rest of the training, as numpy.load reads it: `step`, each
  /// block of the weights by its name, `<block>.moment1` and `.moment2` for AdamW, `curve` (points
  /// x 4), `seconds` and `plan`, a text that must be equal on resuming. Written atomically.
  void save(const std::filesystem::path& path) const;
  /// Continues from a file of `save`. Throws PreconditionError when it belongs to another training.
  void resume(const std::filesystem::path& path);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// FNV-1a over the bytes of the weights: the signature of a trajectory.
template <class F>
std::uint64_t signature(std::span<const F> weights);

}  // namespace lemmascope::sim
