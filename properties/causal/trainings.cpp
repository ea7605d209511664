// What `lemmascope train` offers for this paper: one small network on one graph.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/catalogue/training.hpp"
#include "properties/causal/training_figures.hpp"
#include "properties/claim/quantity.hpp"
#include "properties/compute/usual_options.hpp"
#include "sim/causal/configurations.hpp"
#include "sim/causal/random_graphs.hpp"
#include "sim/transformer/disentangled_model.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using compute::Option;
using compute::OptionKind;
using compute::OptionValues;
using nlohmann::json;

constexpr int kDagParents = 2;

/// Every graph of the single-parent task, and the several-parents one.
enum class Graph { chain, pairs, star, random, dag };

const char* name_of(Graph graph) {
  switch (graph) {
    case Graph::chain:
      return "chain";
    case Graph::pairs:
      return "pairs";
    case Graph::star:
      return "star";
    case Graph::random:
      return "random";
    case Graph::dag:
      break;
  }
  return "dag";
}

/// In the order of the keys of a sweep.
std::vector<Option> options_of(Graph graph) {
  const bool dag = graph == Graph::dag;
  std::vector<Option> all;
  if (dag || graph == Graph::random) {
    all.push_back(compute::whole_option("graph-seed", "seed of the graph", "0", "0", "2147483647"));
  }
  const auto whole = [&all](std::string name, std::string help, std::string usual,
                            std::string least, std::string most) {
    all.push_back(compute::whole_option(std::move(name), std::move(help), std::move(usual),
                                        std::move(least), std::move(most)));
  };
  const auto positive = [&all](std::string name, std::string help, std::string usual) {
    all.push_back({.name = std::move(name),
                   .kind = OptionKind::number,
                   .help = std::move(help),
                   .usual = std::move(usual),
                   .least = "0",
                   .above_least = true});
  };
  const auto choice = [&all](std::string name, std::string help, std::string usual,
                             std::vector<std::string> choices) {
    all.push_back({.name = std::move(name),
                   .kind = OptionKind::choice,
                   .help = std::move(help),
                   .usual = std::move(usual),
                   .choices = std::move(choices)});
  };
  whole("length", dag ? "T" : "T, the query included", "20",
        std::to_string(dag ? kDagParents + 1 : 2), "1024");
  all.back().symbol = "T";
  whole("vocabulary", "S", "10", "2", "200");
  all.back().symbol = "S";
  all.back().aliases = {"vocab"};
  positive("dirichlet", "concentration of the rows, 1/10000 to 1000", "1/10");
  all.back().symbol = "alpha";
  // Enough to learn chains, pairs and random forests, in seconds.
  whole("steps", "steps of the optimiser", "32768", "1", "2147483647");
  whole("batch", "sequences per step", "1024", "1", "1048576");
  whole("heads", "heads of the first layer", dag ? std::to_string(kDagParents) : "1", "1", "3");
  choice("precision", "of the weights", "float", {"float", "double"});
  choice("optimiser", "as in the paper unless given", dag ? "adamw" : "sgd", {"sgd", "adamw"});
  all.back().aliases = {"optimizer"};
  positive("rate", "learning rate; sgd 1, adamw 0.01, unless given", "");
  all.push_back({.name = "weight-decay",
                 .kind = OptionKind::number,
                 .help = "decoupled from the gradient",
                 .usual = "0",
                 .least = "0"});
  all.push_back({.name = "constant-rate", .kind = OptionKind::flag, .help = "no cosine decay"});
  whole("held-out", "sequences set aside for the loss", "8192", "1", "1048576");
  whole("evaluations", "points of the curve", "128", "1", "1000000");
  all.push_back(compute::seed_option("0"));
  return all;
}

double double_of(const OptionValues& values, const std::string& name) {
  const double value = to_double(compute::number_of(values, name));
  require(std::isfinite(value), fmt::format("--{}: too large", name));
  return value;
}

