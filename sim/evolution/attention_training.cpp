#include "sim/evolution/attention_training.hpp"

#include "sim/evolution/model_worker.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {

AttentionSizes attention_sizes(const AttentionPlan& plan) {
  return {plan.of.law.states, plan.of.law.length, plan.width,
          plan.layers,        plan.heads,         plan.heads == 1 ? plan.width : plan.head_width};
}

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
  return std::make_unique<ModelWorker<F, AttentionModel<F>>>(*this, model_, stop);
}

template class AttentionExperiment<float>;
template class AttentionExperiment<double>;

}  // namespace lemmascope::evolution
