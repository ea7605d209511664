// One training step of an encoder on group sentences (Z_2, 4 clauses, width 32, 3 tied layers,
// batch 256) and its gradient alone, with one and two threads, in float and double. Run beside
// PyTorch by encoder_compare.py; alone:
//   encoder_bench --benchmark_min_time=1
#include <benchmark/benchmark.h>

#include <limits>
#include <memory>
#include <vector>

#include "sim/cpu/worker_team.hpp"
#include "sim/lego/chain_experiment.hpp"
#include "sim/train/trainer.hpp"

namespace lemmascope::lego {
namespace {

ChainPlan plan_of(const benchmark::State& state) {
  ChainPlan plan{.law = {group_by_name("z2"), 4, 8}};
  plan.attention = state.range(1) != 0 ? Attention::hard_coded : Attention::learned;
  plan.steps = std::int64_t{1} << 40;
  plan.evaluate_every = std::numeric_limits<std::int64_t>::max();
  plan.evaluation_sentences = 16;
  return plan;
}

/// Sentences, forward and backward, without an optimiser.
template <class F>
void gradient(benchmark::State& state) {
  const ChainExperiment<F> experiment(plan_of(state));
  sim::Trainer<F> trainer(experiment, static_cast<int>(state.range(0)));
  std::vector<F> gradient;
  for (auto _ : state) benchmark::DoNotOptimize(trainer.batch_gradient(0, gradient));
}

template <class F>
void step(benchmark::State& state) {
  const ChainExperiment<F> experiment(plan_of(state));
  sim::Trainer<F> trainer(experiment, static_cast<int>(state.range(0)));
  trainer.advance(1);
  for (auto _ : state) trainer.advance(1);
}

void threads_and_attention(benchmark::internal::Benchmark* b) {
  b->ArgNames({"threads", "hard"})->ArgsProduct({{1, 2}, {0, 1}});
  b->UseRealTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK(gradient<float>)->Apply(threads_and_attention);
BENCHMARK(gradient<double>)->Apply(threads_and_attention);
BENCHMARK(step<float>)->Apply(threads_and_attention);
BENCHMARK(step<double>)->Apply(threads_and_attention);

}  // namespace
}  // namespace lemmascope::lego

BENCHMARK_MAIN();
