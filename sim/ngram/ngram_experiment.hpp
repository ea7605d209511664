// Training the two-attention-layer transformer of arXiv 2409.10559 on fixed prompts, full batch, in
// stages or jointly: what the shared loop trains for this paper.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/ngram/prompt_network.hpp"
#include "sim/train/experiment.hpp"

namespace lemmascope::ngram {

/// One stage: which blocks of weights ("a", "c", "w", "query", ...; none given: all), for how long,
/// at what rate.
struct NgramStage {
  std::vector<std::string> blocks;
  std::int64_t steps = 0;
  double rate = 1;
};

struct NgramPlan {
  PromptLaw law;
  ModelShape shape;  ///< symbols and length are the law's
  LossForm loss;
  std::vector<NgramStage> stages;
  double own_logit = 3;      ///< w_+: of a head on its own lag, head h on lag h
  double other_logit = 0.1;  ///< w_-
  double c_start = 0.01;     ///< of every set
  double a_start = 0.01;
  double map_start = 0.01;  ///< queries, keys and values start at so many identities
  int prompts = 9000;
  int validation_prompts = 1000;
  std::int64_t evaluate_every = 1000;
  std::uint64_t seed = 2024;
  std::uint32_t run = 0;
};

class NgramExperiment : public sim::Experiment<double> {
 public:
  /// Draws the prompts. Throws PreconditionError on sizes that do not fit, blocks that do not exist
  /// and a start at c = 0.
  explicit NgramExperiment(const NgramPlan& plan);

  const NgramPlan& ngram_plan() const { return plan_; }
  const PromptSet& training_prompts() const { return training_; }
  const PromptSet& validation_prompts() const { return validation_; }

  std::string to_text() const override;
  std::ptrdiff_t storage() const override { return at_.storage; }
  std::vector<sim::WeightBlock> blocks() const override { return weight_blocks(plan_.shape); }
  void initialise(std::span<double> weights) const override;
  int shards() const override { return static_cast<int>(shards_.size()); }
  std::unique_ptr<sim::ExperimentWorker<double>> worker(const sim::StopFlag* stop) const override;

  /// At the weights as they are: "train loss" and "validation loss" (means), "a", "c squared" (the
  /// sum), "p {}" ... of every set, "attention 1" ... of each head on its own lag, and "w 1,1" ...,
  /// each head's logits.
  std::vector<std::string> numbers() const override;
  std::vector<double> evaluate(std::int64_t step, std::span<const double> weights,
                               const sim::Crew<double>& crew) const override;

 private:
  class Worker;
  std::vector<const CountedPrompts*> all_counted() const;

  NgramPlan plan_;
  WeightOffsets at_;
  PromptSet training_, validation_;
  std::vector<CountedPrompts> shards_, validation_shards_;
};

/// Which of a head's logits is that of its own lag.
int own_place(const ModelShape& shape, int head);

/// What a training holds in memory, bytes, and works through, summands, at most.
struct TrainingCost {
  double memory = 0, terms = 0;
};
TrainingCost cost_of(const NgramPlan& plan);

}  // namespace lemmascope::ngram
