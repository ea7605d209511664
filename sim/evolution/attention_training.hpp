// Training the attention-only transformer online on in-context chains: what the shared loop trains.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/evolution/attention_model.hpp"
#include "sim/evolution/strategy_evaluation.hpp"

namespace lemmascope::evolution {

struct AttentionPlan {
  StrategyPlan of;
  int width = 16;
  int layers = 2;
  int heads = 1;
  int head_width = 16;
  double start = 1;  ///< scale of the initial weights
};

AttentionSizes attention_sizes(const AttentionPlan& plan);

/// Its numbers are the distances alone.
template <class F>
class AttentionExperiment : public StrategyExperiment<F> {
 public:
  /// Throws PreconditionError as StrategyExperiment and AttentionModel do.
  explicit AttentionExperiment(const AttentionPlan& plan);

  std::string to_text() const override;
  std::ptrdiff_t storage() const override { return model_.storage(); }
  std::vector<sim::WeightBlock> blocks() const override { return model_.blocks(); }
  void initialise(std::span<F> weights) const override;
  std::unique_ptr<sim::ExperimentWorker<F>> worker(const sim::StopFlag* stop) const override;

 private:
  AttentionPlan plan_;
  AttentionModel<F> model_;
};

}  // namespace lemmascope::evolution
