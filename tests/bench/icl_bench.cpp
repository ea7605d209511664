// One training step of linear self-attention on regression tasks (d = N = 10, batch 2048) and its
// gradient alone: one layer, and two looped ones, with one and two threads, in float and double.
// Run beside PyTorch by icl_compare.py; alone:
//   icl_bench --benchmark_min_time=1
#include <benchmark/benchmark.h>

#include <limits>
#include <vector>

#include "sim/icl/attention_experiment.hpp"
#include "sim/train/trainer.hpp"

namespace lemmascope::icl {
namespace {

AttentionPlan plan_of(const benchmark::State& state) {
  AttentionPlan plan;
  plan.setting = {{10, 10}, regression::uniform_law(Rational(1, 2))};
  plan.layers = static_cast<int>(state.range(1));
  plan.looped = plan.layers > 1;
  plan.steps = std::int64_t{1} << 40;
  plan.evaluate_every = std::numeric_limits<std::int64_t>::max();
  plan.evaluation_tasks = 16;
  plan.start = 0.2;
  return plan;
}

/// Tasks, forward and backward, without an optimiser.
template <class F>
void gradient(benchmark::State& state) {
  const AttentionExperiment<F> experiment(plan_of(state));
  sim::Trainer<F> trainer(experiment, static_cast<int>(state.range(0)));
  std::vector<F> gradient;
  for (auto _ : state) benchmark::DoNotOptimize(trainer.batch_gradient(0, gradient));
}

template <class F>
void step(benchmark::State& state) {
  const AttentionExperiment<F> experiment(plan_of(state));
  sim::Trainer<F> trainer(experiment, static_cast<int>(state.range(0)));
  trainer.advance(1);
  for (auto _ : state) trainer.advance(1);
}

void threads_and_layers(benchmark::internal::Benchmark* b) {
  b->ArgNames({"threads", "layers"})->ArgsProduct({{1, 2}, {1, 2}});
  b->UseRealTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK(gradient<float>)->Apply(threads_and_layers);
BENCHMARK(gradient<double>)->Apply(threads_and_layers);
BENCHMARK(step<float>)->Apply(threads_and_layers);
BENCHMARK(step<double>)->Apply(threads_and_layers);

}  // namespace
}  // namespace lemmascope::icl

BENCHMARK_MAIN();
