// One epoch of the two-attention-layer transformer on the authors' data (three symbols, 9,000
// prompts of 100 tokens, full batch, three heads): the simplified model by the released criterion
// and the full one, with one and two threads. Run beside PyTorch by ngram_compare.py; alone:
//   ngram_bench --benchmark_min_time=1
#include <benchmark/benchmark.h>

#include <limits>

#include "sim/ngram/ngram_experiment.hpp"
#include "sim/train/trainer.hpp"

namespace lemmascope::ngram {
namespace {

NgramPlan plan_of(bool full) {
  NgramPlan plan;
  plan.loss.criterion = Criterion::released;
  plan.stages = {{{}, std::int64_t{1} << 40, full ? 1e-3 : 1}};
  plan.evaluate_every = std::numeric_limits<std::int64_t>::max();
  plan.shape.maps = full;
  if (full) plan.shape.norm = HeadNorm::layer;
  return plan;
}

void epoch(benchmark::State& state) {
  const NgramExperiment experiment(plan_of(state.range(1) != 0));
  sim::Trainer<double> trainer(experiment, static_cast<int>(state.range(0)));
  trainer.advance(1);
  for (auto _ : state) trainer.advance(1);
}
BENCHMARK(epoch)
    ->ArgNames({"threads", "full"})
    ->ArgsProduct({{1, 2}, {0, 1}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// Drawing the prompts and counting their pairs, once a training.
void start(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(NgramExperiment(plan_of(false)).storage());
}
BENCHMARK(start)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lemmascope::ngram

BENCHMARK_MAIN();
