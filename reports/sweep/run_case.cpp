#include "reports/sweep/run_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/compute/calculator.hpp"
#include "reports/sweep/settings.hpp"
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

// The training that a case picks, its values, and what it gives; nothing when stopped.
std::optional<json> trained(const SweepCase& one, const CaseOptions& options) {
  Settings settings = one.settings;
  const catalogue::Training* picked = nullptr;
  for (const auto& [paper, training] : catalogue::every_training()) {
    if (training.sweep_setting.empty()) continue;
    if (picked == nullptr || text(settings, training.sweep_setting, "") == training.name) {
      picked = &training;
    }
  }
  require(picked != nullptr, "no paper of this program brings a training for sweeps");
  std::vector<compute::WrittenOption> written;
  for (const auto& [name, value] : settings) {
    const bool known = compute::find_option(picked->options, name) != nullptr;
    if (known && name != "seed") written.push_back({name, value, name});
  }
  written.push_back({"seed", std::to_string(one.seed), "seed"});
  const auto values = compute::over(compute::read_options(picked->options, picked->name, written),
                                    picked->in_sweeps);
  catalogue::RunOptions how;
  how.threads = options.threads;
  how.checkpoint = options.checkpoint;
  if (options.go_on) {
    how.watch = [&options](const catalogue::TrainingProgress&) { return options.go_on(); };
  }
  const auto run = picked->run(values, how);
  if (run == nullptr || !run->finished()) return std::nullopt;
  return run->values();
}

}  // namespace

std::optional<json> run_case(const SweepPlan& plan, const SweepCase& one,
                             const CaseOptions& options) {
  if (plan.quantity != kTraining) {
    const compute::Calculator* calculator = catalogue::find_calculator(plan.quantity);
    require(calculator != nullptr, "there is no quantity " + plan.quantity);
    return compute::compute(*calculator, request_of(*calculator, one, options.threads));
  }
  return trained(one, options);
}

}  // namespace lemmascope::report
