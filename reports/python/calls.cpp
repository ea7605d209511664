#include "reports/python/calls.hpp"

#include <fmt/format.h>

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/nearest_name.hpp"
#include "properties/claim/parallel.hpp"
#include "properties/claim/result.hpp"
#include "reports/cli/commands.hpp"
#include "reports/cli/task_file.hpp"
#include "reports/cli/training_commands.hpp"
#include "reports/compare/compare.hpp"
#include "reports/model/cross_checks.hpp"
#include "reports/model/files.hpp"
#include "reports/model/nesting.hpp"
#include "reports/model/output_folder.hpp"
#include "reports/model/renderable.hpp"
#include "reports/model/result_document.hpp"
#include "reports/model/result_file.hpp"
#include "reports/model/this_program.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/html.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report::python {
namespace {

using nlohmann::json;

std::vector<compute::WrittenOption> written(const Given& given) {
  std::vector<compute::WrittenOption> all;
  for (const auto& [name, text] : given) all.push_back({name, text, "--" + name});
  return all;
}

const compute::Calculator& calculator_named(const std::string& name) {
  const compute::Calculator* found = catalogue::find_calculator(name);
  if (found != nullptr) return *found;
  std::vector<std::string> names;
  for (const auto& one : catalogue::every_calculator()) names.push_back(catalogue::short_name(one));
  refuse(fmt::format("there is no quantity {}{}", compute::in_quotes(name),
                     claim::did_you_mean(claim::nearest_name(name, names))));
}

std::vector<compute::Option> options_of(const compute::Calculator& calculator) {
  std::vector<compute::Option> options = compute::every_option(calculator);
  options.insert(options.end(), compute::budget_options().begin(), compute::budget_options().end());
  return options;
}

// While it lives, what this thread computes gives up once `stop` is raised.
class Watched {
 public:
  explicit Watched(const Stop& stop)
      : asked_([&stop] { return sim::is_raised(&stop); }), interruption_(&asked_) {}

 private:
  std::function<bool()> asked_;
  Interruption interruption_;
};

template <class Value>
Value word(const char* option, const std::string& text, std::optional<Value> value,
           const char* words) {
  if (!value) refuse(fmt::format("--{}: expected one of {}, found '{}'", option, words, text));
  return *value;
}

claim::Profile profile_of(const std::string& text) {
  return word("profile", text, claim::profile_from(text), "nightly, pr, quick");
}

CheckOptions options_of(const CheckCall& call) {
  CheckOptions options;
  options.selectors = call.selectors;
  options.tag = call.tag;
  options.paper = call.paper;
  options.profile = profile_of(call.profile);
  options.seed = call.seed;
  options.jobs = call.jobs;
  options.require = word("require", call.require, claim::evidence_from(call.require),
                         "exact, interval, machine-checked, precise, statistical");
  options.time_budget_seconds = call.time_budget;
  options.most_work = call.most_work.value_or(claim::kMostWork);
  options.attack = call.attack;
  options.task = call.task;
  return options;
}

std::vector<const claim::Claim*> claims_of(const CheckOptions& options) {
  for (const std::string& glob : options.selectors) {
    if (!catalogue::select_claims({glob}, "", "").empty()) continue;
    refuse(fmt::format("no claim matches '{}'{}", glob,
                       claim::did_you_mean(catalogue::nearest_claim(glob))));
  }
  return catalogue::select_claims(options.selectors, options.tag, options.paper);
}

// Options as `list` says them, and which of them are files.
json described(const std::vector<compute::Option>& options) {
  json all = options_json(options);
  for (std::size_t k = 0; k < options.size(); ++k) {
    if (options[k].kind == compute::OptionKind::file) all[k]["file"] = true;
    if (!options[k].aliases.empty()) all[k]["aliases"] = options[k].aliases;
  }
  return all;
}

void keep(const Trained& trained, const std::string& folder) {
  write_atomically(folder + "/training.json", trained.training);
  write_atomically(folder + "/training.html", html_report(json::parse(trained.page)));
}

}  // namespace

Computed compute(const std::string& quantity, const Given& given, const std::string& task_file,
                 const Stop& stop) {
  const Watched watched(stop);
  const compute::Calculator& calculator = calculator_named(quantity);
  const auto options = options_of(calculator);
  const auto values = read_given(options, calculator.name, written(given), task_file);
  const compute::Request request = compute::request_of(calculator, values);
  const json answer = compute::compute(calculator, request);
  const std::string name = catalogue::short_name(calculator);
  json about = {{"quantity", name},
                {"formula", calculator.formula},
                {"arithmetic", compute::to_text(request.arithmetic)},
                {"command", command_line(compute::command_of("compute " + name, options, values))}};
  about["axes"] = json::object();
  for (const auto& [field, axes] : calculator.axes)
    about["axes"][field] = {axes.rows, axes.columns};
  return {answer.dump(2), about.dump()};
}

