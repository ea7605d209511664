// Trainings of the topic transformer as the shared loop runs them: weights are all parts, one
// named matrix each, and a step's batch is one shard.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/topic/topic_transformer.hpp"
#include "sim/train/experiment.hpp"

namespace lemmascope::topic {

/// Source of the batches of a training. Each worker has its own.
class BatchSource {
 public:
  virtual ~BatchSource() = default;
  /// The batch of step `step`: the same whenever it is asked for.
  virtual MaskedBatch at(std::int64_t step) = 0;
};

class TopicExperiment : public sim::Experiment<double> {
 public:
  /// Which parts train is the architecture's matter: every stage of the plan gets their names.
  TopicExperiment(sim::TrainingPlan plan, Architecture architecture, Parts start);

  const Architecture& architecture() const { return architecture_; }
  /// The weights as matrices, and back.
  Parts parts_of(std::span<const double> weights) const;
  void write(const Parts& parts, std::span<double> weights) const;

  /// A source of this experiment's batches.
  virtual std::unique_ptr<BatchSource> batches() const = 0;

  std::ptrdiff_t storage() const override;
  std::vector<sim::WeightBlock> blocks() const override { return blocks_; }
  void initialise(std::span<double> weights) const override;
  int shards() const override { return 1; }
  std::unique_ptr<sim::ExperimentWorker<double>> worker(const sim::StopFlag* stop) const override;

 protected:
  /// The batch of a step, from the crew's first worker.
  static MaskedBatch batch_of_step(std::int64_t step, const sim::Crew<double>& crew);

 private:
  class Worker;
  Architecture architecture_;
  Parts start_;
  std::vector<sim::WeightBlock> blocks_;
};

}  // namespace lemmascope::topic
