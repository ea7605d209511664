// What `lemmascope train` offers for this paper: one small network on one graph, a named one or
// somebody's own.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/catalogue/training.hpp"
#include "properties/causal/quantities/task_options.hpp"
#include "properties/causal/training_figures.hpp"
#include "properties/causal/training_sequences.hpp"
#include "properties/claim/quantity.hpp"
#include "properties/compute/budget.hpp"
#include "properties/compute/usual_options.hpp"
#include "sim/causal/configurations.hpp"
#include "sim/causal/random_graphs.hpp"
#include "sim/transformer/disentangled_model.hpp"
#include "theory/causal/phase_map.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using compute::Option;
using compute::OptionKind;
using compute::OptionValues;
using nlohmann::json;

constexpr int kDagParents = 2;

/// Every graph of the single-parent task, somebody's own with chains of their own, and the
/// several-parents one.
enum class Graph { chain, pairs, star, random, own, dag };

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
    case Graph::own:
      return "own";
    case Graph::dag:
      break;
  }
  return "dag";
}

/// What `check --task` reads, so that one file says both. Rows are drawn anew for every sequence
/// unless chains or samples are given.
std::vector<Option> own_options() {
  auto options = task_options(joined(joined(graph_names(), prior_names()), {"epsilon"}));
  std::erase_if(options, [](const Option& option) { return option.name == "seed"; });
  for (Option& option : options) {
    if (option.name == "samples") {
      option.usual.clear();
      option.help =
          "chains drawn once from --seed; rows are drawn anew for every sequence unless "
          "given";
    }
    if (option.name == "epsilon")
      option.help = "smoothing of the K that the training is held against";
  }
  return options;
}

/// Multiply-adds that a training may take unless --most-work says otherwise: days on one core.
constexpr const char* kMostTrainingWork = "1000000000000000";

std::vector<Option> budget_options_of_trainings() {
  auto options = compute::budget_options();
  for (Option& option : options) {
    if (option.name == "most-work") option.usual = kMostTrainingWork;
  }
  return options;
}

