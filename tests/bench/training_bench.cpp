// One training step of the paper's single-parent experiment (S = 10, T = 20, chain, batch 1024) and
// its parts, with one and two threads, in float and double. Run beside PyTorch by
// training_compare.py; alone:
//   training_bench --benchmark_min_time=1
#include <benchmark/benchmark.h>

#include <limits>
#include <memory>
#include <vector>

#include "sim/causal/reduced_model.hpp"
#include "sim/causal/sampler.hpp"
#include "sim/causal/task_experiment.hpp"
#include "sim/cpu/aligned_buffer.hpp"
#include "sim/cpu/worker_team.hpp"
#include "sim/train/trainer.hpp"
#include "sim/transformer/disentangled_model.hpp"
#include "tests/bench/multiply_adds.hpp"

namespace lemmascope::sim {
namespace {

constexpr int kLength = 20;
constexpr int kBatch = 1024;
constexpr StreamKey kKey{1, 0, Purpose::probe};

causal::Task chain_task(int states) {
  return causal::Task::in_context_tree(markov::CausalForest::chain(kLength - 1), states,
                                       causal::RowLaw{});
}

void count_sequences(benchmark::State& state) {
  state.counters["sequences/s"] = benchmark::Counter(
      static_cast<double>(state.iterations()) * kBatch, benchmark::Counter::kIsRate);
}

void sampling(benchmark::State& state) {
  const int threads = static_cast<int>(state.range(0));
  const causal::Sampler sampler(chain_task(static_cast<int>(state.range(1))));
  WorkerTeam team(threads);
  std::vector<causal::Sampler::Workspace> workspaces;
  for (int w = 0; w < threads; ++w) workspaces.emplace_back(sampler);
  Batch batch(kBatch, sampler.length(), sampler.states());
  std::uint64_t first = 0;
  for (auto _ : state) {
    team.run([&](int worker) {
      const int begin = kBatch * worker / threads;
      const int count = kBatch * (worker + 1) / threads - begin;
      sampler.draw(kKey, first + static_cast<std::uint64_t>(begin), count,
                   workspaces[static_cast<std::size_t>(worker)],
                   batch.tokens.data() + std::ptrdiff_t{begin} * batch.length,
                   batch.labels.data() + std::ptrdiff_t{begin} * batch.states);
    });
    first += kBatch;
  }
  count_sequences(state);
}

/// Forward and backward on a batch drawn beforehand, without an optimiser.
template <class F>
void gradient(benchmark::State& state) {
  const int threads = static_cast<int>(state.range(0));
  const int states = static_cast<int>(state.range(1));
  const Batch batch = causal::Sampler(chain_task(states)).draw(kKey, 0, kBatch);
  const DisentangledModel<F> model(states, kLength, 1, 0.05);
  const auto size = static_cast<std::size_t>(model.storage());
  AlignedBuffer<F> weights(size);
  model.initialise({weights.data(), size}, kKey);
  std::vector<AlignedBuffer<F>> arenas;
  std::vector<AlignedBuffer<F>> gradients;
  for (int w = 0; w < threads; ++w) {
    arenas.emplace_back(static_cast<std::size_t>(model.arena_size()));
    gradients.emplace_back(size);
  }
  WorkerTeam team(threads);
  for (auto _ : state) {
    team.run([&](int worker) {
      const auto w = static_cast<std::size_t>(worker);
      model.prepare(weights.data(), arenas[w].data());
      const int begin = kBatch * worker / threads;
      const int count = kBatch * (worker + 1) / threads - begin;
      benchmark::DoNotOptimize(model.accumulate(
          weights.data(), arenas[w].data(), batch.view().part(begin, count), gradients[w].data()));
    });
  }
  count_sequences(state);
}

/// Sampling, gradient, reduction and SGD: what training repeats.
template <class F>
void whole_step(benchmark::State& state, const Model<F>& model) {
  TrainingPlan plan;
  plan.batch = kBatch;
  plan.evaluate_every = std::numeric_limits<std::int64_t>::max();
  plan.evaluation_size = 64;
  Optimiser sgd;
  sgd.learning_rate = 1e-3;
  plan.stages = {{std::int64_t{1} << 40, sgd, {}}};
  const causal::TaskExperiment<F> experiment(chain_task(model.states()), model, plan);
  Trainer<F> trainer(experiment, static_cast<int>(state.range(0)));
  trainer.advance(1);
  for (auto _ : state) trainer.advance(1);
  count_sequences(state);
}

template <class F>
void disentangled_step(benchmark::State& state) {
  whole_step<F>(state, DisentangledModel<F>(static_cast<int>(state.range(1)), kLength, 1));
}
template <class F>
void reduced_step(benchmark::State& state) {
  whole_step<F>(state, causal::ReducedModel<F>(static_cast<int>(state.range(1)), kLength, 1e-3));
}

/// What the machine can do: multiply-adds in registers on every thread, nothing else.
template <class F>
void machine_limit(benchmark::State& state) {
  constexpr std::int64_t kRounds = 20000;
  WorkerTeam team(static_cast<int>(state.range(0)));
  std::vector<std::int64_t> done(static_cast<std::size_t>(team.size()));
  std::int64_t operations = 0;
  for (auto _ : state) {
    team.run([&](int worker) {
      done[static_cast<std::size_t>(worker)] = bench::multiply_adds<F>(kRounds);
    });
    for (const std::int64_t n : done) operations += n;
  }
  state.counters["operations/s"] =
      benchmark::Counter(static_cast<double>(operations), benchmark::Counter::kIsRate);
}

void threads_and_states(benchmark::internal::Benchmark* b) {
  b->ArgNames({"threads", "states"})->ArgsProduct({{1, 2}, {10, 3}});
  b->UseRealTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK(machine_limit<float>)->ArgName("threads")->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK(machine_limit<double>)->ArgName("threads")->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK(sampling)->Apply(threads_and_states);
BENCHMARK(gradient<float>)->Apply(threads_and_states);
BENCHMARK(gradient<double>)->Apply(threads_and_states);
BENCHMARK(disentangled_step<float>)->Apply(threads_and_states);
BENCHMARK(disentangled_step<double>)->Apply(threads_and_states);
BENCHMARK(reduced_step<float>)->Apply(threads_and_states);
BENCHMARK(reduced_step<double>)->Apply(threads_and_states);

}  // namespace
}  // namespace lemmascope::sim

BENCHMARK_MAIN();
