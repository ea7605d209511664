#include "sim/evolution/attention_training.hpp"

#include "sim/cpu/aligned_buffer.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {

AttentionSizes attention_sizes(const AttentionPlan& plan) {
  return {plan.of.law.states, plan.of.law.length, plan.width,
          plan.layers,        plan.heads,         plan.heads == 1 ? plan.width : plan.head_width};
}

template <class F>
class AttentionExperiment<F>::Worker : public StrategyWorker<F> {
 public:
  Worker(const AttentionExperiment& experiment, const sim::StopFlag* stop)
      : experiment_(experiment),
        stop_(stop),
        arena_(static_cast<std::size_t>(experiment.model_.arena_size())) {}

  void prepare(const F*) override {}  // the kernels read the weights as they are

  sim::SummedLoss differentiate(const F* weights, std::int64_t step, int shard,
                                F* gradient) override {
    const std::vector<std::uint8_t> tokens = experiment_.batch_tokens(step, shard);
    const int length = experiment_.model_.sizes().length;
    const int count = static_cast<int>(tokens.size()) / (length + 1);
    return {experiment_.model_.accumulate(weights, arena_.data(), {tokens.data(), count, stop_},
                                          gradient),
            static_cast<double>(count) * length};
  }

  void last(const F* weights, const std::uint8_t* tokens, int count, F* out) override {
    experiment_.model_.last(weights, arena_.data(), {tokens, count, stop_}, out);
  }

 private:
  const AttentionExperiment& experiment_;
  const sim::StopFlag* stop_;
  sim::AlignedBuffer<F> arena_;
};

template <class F>
AttentionExperiment<F>::AttentionExperiment(const AttentionPlan& plan)
    : StrategyExperiment<F>(plan.of), plan_(plan), model_(attention_sizes(plan)) {}

template <class F>
std::string AttentionExperiment<F>::to_text() const {
  return fmt::format("{}, start {}; {}", evolution::to_text(model_.sizes()), plan_.start,
                     this->law_text());
}

template <class F>
void AttentionExperiment<F>::initialise(std::span<F> weights) const {
  model_.initialise(weights, {plan_.of.seed, plan_.of.run, sim::Purpose::initial_parameters},
                    plan_.start);
}

template <class F>
std::unique_ptr<sim::ExperimentWorker<F>> AttentionExperiment<F>::worker(
    const sim::StopFlag* stop) const {
  return std::make_unique<Worker>(*this, stop);
}

template class AttentionExperiment<float>;
template class AttentionExperiment<double>;

}  // namespace lemmascope::evolution
