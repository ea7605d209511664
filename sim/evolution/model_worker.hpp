// One thread of a training on sequences, whatever the model: the model reads and adds up batches of
// tokens.
#pragma once

#include <vector>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/evolution/strategy_evaluation.hpp"

namespace lemmascope::evolution {

/// Model is MinimalModel<F> or AttentionModel<F>; the experiment and its model outlive the worker.
template <class F, class Model>
class ModelWorker : public StrategyWorker<F> {
 public:
  ModelWorker(const StrategyExperiment<F>& experiment, const Model& model,
              const sim::StopFlag* stop)
      : experiment_(experiment),
        model_(model),
        stop_(stop),
        arena_(static_cast<std::size_t>(model.arena_size())) {}

  void prepare(const F*) override {}  // the kernels read the weights as they are

  sim::SummedLoss differentiate(const F* weights, std::int64_t step, int shard,
                                F* gradient) override {
    const std::vector<std::uint8_t> tokens = experiment_.batch_tokens(step, shard);
    const int length = model_.sizes().length;
    const int count = static_cast<int>(tokens.size()) / (length + 1);
    return {model_.accumulate(weights, arena_.data(), {tokens.data(), count, stop_}, gradient),
            static_cast<double>(count) * length};
  }

  void last(const F* weights, const std::uint8_t* tokens, int count, F* out) override {
    model_.last(weights, arena_.data(), {tokens, count, stop_}, out);
  }

 private:
  const StrategyExperiment<F>& experiment_;
  const Model& model_;
  const sim::StopFlag* stop_;
  sim::AlignedBuffer<F> arena_;
};

}  // namespace lemmascope::evolution