sim::Optimiser optimiser_of(const OptionValues& values) {
  const bool adamw = compute::text_of(values, "optimiser") == "adamw";
  sim::Optimiser optimiser;
  optimiser.kind = adamw ? sim::OptimiserKind::adamw : sim::OptimiserKind::sgd;
  optimiser.learning_rate =
      compute::is_given(values, "rate") ? double_of(values, "rate") : (adamw ? 0.01 : 1);
  require(optimiser.learning_rate > 0, "--rate: too small");
  optimiser.schedule =
      compute::flag_of(values, "constant-rate") ? sim::Schedule::constant : sim::Schedule::cosine;
  optimiser.weight_decay = double_of(values, "weight-decay");
  return optimiser;
}

sim::TrainingPlan plan_of(const OptionValues& values) {
  sim::TrainingPlan plan;
  plan.root_seed = compute::seed_of(values);
  plan.batch = compute::whole_of(values, "batch");
  const int steps = compute::whole_of(values, "steps");
  plan.stages = {{steps, optimiser_of(values), {}}};
  plan.evaluate_every = std::max(1, steps / compute::whole_of(values, "evaluations"));
  plan.evaluation_size = compute::whole_of(values, "held-out");
  return plan;
}

markov::CausalForest forest_of(Graph graph, int nodes, const OptionValues& values) {
  if (graph == Graph::chain) return markov::CausalForest::chain(nodes);
  if (graph == Graph::pairs) return markov::CausalForest::pairs(nodes);
  if (graph == Graph::star) return markov::CausalForest::star(nodes);
  sim::Stream stream({compute::seed_of(values, "graph-seed"), 0, sim::Purpose::graph}, 0);
  return uniform_random_forest(nodes, stream);
}

Configuration single_parent(Graph graph, const OptionValues& values) {
  RowLaw law;
  law.concentration = double_of(values, "dirichlet");
  const auto forest = forest_of(graph, compute::whole_of(values, "length") - 1, values);
  const auto task = Task::in_context_tree(forest, compute::whole_of(values, "vocabulary"), law);
  return {name_of(graph), forest, std::nullopt, {}, task, {}, {}, 1};
}

/// Roots are uniform, as the task is stated.
Configuration several_parents(const OptionValues& values) {
  sim::Stream stream({compute::seed_of(values, "graph-seed"), 0, sim::Purpose::graph}, kDagParents);
  const RandomDag graph = random_dag(compute::whole_of(values, "length"), kDagParents, stream);
  const auto task =
      Task::in_context_dag(graph.dag, graph.target_parents, compute::whole_of(values, "vocabulary"),
                           double_of(values, "dirichlet"), RootLaw::uniform);
  return {name_of(Graph::dag), std::nullopt, graph.dag, graph.target_parents, task, {}, {}, 1};
}

/// The model's type is the precision of the training. Heads that start equal stay equal: with
/// several of them the weights start at the paper's 1e-4 N(0, 1) instead of zero.
void choose_model(const OptionValues& values, Configuration& c) {
  c.heads = compute::whole_of(values, "heads");
  const double scale = c.heads > 1 ? 1e-4 : 0;
  const int states = c.task.states(), length = c.task.length();
  if (compute::text_of(values, "precision") == "double") {
    c.model = std::make_shared<sim::DisentangledModel<double>>(states, length, c.heads, scale);
  } else {
    c.model = std::make_shared<sim::DisentangledModel<float>>(states, length, c.heads, scale);
  }
}

Configuration configuration_of(Graph graph, const OptionValues& given) {
  const OptionValues values = compute::with_defaults(options_of(graph), given);
  Configuration configuration =
      graph == Graph::dag ? several_parents(values) : single_parent(graph, values);
  configuration.plan = plan_of(values);
  choose_model(values, configuration);
  return configuration;
}

json tagged(double value) { return claim::to_json(claim::quantity(value)); }

// "authors' \"Bayes\"" -> "authors_bayes".
std::string field_name(const std::string& name) {
  std::string field;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      field += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      field += c;
    } else if (c == ' ') {
      field += '_';
    }
  }
  return field;
}

