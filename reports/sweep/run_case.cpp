#include "reports/sweep/run_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "properties/claim/quantity.hpp"
#include "properties/compute/calculator.hpp"
#include "reports/sweep/settings.hpp"
#include "sim/model/disentangled_model.hpp"
#include "sim/reproduce/configurations.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;
using Settings = std::map<std::string, std::string>;

std::string text(const Settings& settings, const std::string& name, const std::string& otherwise) {
  const auto found = settings.find(name);
  return found == settings.end() ? otherwise : found->second;
}

std::optional<int> whole(const Settings& settings, const std::string& name) {
  const auto found = settings.find(name);
  if (found == settings.end()) return std::nullopt;
  return std::stoi(found->second);  // canonical: it reads and fits
}

double number(const Settings& settings, const std::string& name, const std::string& otherwise) {
  return to_double(parse_rational(text(settings, name, otherwise)));
}

compute::TaskText task_of(const Settings& settings, std::uint64_t seed) {
  compute::TaskText task;
  task.parents = text(settings, "parents", "");
  task.graph = text(settings, "graph", "");
  task.length = whole(settings, "length");
  task.graph_seed = static_cast<std::uint64_t>(whole(settings, "graph-seed").value_or(0));
  if (settings.count("chain") > 0) task.chains = split(settings.at("chain"), '|');
  if (settings.count("weight") > 0) task.weights = split(settings.at("weight"), '|');
  task.orbit = text(settings, "orbit", "false") == "true";
  task.dirichlet = text(settings, "dirichlet", "");
  task.vocabulary = whole(settings, "vocabulary");
  task.samples = whole(settings, "samples");
  task.seed = seed;
  task.epsilon = text(settings, "epsilon", "");
  task.beta0 = text(settings, "beta0", "");
  return task;
}

compute::Arithmetic arithmetic_of(const compute::Calculator& calculator, const Settings& settings) {
  const auto& known = calculator.arithmetics;
  const std::string wanted = text(settings, "evidence", "exact");
  const auto found = std::find_if(known.begin(), known.end(), [&wanted](compute::Arithmetic a) {
    return compute::to_text(a) == wanted;
  });
  // Without a word from the plan: exact where the quantity has it, else its strongest.
  return found == known.end() ? known.front() : *found;
}

compute::Request request_of(const compute::Calculator& calculator, const SweepCase& one,
                            int threads) {
  compute::Request request;
  request.task = task_of(one.settings, one.seed);
  request.arithmetic = arithmetic_of(calculator, one.settings);
  request.digits = whole(one.settings, "digits").value_or(request.digits);
  const std::string method = text(one.settings, "method", "");
  request.method = method == "enumerate"    ? compute::Method::enumerate
                   : method == "polynomial" ? compute::Method::polynomial
                   : method == "both"       ? compute::Method::both
                                            : compute::Method::fast;
  for (const auto& [name, help] : calculator.options) {
    const auto found = one.settings.find(name);
    if (found != one.settings.end()) request.options.insert(*found);
  }
  request.jobs = threads;
  return request;
}

// The configuration `lemmascope train` would train with these settings, seed included.
sim::Configuration configuration_of(const SweepCase& one) {
  const Settings& s = one.settings;
  compute::TaskText task = task_of(s, one.seed);
  if (task.parents.empty()) {
    task.graph = text(s, "graph", "chain");
    task.length = task.length.value_or(20);
  }
  const auto forest = compute::forest_of(task);
  const int states = task.vocabulary.value_or(10), length = forest.size() + 1;
  sim::RowLaw law;
  law.concentration = number(s, "dirichlet", "1/10");
  sim::Optimiser optimiser;
  optimiser.learning_rate = number(s, "rate", "1");
  optimiser.schedule =
      text(s, "constant-rate", "false") == "true" ? sim::Schedule::constant : sim::Schedule::cosine;
  const int steps = whole(s, "steps").value_or(4096);
  sim::TrainingPlan plan;
  plan.root_seed = one.seed;
  plan.batch = whole(s, "batch").value_or(1024);
  plan.stages = {{steps, optimiser, {}}};
  constexpr int kEvaluations = 16;  // how often a stop is noticed; the result does not depend on it
  plan.evaluate_every = std::max(1, steps / kEvaluations);
  plan.evaluation_size = whole(s, "held-out").value_or(1 << 13);
  return {one.key,
          forest,
          std::nullopt,
          {},
          sim::Task::in_context_tree(forest, states, law),
          std::make_shared<sim::DisentangledModel<float>>(states, length, 1),
          plan,
          1};
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

// Non-roots whose largest first-layer attention among earlier positions is to their parent.
int argmax_hits(const sim::ReproductionRun& run) {
  int hits = 0;
  for (std::size_t i = 0; i < run.parents.size(); ++i) {
    if (run.parents[i].empty()) continue;
    const auto row =
        run.attention.front().begin() + static_cast<std::ptrdiff_t>(i) * std::ptrdiff_t{run.length};
    const auto largest = std::max_element(row, row + static_cast<std::ptrdiff_t>(i));
    hits += largest - row == run.parents[i].front() ? 1 : 0;
  }
  return hits;
}

json values_of(const sim::ReproductionRun& run) {
  json values = {{"final_loss", tagged(run.final_loss)},
                 {"training_loss", tagged(run.curve.back().training_loss)},
                 {"mean_parent_attention", tagged(run.mean_parent_attention)},
                 {"argmax_hits", argmax_hits(run)},
                 {"edges", std::count_if(run.parents.begin(), run.parents.end(),
                                         [](const auto& p) { return !p.empty(); })}};
  for (const auto& line : run.lines) {
    const std::string name = field_name(line.name);
    values[name] = tagged(line.loss.mean);
    values[name + "_standard_error"] = tagged(line.loss.standard_error);
  }
  return values;
}

}  // namespace

std::optional<json> run_case(const SweepPlan& plan, const SweepCase& one,
                             const CaseOptions& options) {
  if (plan.quantity != kTraining) {
    const compute::Calculator* calculator = compute::find_calculator(plan.quantity);
    require(calculator != nullptr, "there is no quantity " + plan.quantity);
    return compute::compute(*calculator, request_of(*calculator, one, options.threads));
  }
  sim::RunOptions how;
  how.threads = options.threads;
  how.checkpoint = options.checkpoint;
  if (options.go_on) how.watch = [&options](const sim::Progress&) { return options.go_on(); };
  const sim::TrainedRun trained = sim::train_configuration(configuration_of(one), how);
  if (!trained.finished) return std::nullopt;
  return values_of(trained.run);
}

}  // namespace lemmascope::report
