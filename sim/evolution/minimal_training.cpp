#include "sim/evolution/minimal_training.hpp"

#include <algorithm>

#include "sim/evolution/model_worker.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {

template <class F>
MinimalExperiment<F>::MinimalExperiment(const MinimalPlan& plan)
    : StrategyExperiment<F>(plan.of),
      plan_(plan),
      model_({plan.of.law.states, plan.of.law.length, plan.margin}) {
  require(plan.of.law.order == 1, "the minimal model is of sequences of order 1");
}

template <class F>
std::string MinimalExperiment<F>::to_text() const {
  return fmt::format("minimal model from W {} and v {}, {}; {}", plan_.start_weights,
                     plan_.start_lags,
                     plan_.margin > 0 ? fmt::format("margin {}", plan_.margin) : "cross-entropy",
                     this->law_text());
}

template <class F>
void MinimalExperiment<F>::initialise(std::span<F> weights) const {
  const auto lags = weights.begin() + model_.sizes().lags_offset();
  std::fill(weights.begin(), lags, static_cast<F>(plan_.start_weights));
  std::fill(lags, weights.end(), static_cast<F>(plan_.start_lags));
}

template <class F>
std::unique_ptr<sim::ExperimentWorker<F>> MinimalExperiment<F>::worker(
    const sim::StopFlag* stop) const {
  return std::make_unique<ModelWorker<F, MinimalModel<F>>>(*this, model_, stop);
}

template <class F>
std::vector<std::string> MinimalExperiment<F>::own_numbers() const {
  return {"W diagonal", "W off-diagonal", "v1", "v2", "largest lag"};
}

template <class F>
std::vector<double> MinimalExperiment<F>::own_values(std::span<const F> weights) const {
  const int k = model_.sizes().states;
  double on = 0, off = 0;
  for (int m = 0; m < k; ++m) {
    for (int l = 0; l < k; ++l) {
      (m == l ? on : off) += static_cast<double>(weights[static_cast<std::size_t>(m * k + l)]);
    }
  }
  const auto lags = weights.begin() + model_.sizes().lags_offset();
  const auto largest = std::max_element(lags, weights.end()) - lags + 1;
  return {on / k, off / (k * (k - 1)), static_cast<double>(lags[0]), static_cast<double>(lags[1]),
          static_cast<double>(largest)};
}

template class MinimalExperiment<float>;
template class MinimalExperiment<double>;

}  // namespace lemmascope::evolution
