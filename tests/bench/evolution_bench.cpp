// Training steps of the minimal model and of the attention-only transformer on in-context chains
// (three states, 100 tokens, batch 64) and their gradients alone, with one and two threads, in
// float and double. Run beside PyTorch by evolution_compare.py; alone:
//   evolution_bench --benchmark_min_time=1
#include <benchmark/benchmark.h>

#include <limits>
#include <vector>

#include "sim/evolution/attention_training.hpp"
#include "sim/evolution/minimal_training.hpp"
#include "sim/train/trainer.hpp"

namespace lemmascope::evolution {
namespace {

StrategyPlan plan() {
  StrategyPlan plan;
  plan.steps = std::int64_t{1} << 40;
  plan.evaluate_every = std::numeric_limits<std::int64_t>::max();
  plan.evaluation_sequences = 16;
  plan.optimiser.learning_rate = 1e-6;  // thousands of steps end where they began
  return plan;
}

template <class F>
MinimalExperiment<F> minimal() {
  MinimalPlan of;
  of.of = plan();
  return MinimalExperiment<F>(of);
}

template <class F>
AttentionExperiment<F> attention() {
  AttentionPlan of;
  of.of = plan();
  of.of.optimiser.kind = sim::OptimiserKind::adamw;
  return AttentionExperiment<F>(of);
}

/// Sequences, forward and backward, without an optimiser.
template <class F, class Made>
void gradient_of(benchmark::State& state, Made made) {
  const auto experiment = made();
  sim::Trainer<F> trainer(experiment, static_cast<int>(state.range(0)));
  std::vector<F> gradient;
  for (auto _ : state) benchmark::DoNotOptimize(trainer.batch_gradient(0, gradient));
}
template <class F, class Made>
void step_of(benchmark::State& state, Made made) {
  const auto experiment = made();
  sim::Trainer<F> trainer(experiment, static_cast<int>(state.range(0)));
  trainer.advance(1);
  for (auto _ : state) trainer.advance(1);
}

template <class F>
void minimal_gradient(benchmark::State& state) {
  gradient_of<F>(state, minimal<F>);
}
template <class F>
void minimal_step(benchmark::State& state) {
  step_of<F>(state, minimal<F>);
}
template <class F>
void attention_gradient(benchmark::State& state) {
  gradient_of<F>(state, attention<F>);
}
template <class F>
void attention_step(benchmark::State& state) {
  step_of<F>(state, attention<F>);
}

void threads(benchmark::internal::Benchmark* b) {
  b->ArgName("threads")->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK(minimal_gradient<float>)->Apply(threads);
BENCHMARK(minimal_gradient<double>)->Apply(threads);
BENCHMARK(minimal_step<float>)->Apply(threads);
BENCHMARK(minimal_step<double>)->Apply(threads);
BENCHMARK(attention_gradient<float>)->Apply(threads);
BENCHMARK(attention_gradient<double>)->Apply(threads);
BENCHMARK(attention_step<float>)->Apply(threads);
BENCHMARK(attention_step<double>)->Apply(threads);

}  // namespace
}  // namespace lemmascope::evolution

BENCHMARK_MAIN();
