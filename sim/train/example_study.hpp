// Trainings of a few weights on examples drawn one by one: all that a small study needs is the loss
// of one example and its gradient.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/random/stream.hpp"
#include "sim/train/experiment.hpp"

namespace lemmascope::sim {

/// One trained matrix.
struct TrainedMatrix {
  std::string name;
  int rows = 1;
  int columns = 1;
};

/// A number worth watching, read off the weights.
struct WatchedNumber {
  std::string name;
  std::function<double(std::span<const double> weights)> value;
};

/// What is learnt, as functions. All weights are one block of memory: the matrices one after the
/// other, row by row, without padding.
struct ExampleStudy {
  /// Everything besides the plan that the trajectory depends on, in one line.
  std::string text = {};
  std::vector<TrainedMatrix> matrices = {};
  /// Draws an example from its own stream, adds the gradient of its loss to `gradient` and gives
  /// the loss. Called by several threads at once.
  std::function<double(std::span<const double> weights, Stream& draws, std::span<double> gradient)>
      differentiate = {};
  std::vector<WatchedNumber> watched = {};
  /// Writes the weights of step 0, which are zero otherwise. May be empty.
  std::function<void(Stream& draws, std::span<double> weights)> start = {};
};

/// The study as the shared loop runs it. Example k of step t reads stream t * batch + k of the
/// plan's seed and run; `evaluation_size` examples of streams that no training reads give the first
/// number, "held-out loss"; the watched ones follow.
class ExampleExperiment : public Experiment<double> {
 public:
  /// Throws PreconditionError on a study without matrices, with an empty one or without a loss, and
  /// on a plan without examples.
  ExampleExperiment(TrainingPlan plan, ExampleStudy study);

  std::string to_text() const override { return study_.text; }
  std::ptrdiff_t storage() const override { return storage_; }
  std::vector<WeightBlock> blocks() const override;
  void initialise(std::span<double> weights) const override;
  int shards() const override;
  std::unique_ptr<ExperimentWorker<double>> worker(const StopFlag* stop) const override;
  std::vector<std::string> numbers() const override;
  std::vector<double> evaluate(std::int64_t step, std::span<const double> weights,
                               const Crew<double>& crew) const override;
  /// The held-out loss.
  double development_loss(std::span<const double> weights, const Crew<double>& crew) const override;

 private:
  class Worker;
  ExampleStudy study_;
  std::ptrdiff_t storage_ = 0;
};

}  // namespace lemmascope::sim
