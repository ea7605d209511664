// The exact leading-order gradient: cost against T and S for every route, one thread unless named.
//
// A run of `exact_gradient_bench --dump STATES LENGTH` prints the gradient itself (double,
// quadrature), so that exact_gradient_compare.py can check that both sides of a ratio compute the
// same numbers.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <string_view>

#include "theory/causal/leading_gradient.hpp"
#include "theory/causal/population_gradient.hpp"

namespace lemmascope::causal {
namespace {

const Rational kEpsilon(1, 1000);

// The chain both sides of the comparison use: entry (s, t) proportional to 1 + (7 s + 3 t + s t)
// mod 11.
markov::Chain bench_chain(int states) {
  Matrix<Rational> rows(states, states);
  for (int s = 0; s < states; ++s) {
    Rational total = 0;
    for (int t = 0; t < states; ++t) {
      rows(s, t) = 1 + (7 * s + 3 * t + s * t) % 11;
      total += rows(s, t);
    }
    for (int t = 0; t < states; ++t) rows(s, t) /= total;
  }
  return markov::Chain(rows);
}

CausalForest binary_tree(int nodes) {
  std::vector<markov::Position> parents;
  for (int i = 0; i < nodes; ++i) parents.push_back(i == 0 ? markov::kNoParent : (i - 1) / 2);
  return CausalForest(parents);
}

// Arguments: states, length, threads. The rule depends on T and epsilon only, so it is made once.
void quadrature(benchmark::State& state, const CausalForest& forest) {
  const auto chain = markov::in_arithmetic<double>(bench_chain(static_cast<int>(state.range(0))));
  const auto rule = reciprocal_rule<double>(forest.size() + 1, kEpsilon);
  const int threads = static_cast<int>(state.range(2));
  for (auto _ : state) {
    benchmark::DoNotOptimize(leading_gradient(drive_in_lanes(chain, forest, rule, threads)));
  }
}

void QuadratureChain(benchmark::State& state) {
  quadrature(state, CausalForest::chain(static_cast<int>(state.range(1)) - 1));
}
void QuadratureTree(benchmark::State& state) {
  quadrature(state, binary_tree(static_cast<int>(state.range(1)) - 1));
}

// What the comparison with NumPy times: a chain and a rule in, a gradient out, one thread.
void SideBySide(benchmark::State& state) {
  const auto chain = markov::in_arithmetic<double>(bench_chain(static_cast<int>(state.range(0))));
  const auto forest = CausalForest::chain(static_cast<int>(state.range(1)) - 1);
  const auto rule = reciprocal_rule<double>(forest.size() + 1, kEpsilon);
  for (auto _ : state) {
    benchmark::DoNotOptimize(leading_gradient(drive_in_lanes(chain, forest, rule)));
  }
}

void GaussRule(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(reciprocal_rule<double>(static_cast<int>(state.range(0)), kEpsilon));
  }
}

void CountingChain(benchmark::State& state) {
  const auto chain = markov::in_arithmetic<double>(bench_chain(static_cast<int>(state.range(0))));
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        drive_by_counting(chain, static_cast<int>(state.range(1)) - 1, kEpsilon));
  }
}

void EnumerationChain(benchmark::State& state) {
  const auto chain = markov::in_arithmetic<double>(bench_chain(static_cast<int>(state.range(0))));
  const auto forest = CausalForest::chain(static_cast<int>(state.range(1)) - 1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(drive_by_enumeration(chain, forest, kEpsilon));
  }
}

void RationalQuadratureChain(benchmark::State& state) {
  const auto chain = bench_chain(static_cast<int>(state.range(0)));
  const auto forest = CausalForest::chain(static_cast<int>(state.range(1)) - 1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(drive_by_quadrature(chain, forest, kEpsilon));
  }
}

void IntervalQuadratureChain(benchmark::State& state) {
  const auto chain = markov::in_arithmetic<Interval>(bench_chain(static_cast<int>(state.range(0))));
  const auto forest = CausalForest::chain(static_cast<int>(state.range(1)) - 1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(drive_by_quadrature(chain, forest, kEpsilon));
  }
}

// Loss and both gradients at any weights, by prefix enumeration.
void PopulationGradientChain(benchmark::State& state) {
  const int states = static_cast<int>(state.range(0));
  const int length = static_cast<int>(state.range(1));
  const PopulationTask<double> task(CausalForest::chain(length - 1),
                                    Prior::single(bench_chain(states)), kEpsilon);
  const auto weights = ReducedWeights<double>::initial(length, states, 0.125);
  for (auto _ : state) benchmark::DoNotOptimize(task.gradient(weights));
}

BENCHMARK(QuadratureChain)
    ->Unit(benchmark::kMillisecond)
    ->ArgNames({"S", "T", "threads"})
    ->ArgsProduct({{10}, {10, 20, 50, 100, 200}, {1}})
    ->ArgsProduct({{2, 5, 20}, {20}, {1}})
    ->Args({2, 12, 1})
    ->Args({3, 8, 1})
    ->Args({3, 12, 1})
    ->Args({10, 20, 2})
    ->Args({10, 100, 2})
    ->Args({10, 1000, 2});
BENCHMARK(SideBySide)
    ->Unit(benchmark::kMillisecond)
    ->ArgNames({"S", "T"})
    ->ArgsProduct({{2}, {8, 12, 16, 20}})
    ->ArgsProduct({{3}, {6, 8, 10, 12}});
BENCHMARK(QuadratureTree)
    ->Unit(benchmark::kMillisecond)
    ->ArgNames({"S", "T", "threads"})
    ->ArgsProduct({{10}, {20, 50, 100}, {1}});
BENCHMARK(GaussRule)->Unit(benchmark::kMillisecond)->ArgName("T")->Arg(20)->Arg(100)->Arg(1000);
BENCHMARK(CountingChain)
    ->Unit(benchmark::kMillisecond)
    ->ArgNames({"S", "T"})
    ->ArgsProduct({{10}, {20, 50}});
BENCHMARK(EnumerationChain)
    ->Unit(benchmark::kMillisecond)
    ->ArgNames({"S", "T"})
    ->ArgsProduct({{2}, {8, 12, 16}})
    ->ArgsProduct({{3}, {6, 8, 10}});
BENCHMARK(RationalQuadratureChain)
    ->Unit(benchmark::kMillisecond)
    ->ArgNames({"S", "T"})
    ->Args({2, 12})
    ->Args({3, 8});
BENCHMARK(IntervalQuadratureChain)
    ->Unit(benchmark::kMillisecond)
    ->ArgNames({"S", "T"})
    ->Args({2, 12})
    ->Args({3, 8});
BENCHMARK(PopulationGradientChain)
    ->Unit(benchmark::kMillisecond)
    ->ArgNames({"S", "T"})
    ->ArgsProduct({{2}, {8, 10, 12}})
    ->ArgsProduct({{3}, {6, 8}});

int dump(int states, int length) {
  const auto chain = markov::in_arithmetic<double>(bench_chain(states));
  const auto forest = CausalForest::chain(length - 1);
  const auto gradient = leading_gradient(drive_by_quadrature(chain, forest, kEpsilon));
  for (int i = 0; i < length; ++i) {
    for (int j = 0; j <= i; ++j) fmt::print("{:.17g}{}", gradient(i, j), j == i ? '\n' : ' ');
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace lemmascope::causal

int main(int argc, char** argv) {
  if (argc == 4 && std::string_view(argv[1]) == "--dump") {
    return lemmascope::causal::dump(std::atoi(argv[2]), std::atoi(argv[3]));
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return EXIT_SUCCESS;
}
