#include "sim/causal/configurations.hpp"

#include <fmt/format.h>

#include "sim/causal/random_graphs.hpp"
#include "sim/transformer/disentangled_model.hpp"
#include "sim/transformer/mlp_transformer.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalDag;
using markov::CausalForest;
using markov::Position;

/// Dirichlet(0.1) rows in every experiment.
constexpr double kConcentration = 0.1;

sim::TrainingPlan plan_of(const ReproductionOptions& options, std::uint32_t run, std::int64_t steps,
                          std::int64_t evaluate_every, int evaluation_size,
                          const sim::Optimiser& optimiser) {
  sim::TrainingPlan plan;
  plan.root_seed = options.root_seed;
  plan.run = run;
  plan.batch = 1024;
  plan.stages = {{steps, optimiser, {}}};
  plan.evaluate_every = evaluate_every;
  plan.evaluation_size = evaluation_size;
  return plan;
}

sim::Optimiser sgd(sim::Schedule schedule) {
  sim::Optimiser o;
  o.learning_rate = 1;
  o.schedule = schedule;
  return o;
}

sim::Optimiser adamw(double weight_decay) {
  sim::Optimiser o;
  o.kind = sim::OptimiserKind::adamw;
  o.learning_rate = 0.01;
  o.schedule = sim::Schedule::cosine;
  o.weight_decay = weight_decay;
  return o;
}

Configuration single_parent(std::string name, const CausalForest& forest, int states,
                            std::shared_ptr<const sim::Model<float>> model,
                            sim::TrainingPlan plan) {
  RowLaw law;
  law.concentration = kConcentration;
  return {std::move(name),
          forest,
          std::nullopt,
          {},
          Task::in_context_tree(forest, states, law),
          std::move(model),
          std::move(plan),
          1};
}

/// Graphs are drawn from the root seed alone: every repetition trains on the same ones.
CausalForest random_forest(const ReproductionOptions& options, int nodes) {
  sim::Stream stream({options.root_seed, 0, sim::Purpose::graph}, 0);
  return uniform_random_forest(nodes, stream);
}

struct NamedForest {
  std::string name;
  CausalForest forest;
};
std::vector<NamedForest> three_forests(const ReproductionOptions& options, int nodes) {
  return {{"chain", CausalForest::chain(nodes)},
          {"pairs", CausalForest::pairs(nodes)},
          {"random forest", random_forest(options, nodes)}};
}

/// Figures 2 and 6: S = 10, T = 20, all weights from zero, SGD at rate 1 with cosine decay, 2^17
/// steps.
std::vector<Configuration> single_parent_figures(const ReproductionOptions& options,
                                                 std::uint32_t run) {
  constexpr int kStates = 10;
  constexpr int kLength = 20;
  const auto model = std::make_shared<sim::DisentangledModel<float>>(kStates, kLength, 1);
  const sim::TrainingPlan plan =
      options.quick ? plan_of(options, run, 1 << 13, 256, 1 << 13, sgd(sim::Schedule::cosine))
                    : plan_of(options, run, 1 << 17, 1024, 1 << 16, sgd(sim::Schedule::cosine));
  std::vector<Configuration> all;
  for (const NamedForest& graph : three_forests(options, kLength - 1)) {
    all.push_back(single_parent(graph.name, graph.forest, kStates, model, plan));
  }
  return all;
}

Configuration several_parents(std::string name, const CausalDag& dag, std::vector<Position> target,
                              int heads, sim::TrainingPlan plan) {
  constexpr int kStates = 5;
  // 1e-4: the initial scale that breaks the symmetry between heads.
  const auto model =
      std::make_shared<sim::DisentangledModel<float>>(kStates, dag.size(), heads, 1e-4);
  const Task task = Task::in_context_dag(dag, target, kStates, kConcentration, RootLaw::dirichlet);
  return {std::move(name), std::nullopt,    dag,  std::move(target), task,
          model,           std::move(plan), heads};
}

