// Training a transformer on fresh sequences of a task: what the shared loop trains for this paper.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/causal/sampler.hpp"
#include "sim/causal/task.hpp"
#include "sim/cpu/instruction_set.hpp"
#include "sim/train/experiment.hpp"
#include "sim/transformer/model.hpp"

namespace lemmascope::causal {

template <class F>
class TaskExperiment : public sim::Experiment<F> {
 public:
  /// A number between 0 and 1 read from the weights, plotted along the way; may be empty.
  using Watch = std::function<double(const sim::Model<F>&, std::span<const F>)>;

  /// The model must fit the task and outlive the experiment. Draws the evaluation set. Its numbers
  /// are the "test loss" and, with a watch, the "parent attention". Throws PreconditionError on
  /// sizes that do not fit.
  TaskExperiment(const Task& task, const sim::Model<F>& model, sim::TrainingPlan plan,
                 Watch watch = {}, sim::InstructionSet sampling = sim::widest_instruction_set());

  /// Numbers between 0 and 1 read from the weights, for pictures in the course of a training.
  using Picture = std::function<std::vector<float>(const sim::Model<F>&, std::span<const F>)>;
  void pictured_by(Picture picture) { picture_ = std::move(picture); }

  const sim::Model<F>& model() const { return model_; }
  const sim::Batch& evaluation_set() const { return evaluation_; }
  /// Mean loss over a batch, in a fixed order of summation.
  double loss(std::span<const F> weights, const sim::BatchView& batch) const;

  std::string to_text() const override;
  std::ptrdiff_t storage() const override { return model_.storage(); }
  std::vector<sim::WeightBlock> blocks() const override { return model_.blocks(); }
  void initialise(std::span<F> weights) const override;
  /// Eight: bounds the useful number of threads.
  int shards() const override;
  std::unique_ptr<sim::ExperimentWorker<F>> worker(const sim::StopFlag* stop) const override;
  std::vector<std::string> numbers() const override;
  std::vector<float> snapshot(std::span<const F> weights) const override;
  std::vector<double> evaluate(std::int64_t step, std::span<const F> weights,
                               const sim::Crew<F>& crew) const override;

 private:
  class Worker;
  double held_out_loss(std::span<const F> weights, const sim::BatchView& batch,
                       const sim::Crew<F>& crew) const;

  const sim::Model<F>& model_;
  std::string task_text_;
  Watch watch_;
  Picture picture_;
  Sampler sampler_;
  sim::Batch evaluation_;
};

}  // namespace lemmascope::causal
