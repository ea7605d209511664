#include "reports/sweep/run_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/quantity.hpp"
#include "properties/compute/calculator.hpp"
#include "reports/cli/training_commands.hpp"
#include "reports/sweep/settings.hpp"
#include "sim/causal/configurations.hpp"
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

double number(const Settings& settings, const std::string& name) {
  return to_double(parse_rational(settings.at(name)));
}

causal::TaskText task_of(const Settings& settings, std::uint64_t seed) {
  causal::TaskText task;
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

// What `lemmascope train` would train with these settings and this seed.
causal::Configuration configuration_of(const SweepCase& one) {
  const Settings& s = one.settings;
  TrainOptions o;
  o.graph = text(s, "graph", o.graph);
  o.graph_seed = static_cast<std::uint64_t>(whole(s, "graph-seed").value_or(0));
  o.length = whole(s, "length").value_or(o.length);
  o.states = whole(s, "vocabulary").value_or(o.states);
  if (s.count("dirichlet") > 0) o.concentration = number(s, "dirichlet");
  o.steps = whole(s, "steps").value_or(o.steps);
  o.batch = whole(s, "batch").value_or(o.batch);
  o.heads = whole(s, "heads");
  o.precision = text(s, "precision", o.precision);
  o.optimiser = text(s, "optimiser", o.optimiser);
  if (s.count("rate") > 0) o.learning_rate = number(s, "rate");
  if (s.count("weight-decay") > 0) o.weight_decay = number(s, "weight-decay");
  o.constant_rate = text(s, "constant-rate", "false") == "true";
  o.seed = one.seed;
  causal::Configuration configuration = report::configuration_of(o);
  sim::TrainingPlan& plan = configuration.plan;
  // The curve is not kept; a stop is noticed this often. The weights do not depend on it.
  constexpr int kEvaluations = 16;
  plan.evaluate_every = std::max(1, o.steps / kEvaluations);
  plan.evaluation_size = whole(s, "held-out").value_or(plan.evaluation_size);
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
markov::Position favourite(const causal::ReproductionRun& run, std::size_t head, std::size_t i) {
  const auto row = run.attention[head].begin() +
                   static_cast<std::ptrdiff_t>(i) * static_cast<std::ptrdiff_t>(run.length);
  return static_cast<markov::Position>(std::max_element(row, row + static_cast<std::ptrdiff_t>(i)) -
                                       row);
}

// Edges whose parent is the favourite of some head.
int argmax_hits(const causal::ReproductionRun& run) {
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

json values_of(const causal::ReproductionRun& run) {
  std::size_t edges = 0;
  for (const auto& parents : run.parents) edges += parents.size();
  const sim::CurvePoint& last = run.curve.back();
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

}  // namespace

std::optional<json> run_case(const SweepPlan& plan, const SweepCase& one,
                             const CaseOptions& options) {
  if (plan.quantity != kTraining) {
    const compute::Calculator* calculator = catalogue::find_calculator(plan.quantity);
    require(calculator != nullptr, "there is no quantity " + plan.quantity);
    return compute::compute(*calculator, request_of(*calculator, one, options.threads));
  }
  causal::RunOptions how;
  how.threads = options.threads;
  how.checkpoint = options.checkpoint;
  if (options.go_on) how.watch = [&options](const sim::Progress&) { return options.go_on(); };
  const causal::TrainedRun trained = causal::train_configuration(configuration_of(one), how);
  if (!trained.finished) return std::nullopt;
  require(std::isfinite(trained.run.final_loss),
          fmt::format("diverged: the final loss is {}", trained.run.final_loss));
  return values_of(trained.run);
}

}  // namespace lemmascope::report
