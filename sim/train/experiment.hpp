// What the training loop needs of whatever is trained. An experiment owns its data, the meaning of
// its weights, the gradient of a step's batch and the numbers worth watching; the loop owns steps,
// threads, optimisers, curves and checkpoints and knows nothing of what is learnt.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/cpu/stop_flag.hpp"
#include "sim/cpu/worker_team.hpp"
#include "sim/train/plan.hpp"
#include "sim/train/weight_block.hpp"

namespace lemmascope::sim {

/// A summed loss and what it must be divided by: a count of examples, or their weight.
struct SummedLoss {
  double loss = 0;
  double weight = 0;
};

/// One thread's tables and scratch. Workers share nothing that is written.
template <class F>
class ExperimentWorker {
 public:
  virtual ~ExperimentWorker() = default;
  /// Derives tables from the weights. Called before a step's shards and before evaluations.
  virtual void prepare(const F* weights) = 0;
  /// The loss and gradient of shard `shard` of step `step`'s batch, summed; `gradient`, laid out
  /// like the weights, is overwritten. Depends on nothing but its arguments and the experiment. May
  /// return anything once the experiment's stop flag is raised.
  virtual SummedLoss differentiate(const F* weights, std::int64_t step, int shard, F* gradient) = 0;
};

/// The threads of a training, each with its worker.
template <class F>
struct Crew {
  WorkerTeam& team;
  const std::vector<std::unique_ptr<ExperimentWorker<F>>>& workers;
  const StopFlag* stop = nullptr;
};

template <class F>
class Experiment {
 public:
  explicit Experiment(TrainingPlan plan) : plan_(std::move(plan)) {}
  virtual ~Experiment() = default;

  const TrainingPlan& plan() const { return plan_; }
  /// Everything besides the plan that the trajectory depends on, in one line. Checkpoints are
  /// continued by experiments of the same text only.
  virtual std::string to_text() const = 0;

  /// Elements of the weights, padding included, and the named matrices in them.
  virtual std::ptrdiff_t storage() const = 0;
  virtual std::vector<WeightBlock> blocks() const = 0;
  /// Writes the weights of step 0.
  virtual void initialise(std::span<F> weights) const = 0;

  /// Parts of a batch, each with a gradient of its own, added in order: results do not depend on
  /// the number of threads, which cannot usefully be larger.
  virtual int shards() const = 0;
  /// `stop` may be null; it is looked at within long work.
  virtual std::unique_ptr<ExperimentWorker<F>> worker(const StopFlag* stop) const = 0;

  /// Names of the numbers that an evaluation gives, for curves and progress: "test loss", …
  virtual std::vector<std::string> numbers() const = 0;
  /// Those numbers after `step` steps, the same for any crew; anything once the crew's stop flag is
  /// raised. Every worker must be prepared by the experiment itself where it needs it.
  virtual std::vector<double> evaluate(std::int64_t step, std::span<const F> weights,
                                       const Crew<F>& crew) const = 0;
  /// What a page shows of the weights in the course of a training, in a fixed order (a matrix by
  /// its rows, say), as many numbers each time; empty when there is nothing to show. Asked for at
  /// about two dozen evaluations.
  virtual std::vector<float> snapshot(std::span<const F> weights) const;
  /// The loss that KeepBest compares; called only when the plan asks for it.
  virtual double development_loss(std::span<const F> weights, const Crew<F>& crew) const;

 private:
  TrainingPlan plan_;
};

}  // namespace lemmascope::sim