/// Figures 5 and 7: S = 5, T = 32, [heads, 1] heads, AdamW 1e-2 cosine, decay 1e-4, 2^16 steps. The
/// first graph is the one the authors ship; their other two (two and three parents) are not
/// published, ours are random.
std::vector<Configuration> several_parent_figures(const ReproductionOptions& options,
                                                  std::uint32_t run) {
  constexpr int kLength = 32;
  const sim::TrainingPlan plan = options.quick
                                     ? plan_of(options, run, 1 << 13, 256, 1 << 13, adamw(1e-4))
                                     : plan_of(options, run, 1 << 16, 512, 1 << 16, adamw(1e-4));
  std::vector<std::vector<Position>> parents(2);
  for (Position i = 2; i < kLength; ++i) parents.push_back({(i - 1) / 2, i - 1});
  std::vector<Configuration> all;
  all.push_back(several_parents("half and previous", CausalDag(parents), {15, 31}, 2, plan));
  for (const int in_degree : {2, 3}) {
    if (options.quick && in_degree == 3) break;
    sim::Stream stream({options.root_seed, 0, sim::Purpose::graph},
                       static_cast<std::uint64_t>(in_degree));
    const RandomDag random = random_dag(kLength, in_degree, stream);
    all.push_back(several_parents(fmt::format("{} random parents", in_degree), random.dag,
                                  random.target_parents, in_degree, plan));
  }
  return all;
}

/// Figure 8: the standard transformer, S = 10, T = 20, AdamW 1e-2 cosine, decay 2e-4, 2^12 steps.
std::vector<Configuration> standard_transformer_figure(const ReproductionOptions& options,
                                                       std::uint32_t run) {
  constexpr int kStates = 10;
  constexpr int kLength = 20;
  const auto model = std::make_shared<sim::MlpTransformer<float>>(kStates, kLength);
  const sim::TrainingPlan plan = options.quick
                                     ? plan_of(options, run, 1 << 9, 32, 1 << 12, adamw(2e-4))
                                     : plan_of(options, run, 1 << 12, 32, 1 << 14, adamw(2e-4));
  std::vector<Configuration> all;
  for (const NamedForest& graph : three_forests(options, kLength - 1)) {
    if (options.quick && graph.name != "chain") continue;
    all.push_back(single_parent(graph.name, graph.forest, kStates, model, plan));
  }
  return all;
}

/// Figure 9: twenty random forests, S = 3, T = 20, from zero, SGD at constant rate 1, 2^14 steps.
std::vector<Configuration> many_graphs_figure(const ReproductionOptions& options,
                                              std::uint32_t run) {
  constexpr int kStates = 3;
  constexpr int kLength = 20;
  constexpr double kRootShare = 0.5;
  const auto model = std::make_shared<sim::DisentangledModel<float>>(kStates, kLength, 1);
  const int graphs = options.quick ? 4 : 20;
  std::vector<Configuration> all;
  for (int g = 0; g < graphs; ++g) {
    sim::Stream stream({options.root_seed, 9, sim::Purpose::graph}, static_cast<std::uint64_t>(g));
    const CausalForest forest = thinned_random_forest(kLength - 1, kRootShare, stream);
    const std::uint32_t own_run = run * 100 + static_cast<std::uint32_t>(g);
    const sim::TrainingPlan plan =
        options.quick
            ? plan_of(options, own_run, 1 << 12, 512, 1 << 12, sgd(sim::Schedule::constant))
            : plan_of(options, own_run, 1 << 14, 1024, 1 << 14, sgd(sim::Schedule::constant));
    all.push_back(single_parent(fmt::format("graph {}", g), forest, kStates, model, plan));
  }
  return all;
}

}  // namespace

std::vector<Configuration> configurations(Figure figure, const ReproductionOptions& options) {
  std::vector<Configuration> all;
  for (int seed = 0; seed < options.seeds; ++seed) {
    const std::uint32_t run = options.first_run + static_cast<std::uint32_t>(seed);
    std::vector<Configuration> some;
    switch (figure) {
      case Figure::fig2:
      case Figure::fig6:
        some = single_parent_figures(options, run);
        break;
      case Figure::fig5:
      case Figure::fig7:
        some = several_parent_figures(options, run);
        break;
      case Figure::fig8:
        some = standard_transformer_figure(options, run);
        break;
      case Figure::fig9:
        some = many_graphs_figure(options, run);
        break;
    }
    for (Configuration& c : some) {
      if (options.seeds > 1) c.name += fmt::format(", seed {}", run);
      all.push_back(std::move(c));
    }
  }
  return all;
}

}  // namespace lemmascope::causal