Checked check(const CheckCall& call, const Stop& stop) {
  const Watched watched(stop);
  const CheckOptions options = options_of(call);
  auto claims = claims_of(options);
  OwnClaims own;
  if (!options.task.empty()) {
    own = claims_of_task(options, claims);
    claims.clear();
    for (const auto& claim : own) claims.push_back(claim.get());
  }
  require(!claims.empty(), "nothing selected: no claim has that tag, paper or instance");
  // Not every check can stop in the middle: none begins once it was asked to.
  const claim::UnitHooks hooks{[](const claim::Unit&) -> std::optional<claim::UnitResult> {
                                 give_up_if_asked();
                                 return std::nullopt;
                               },
                               {}};
  const claim::RunResult run = claim::run_claims(claims, context_of(options), {}, hooks);
  give_up_if_asked();
  const RunRequest request{options.selectors, options.tag,    options.paper,
                           options.require,   options.proofs, call.task_name};
  Checked checked{result_text(result_document(run, request)), {}};
  for (Sample& sample : samples_of(run))
    checked.samples.emplace_back(std::move(sample.path), std::move(sample.content));
  return checked;
}

std::string attack(const AttackCall& call, const Stop& stop) {
  const Watched watched(stop);
  AttackOptions options;
  options.claim = call.claim;
  options.evaluations = call.evaluations;
  options.profile = profile_of(call.profile);
  options.seed = call.seed;
  options.jobs = call.jobs;
  const claim::CheckResult found = attack_target(options.claim).attack(context_of(options));
  give_up_if_asked();
  return claim::to_json(found).dump(2);
}

std::optional<Trained> train(const std::string& training, const Given& given,
                             const std::string& task_file, int jobs, const std::string& folder,
                             const Stop& stop) {
  const auto& found = catalogue::training_named(training);
  const auto& options = found.item.options;
  const auto values = read_given(options, found.item.name, written(given), task_file);
  compute::check_together(options, values);
  // Not Watched: a training that is stopped keeps what is done.
  catalogue::RunOptions how;
  how.threads = claim::threads_of(jobs);
  how.stop = &stop;
  std::optional<OutputFolder> held;
  if (!folder.empty()) {
    how.checkpoint = folder + "/checkpoint.npz";
    how.begin = [&] { held.emplace(folder, OutputFolder::Use::alone); };
  }
  const auto run = found.item.run(values, how);
  if (run == nullptr) return std::nullopt;
  const TrainingDocuments documents =
      documents_of(*run, compute::command_of("train " + short_name(found), options, values));
  Trained trained{documents.training.dump(2) + "\n", documents.page.dump(), run->finished()};
  if (!folder.empty()) keep(trained, folder);
  return trained;
}

std::string report(const std::string& document, bool is_path, const std::string& format,
                   const std::string& baseline) {
  const Renderable read =
      is_path ? read_renderable(document) : renderable_of(parse_json(document, "report"), "report");
  json comparison;
  if (!baseline.empty()) {
    require(read.kind == "result",
            fmt::format("report: --baseline: expected a result to compare, found a {}", read.kind));
    comparison = compare_results(read_document(baseline, kResultSchema), read.document);
  }
  return rendered(format, read, comparison);
}

std::string quantities() {
  json all = json::array();
  for (const compute::Calculator& c : catalogue::every_calculator()) {
    all.push_back({{"name", catalogue::short_name(c)},
                   {"paper", c.paper},
                   {"summary", c.summary},
                   {"formula", c.formula},
                   {"options", described(options_of(c))}});
  }
  return all.dump();
}

std::string trainings() {
  json all = json::array();
  for (const auto& one : catalogue::every_training()) {
    all.push_back({{"name", short_name(one)},
                   {"paper", one.paper->key},
                   {"summary", one.item.summary},
                   {"options", described(one.item.options)}});
  }
  return all.dump();
}

std::string claims() {
  json all = json::array();
  for (const claim::Claim& one : catalogue::every_claim()) all.push_back(claim::record_json(one));
  return all.dump();
}

std::string options_of_quantity(const std::string& name) {
  return described(options_of(calculator_named(name))).dump();
}

std::string options_of_training(const std::string& name) {
  return described(catalogue::training_named(name).item.options).dump();
}

Files files_of_result(const std::string& document) {
  const json parsed = parse_json(document, "result");
  Files files{{"result.json", document}, {"report.html", html_report(parsed)}};
  for (const json& claim : list_field(parsed, "claims")) {
    for (const json* check : witnesses(claim)) {
      files.emplace_back(witness_file(text_field(claim, "id"), text_field(*check, "name")),
                         field(*check, "witness").dump(2) + "\n");
    }
  }
  return files;
}

void save(const std::string& path, const std::string& content) { write_atomically(path, content); }

}  // namespace lemmascope::report::python
