// Training the minimal model online on in-context chains: what the shared loop trains.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/evolution/minimal_model.hpp"
#include "sim/evolution/strategy_evaluation.hpp"

namespace lemmascope::evolution {

struct MinimalPlan {
  StrategyPlan of;
  double start_weights = 0;  ///< every entry of W
  double start_lags = 0.02;  ///< every entry of v
  double margin = 0;         ///< of the margin loss; 0: softmax cross-entropy
};

/// Beside the distances: "W diagonal", "W off-diagonal" (means), "v1", "v2", "largest lag" (from
/// 1; the first of equals).
template <class F>
class MinimalExperiment : public StrategyExperiment<F> {
 public:
  /// Throws PreconditionError as StrategyExperiment and MinimalModel do.
  explicit MinimalExperiment(const MinimalPlan& plan);

  std::string to_text() const override;
  std::ptrdiff_t storage() const override { return model_.storage(); }
  std::vector<sim::WeightBlock> blocks() const override { return model_.blocks(); }
  void initialise(std::span<F> weights) const override;
  std::unique_ptr<sim::ExperimentWorker<F>> worker(const sim::StopFlag* stop) const override;

 protected:
  std::vector<std::string> own_numbers() const override;
  std::vector<double> own_values(std::span<const F> weights) const override;

 private:
  MinimalPlan plan_;
  MinimalModel<F> model_;
};

}  // namespace lemmascope::evolution
