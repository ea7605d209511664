// One training step of an encoder and its gradient alone, with one and two threads, in float and
// double, batch 256: on group sentences (Z_2, 4 clauses, width 32, 3 tied layers) with learned and
// with hard-coded attention, and on strings of templates (aa and ab, width 48, one layer) with both
// multiples of the identity. Run beside PyTorch by encoder_compare.py; alone:
//   encoder_bench --benchmark_min_time=1
#include <benchmark/benchmark.h>

#include <limits>
#include <memory>
#include <vector>

#include "sim/cpu/worker_team.hpp"
#include "sim/lego/chain_experiment.hpp"
#include "sim/templates/template_experiment.hpp"
#include "sim/train/trainer.hpp"

namespace lemmascope {
namespace {

enum Kind { kLearned, kHard, kIdentity };
constexpr int kBatch = 256;

/// Trained for ever and never looked at.
template <class Plan>
Plan endless(Plan plan) {
  plan.batch = kBatch;
  plan.steps = std::int64_t{1} << 40;
  plan.evaluate_every = std::numeric_limits<std::int64_t>::max();
  return plan;
}

template <class F>
std::unique_ptr<sim::Experiment<F>> experiment_of(Kind kind) {
  if (kind == kIdentity) {
    templates::TemplatePlan plan;
    plan.law = {{templates::parse_template("aa"), templates::parse_template("ab")}, 48};
    plan.query_identity = plan.value_identity = true;
    plan.width = 48;
    plan.hidden = 16;
    plan.evaluation_size = 16;
    return std::make_unique<templates::TemplateExperiment<F>>(endless(plan));
  }
  lego::ChainPlan plan{{}, {lego::group_by_name("z2"), 4, 8}};
  plan.layers = 3;
  plan.heads = 2;
  plan.attention = kind == kHard ? lego::Attention::hard_coded : lego::Attention::learned;
  plan.evaluation_size = 16;
  return std::make_unique<lego::ChainExperiment<F>>(endless(plan));
}

/// Sequences, forward and backward, without an optimiser.
template <class F>
void gradient(benchmark::State& state) {
  const auto experiment = experiment_of<F>(static_cast<Kind>(state.range(1)));
  sim::Trainer<F> trainer(*experiment, static_cast<int>(state.range(0)));
  std::vector<F> gradient;
  for (auto _ : state) benchmark::DoNotOptimize(trainer.batch_gradient(0, gradient));
}

template <class F>
void step(benchmark::State& state) {
  const auto experiment = experiment_of<F>(static_cast<Kind>(state.range(1)));
  sim::Trainer<F> trainer(*experiment, static_cast<int>(state.range(0)));
  trainer.advance(1);
  for (auto _ : state) trainer.advance(1);
}

void threads_and_kind(benchmark::internal::Benchmark* b) {
  b->ArgNames({"threads", "kind"})->ArgsProduct({{1, 2}, {kLearned, kHard, kIdentity}});
  b->UseRealTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK(gradient<float>)->Apply(threads_and_kind);
BENCHMARK(gradient<double>)->Apply(threads_and_kind);
BENCHMARK(step<float>)->Apply(threads_and_kind);
BENCHMARK(step<double>)->Apply(threads_and_kind);

}  // namespace
}  // namespace lemmascope

BENCHMARK_MAIN();
