// The training loop: reproducible to the bit for a given precision and instruction set, whatever
// the number of threads and however often it was stopped and resumed.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/train/experiment.hpp"
#include "sim/train/training_state.hpp"

namespace lemmascope::sim {

/// What a watcher of a training sees.
struct Progress {
  const CurvePoint& point;                ///< the last evaluation
  const std::vector<std::string>& names;  ///< of `point.numbers`
  std::int64_t step = 0;                  ///< steps finished, `point.step` or more
  std::int64_t steps = 0;                 ///< of the whole training
  double seconds = 0;                     ///< since this process started training
  double remaining = 0;                   ///< estimate from this process's speed
};

template <class F>
class Trainer {
 public:
  /// The experiment must outlive the trainer. Writes the initial weights; computes nothing yet.
  /// `stop` may be null. Throws PreconditionError on plans without stages, with negative steps or
  /// with blocks that do not exist.
  explicit Trainer(const Experiment<F>& experiment, int threads = 1,
                   const StopFlag* stop = nullptr);
  ~Trainer();

  const Experiment<F>& experiment() const;
  std::int64_t step() const;
  /// At the end of the plan, or ended by its patience.
  bool finished() const;
  /// Time spent in `advance`, that of the runs before a resume included.
  double seconds() const;
  using Report = std::function<bool(const Progress&)>;
  /// Trains up to `steps` more steps (less at the end), evaluating when due: at the start, every
  /// plan.evaluate_every steps and at the end. Calls `report` after every evaluation of a step and
  /// `between` after every step without one; returns early when they give false or the stop flag is
  /// raised: then the step or evaluation being worked on is thrown away. A training stopped
  /// anywhere continues to the same bits.
  void advance(std::int64_t steps, const Report& report = {}, const Report& between = {});

  std::span<const F> weights() const;
  void set_weights(std::span<const F> weights);
  /// Empty until the evaluation of step 0 is done.
  const std::vector<CurvePoint>& curve() const;
  /// The experiment's snapshots at up to kSnapshots evaluations, the first and the last of a whole
  /// training among them; evenly spaced as far as it is evaluated often enough.
  const std::vector<Snapshot>& snapshots() const;
  static constexpr int kSnapshots = 24;
  /// With KeepBest only; its step is -1 before the first evaluation.
  const BestWeights<F>& best() const;

  /// The averaged gradient and loss of the batch of step `step` at the present weights: what the
  /// next step would use.
  double batch_gradient(std::int64_t step, std::vector<F>& gradient);

  /// A checkpoint from which `resume` continues; see training_state.hpp for its form and errors.
  void save(const std::filesystem::path& path) const;
  void resume(const std::filesystem::path& path);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// FNV-1a over the bytes of the weights: the signature of a trajectory.
template <class F>
std::uint64_t signature(std::span<const F> weights);

}  // namespace lemmascope::sim
