// Training the weights A and u of looped layers on random regression tasks: what the shared loop
// trains for this paper.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/looped/loop_plan.hpp"
#include "sim/regression/tasks.hpp"
#include "sim/train/experiment.hpp"

namespace lemmascope::looped {

struct LoopTraining {
  LoopSizes sizes;
  /// Roots of the covariance's diagonal, empty: the identity; of the tasks trained on, and of
  /// others that the trained weights are tried on (none: not tried).
  std::vector<double> scales = {};
  std::vector<double> other_scales = {};
  std::int64_t steps = 2000;
  double rate = 1e-2;   ///< of Adam
  bool decays = false;  ///< the rate falls to zero at the end, as a cosine does
  double clip = 0;      ///< of the gradient's length; 0: none
  double start = 0;     ///< A = start I at first
  double noise = 1e-2;  ///< standard deviation of what is added to every first weight
  int batch = 1024;
  int most_test_loops = 0;  ///< losses of 1 to so many loops are shown; tied weights only
  std::int64_t evaluate_every = 100;
  int evaluation_tasks = 4096;
  std::uint64_t seed = 20240222;
  std::uint32_t run = 0;
};

/// Roots of eigenvalues in geometric order around 1, the largest eigenvalue `spread` times the
/// smallest; all 1 for one entry.
std::vector<double> geometric_scales(int dimension, double spread);

template <class F>
class LoopExperiment : public sim::Experiment<F> {
 public:
  /// Throws PreconditionError on sizes that do not fit, a batch or evaluation that is not a
  /// multiple of 16 tasks, scales of another number than entries or not positive, and test loops of
  /// matrices that are not tied.
  explicit LoopExperiment(const LoopTraining& plan);

  const LoopTraining& loop_training() const { return plan_; }

  std::string to_text() const override;
  std::ptrdiff_t storage() const override { return plan_.sizes.storage(); }
  /// "a" (or "a_1", …: each acts in its loop) and "u".
  std::vector<sim::WeightBlock> blocks() const override;
  void initialise(std::span<F> weights) const override;
  int shards() const override;
  std::unique_ptr<sim::ExperimentWorker<F>> worker(const sim::StopFlag* stop) const override;

  /// On tasks that no training reads: "test loss" (mean square), "isotropic loss" (the same tasks,
  /// the best multiple of the inverse covariance; tied weights only), "loss of 1 loop", …, "loss at
  /// other covariance"; of the weights "diagonal" (the mean of A's), "turn" (|A - A^T| / sqrt 8,
  /// which is b where A = a I + b J), "asymmetry" (…of A without its mean diagonal and without its
  /// antisymmetric part, the Frobenius norm) and "bias" (the largest entry of u). Of several
  /// matrices the mean.
  std::vector<std::string> numbers() const override;
  std::vector<double> evaluate(std::int64_t step, std::span<const F> weights,
                               const sim::Crew<F>& crew) const override;

  /// Mean squared error of so many loops of these weights on tasks set aside whose covariance has
  /// these roots on its diagonal, on one thread.
  double loss_of(std::span<const F> weights, int loops, const std::vector<double>& scales) const;

 private:
  class Worker;
  double loss_of(std::span<const F> weights, int loops, const std::vector<double>& scales,
                 const sim::Crew<F>& crew) const;

  LoopTraining plan_;
  double isotropic_ = 0;  ///< the best a
};

}  // namespace lemmascope::looped
