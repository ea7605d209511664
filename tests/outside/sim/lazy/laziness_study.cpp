#include "sim/lazy/laziness_study.hpp"

#include <cmath>

namespace lemmascope::lazy {

sim::ExampleExperiment laziness_study(double laziness, int steps, const sim::StreamKey& key) {
  const auto share = [](std::span<const double> w) { return 1 / (1 + std::exp(-w[0])); };
  sim::ExampleStudy study{"laziness " + std::to_string(laziness), {{"w"}}};
  study.differentiate = [=](std::span<const double> w, sim::Stream& draws, std::span<double> g) {
    const bool rests = draws.next_uniform() < laziness;
    g[0] += share(w) - (rests ? 1 : 0);
    return -std::log(rests ? share(w) : 1 - share(w));
  };
  study.watched = {{"laziness", share}};
  sim::TrainingPlan plan{key.root_seed, key.run, 64, {{steps, {}, {}}}, 10, 256};
  return {plan, study};
}

}  // namespace lemmascope::lazy