/// In the order of the keys of a sweep.
std::vector<Option> options_of(Graph graph) {
  const bool dag = graph == Graph::dag, own = graph == Graph::own;
  std::vector<Option> all;
  if (own) all = own_options();
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
  if (!own) {
    whole("length", dag ? "T" : "T, the query included", "20",
          std::to_string(dag ? kDagParents + 1 : 2), "1024");
    all.back().symbol = "T";
    whole("vocabulary", "S", "10", "2", "200");
    all.back().symbol = "S";
    all.back().aliases = {"vocab"};
    positive("dirichlet", "concentration of the rows, 1/10000 to 1000", "1/10");
    all.back().symbol = "alpha";
  }
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
  for (const Option& option : budget_options_of_trainings()) all.push_back(option);
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

markov::CausalForest drawn_forest(Graph graph, int nodes, const OptionValues& values) {
  if (graph == Graph::chain) return markov::CausalForest::chain(nodes);
  if (graph == Graph::pairs) return markov::CausalForest::pairs(nodes);
  if (graph == Graph::star) return markov::CausalForest::star(nodes);
  sim::Stream stream({compute::seed_of(values, "graph-seed"), 0, sim::Purpose::graph}, 0);
  return uniform_random_forest(nodes, stream);
}

Configuration single_parent(Graph graph, const OptionValues& values) {
  RowLaw law;
  law.concentration = double_of(values, "dirichlet");
  const auto forest = drawn_forest(graph, compute::whole_of(values, "length") - 1, values);
  const auto task = Task::in_context_tree(forest, compute::whole_of(values, "vocabulary"), law);
  return {name_of(graph), forest, std::nullopt, {}, task, {}, {}, 1};
}

/// The prior of somebody's own task, where it is a finite one.
std::optional<markov::Prior> own_prior(const OptionValues& values) {
  if (!compute::is_given(values, "chain") && !compute::is_given(values, "samples")) return {};
  return prior_of(values);
}

Configuration own_task(const OptionValues& values) {
  const markov::CausalForest forest = forest_of(values);
  require(compute::is_given(values, "chain") || compute::is_given(values, "dirichlet"),
          "this training needs chains: --chain \"7/10,3/10;4/10,6/10\", or --dirichlet with "
          "--vocabulary");
  RowLaw law;
  int states = 0;
  if (const auto prior = own_prior(values)) {
    states = prior->states();
    law = row_law_of(*prior);
  } else {
    states = compute::whole_of(values, "vocabulary");
    law.concentration = double_of(values, "dirichlet");
  }
  const auto task = Task::in_context_tree(forest, states, law);
  return {name_of(Graph::own), forest, std::nullopt, {}, task, {}, {}, 1};
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

/// Weights with their gradients by shard and moments, and the sequences held; a multiple of the
/// attention scores for each sequence. For one's own task also the K that it is held against.
compute::Estimate cost_of(const Configuration& c, const OptionValues& values, bool own) {
  constexpr double kShards = 8, kMoments = 4;
  const double length = c.task.length(), states = c.task.states();
  const double elements = std::visit([](const auto& m) { return double(m->storage()); }, c.model);
  const double bytes = c.model.index() == 0 ? 4 : 8;
  const double evaluations =
      c.plan.evaluation_size * (1.0 + std::min(compute::whole_of(values, "evaluations"),
                                               compute::whole_of(values, "steps")));
  compute::Estimate cost;
  cost.memory = elements * bytes * (kShards + kMoments) +
                (c.plan.batch + c.plan.evaluation_size) * (length + 4 * states);
  cost.terms = (double(c.plan.steps()) * c.plan.batch + evaluations) * 4 * c.heads * length *
               (length + states);
  if (own) {
    const double chains = static_cast<double>(c.task.law().fixed_chains.size()) / (states * states);
    cost.terms += chains * states * states * std::pow(length, 3);
  }
  return cost;
}

Configuration configuration_of(Graph graph, const OptionValues& given) {
  const OptionValues values = compute::with_defaults(options_of(graph), given);
  Configuration configuration = graph == Graph::dag   ? several_parents(values)
                                : graph == Graph::own ? own_task(values)
                                                      : single_parent(graph, values);
  configuration.plan = plan_of(values);
  choose_model(values, configuration);
  compute::require_within(compute::budget_of(values),
                          cost_of(configuration, values, graph == Graph::own),
                          fmt::format("train {}", name_of(graph)));
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

/// What the exact gradient at the start of training says about somebody's own task, beside what the
/// network came to. Empty where rows are drawn anew for every sequence.
struct Forecast {
  int nodes = 0;           ///< with a parent
  int parent_largest = 0;  ///< of these: K_ij is certainly largest at the parent
  int undecided = 0;       ///< within the rounding of K
};

Forecast forecast_of(const OptionValues& given) {
  const OptionValues values = compute::with_defaults(options_of(Graph::own), given);
  Forecast forecast;
  const auto prior = own_prior(values);
  if (!prior) return forecast;
  const markov::CausalForest forest = forest_of(values);
  const Matrix<double> k = drive<double>(*prior, forest, compute::number_of(values, "epsilon"));
  const double bound = margin_error_bound(forest.size() + 1, prior->states()) / prior->states();
  for (const auto& margin : margins_by_node<double>(k, forest)) {
    ++forecast.nodes;
    forecast.parent_largest += margin.value > bound ? 1 : 0;
    forecast.undecided += std::abs(margin.value) <= bound ? 1 : 0;
  }
  return forecast;
}

std::string in_words(const Forecast& forecast, int hits) {
  std::string text = fmt::format(
      "  the exact gradient at the start is largest at the parent for {0} of {1} nodes{2}; the "
      "trained network attends most to it, among earlier positions, for {3} of {1}",
      forecast.parent_largest, forecast.nodes,
      forecast.undecided > 0
          ? fmt::format(" ({} undecided in double precision)", forecast.undecided)
          : "",
      hits);
  return text;
}

class Run : public catalogue::TrainedRun {
 public:
  explicit Run(causal::TrainedRun trained, Forecast forecast = {})
      : trained_(std::move(trained)), forecast_(std::move(forecast)) {}

  std::uint64_t root_seed() const override { return trained_.run.root_seed; }
  std::int64_t steps_done() const override { return trained_.run.steps_done; }
  std::int64_t steps() const override { return trained_.run.plan.steps(); }
  bool finished() const override { return trained_.finished; }
  json data() const override {
    json data = training_json(trained_.run);
    if (forecast_.nodes > 0) {
      data["nodes"] = forecast_.nodes;
      data["nodes_whose_parent_is_largest_of_K"] = forecast_.parent_largest;
      data["nodes_undecided_of_K"] = forecast_.undecided;
      data["nodes_that_attend_most_to_their_parent"] = argmax_hits(trained_.run);
    }
    return data;
  }
  json figures(const std::string& prefix) const override {
    return training_figures(trained_.run, prefix);
  }
  std::vector<std::string> summary() const override {
    std::vector<std::string> lines = attention_in_characters(trained_.run);
    for (std::string& line : training_summary(trained_.run)) lines.push_back(std::move(line));
    if (forecast_.nodes > 0) lines.push_back(in_words(forecast_, argmax_hits(trained_.run)));
    return lines;
  }
  json values() const override { return values_of(trained_.run); }

 private:
  causal::TrainedRun trained_;
  Forecast forecast_;
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
  if (!trained) return nullptr;
  return std::make_unique<Run>(std::move(*trained),
                               graph == Graph::own ? forecast_of(values) : Forecast{});
}

template <Graph graph>
catalogue::Training training(std::string summary) {
  return {.name = name_of(graph),
          .summary = std::move(summary),
          .options = options_of(graph),
          // One's own has a graph among its options.
          .sweep_setting = graph == Graph::own ? "" : "graph",
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
          training<Graph::own>("a graph and chains of your own: what check --task reads"),
          training<Graph::dag>("two random parents each, drawn from --graph-seed")};
}

}  // namespace lemmascope::causal