// The position j < i to which a head attends most.
markov::Position favourite(const ReproductionRun& run, std::size_t head, std::size_t i) {
  const auto row = run.attention[head].begin() +
                   static_cast<std::ptrdiff_t>(i) * static_cast<std::ptrdiff_t>(run.length);
  return static_cast<markov::Position>(std::max_element(row, row + static_cast<std::ptrdiff_t>(i)) -
                                       row);
}

// Edges whose parent is the favourite of some head.
int argmax_hits(const ReproductionRun& run) {
  int hits = 0;
  for (std::size_t i = 0; i < run.parents.size(); ++i) {
    for (const markov::Position parent : run.parents[i]) {
      bool hit = false;
      for (std::size_t head = 0; head < run.attention.size(); ++head) {
        hit = hit || favourite(run, head, i) == parent;
      }
      hits += hit ? 1 : 0;
    }
  }
  return hits;
}

/// `final_loss`, the reference lines with their standard errors, `mean_parent_attention` and
/// `argmax_hits` of `edges` (parents that some head attends to most).
json values_of(const ReproductionRun& run) {
  require(std::isfinite(run.final_loss),
          fmt::format("diverged: the final loss is {}", run.final_loss));
  std::size_t edges = 0;
  for (const auto& parents : run.parents) edges += parents.size();
  const RunPoint& last = run.curve.back();
  json values = {{"final_loss", tagged(run.final_loss)},
                 {"training_loss", tagged(last.training_loss)},
                 {"mean_parent_attention", tagged(last.parent_attention)},
                 {"argmax_hits", argmax_hits(run)},
                 {"edges", edges}};
  for (const auto& line : run.lines) {
    const std::string name = field_name(line.name);
    values[name] = tagged(line.loss.mean);
    values[name + "_standard_error"] = tagged(line.loss.standard_error);
  }
  return values;
}

class Run : public catalogue::TrainedRun {
 public:
  explicit Run(causal::TrainedRun trained) : trained_(std::move(trained)) {}

  std::uint64_t root_seed() const override { return trained_.run.root_seed; }
  std::int64_t steps_done() const override { return trained_.run.steps_done; }
  std::int64_t steps() const override { return trained_.run.plan.steps(); }
  bool finished() const override { return trained_.finished; }
  json data() const override { return training_json(trained_.run); }
  json figures(const std::string& prefix) const override {
    return training_figures(trained_.run, prefix);
  }
  std::vector<std::string> summary() const override {
    std::vector<std::string> lines = attention_in_characters(trained_.run);
    for (std::string& line : training_summary(trained_.run)) lines.push_back(std::move(line));
    return lines;
  }
  json values() const override { return values_of(trained_.run); }

 private:
  causal::TrainedRun trained_;
};

template <Graph graph>
std::unique_ptr<catalogue::TrainedRun> run(const OptionValues& values,
                                           const catalogue::RunOptions& how) {
  const Configuration configuration = configuration_of(graph, values);
  sim::RunOptions options{how.threads, how.checkpoint, {}, how.stop};
  if (how.watch) {
    options.watch = [&how](const sim::Progress& p) { return how.watch({name_of(graph), 0, 1, p}); };
  }
  if (how.begin) how.begin();
  std::optional<TrainedRun> trained = train_configuration(configuration, options);
  return trained ? std::make_unique<Run>(std::move(*trained)) : nullptr;
}

template <Graph graph>
catalogue::Training training(std::string summary) {
  return {.name = name_of(graph),
          .summary = std::move(summary),
          .options = options_of(graph),
          .sweep_setting = "graph",
          // The curve is not kept; its last point averages the training loss since the one before.
          .in_sweeps = {{"evaluations", {"16"}}},
          .run = run<graph>};
}

}  // namespace

std::vector<catalogue::Training> every_training() {
  return {training<Graph::chain>("every position's parent is the one before it"),
          training<Graph::pairs>("even positions are roots, each the parent of the next"),
          training<Graph::star>("the first position is the parent of all others"),
          training<Graph::random>("a random forest, drawn from --graph-seed"),
          training<Graph::dag>("two random parents each, drawn from --graph-seed")};
}

}  // namespace lemmascope::causal
