#include "reports/sweep/run_case.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/compute/calculator.hpp"
#include "reports/sweep/settings.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using compute::OptionValues;
using nlohmann::json;

// What the options of one calculator or training read of a case. Each draws from a seed of the
// case's own; an option that the case's other settings leave idle is not given.
OptionValues values_for(const std::vector<compute::Option>& options, OptionValues values,
                        const SweepCase& one) {
  for (const compute::Option& option : options) {
    if (option.seeds_draws) values[option.name] = {std::to_string(one.seed)};
  }
  return without_idle(options, std::move(values));
}

json computed(const compute::Calculator& calculator, const SweepCase& one, OptionValues values,
              const CaseOptions& how) {
  compute::Request request = compute::request_of(
      calculator, values_for(compute::every_option(calculator), std::move(values), one), "");
  request.jobs = how.threads;
  return compute::compute(calculator, request);
}

// The training that the settings pick, and its values among theirs.
const catalogue::Training& picked(const SweepSubject& subject, OptionValues& values) {
  const std::string& setting = subject.trainings.front()->sweep_setting;
  const std::string name = compute::text_or(values, setting, subject.trainings.front()->name);
  values.erase(setting);
  for (const catalogue::Training* training : subject.trainings) {
    if (training->name != name) continue;
    std::erase_if(values, [&](const auto& value) {
      return compute::find_option(training->options, value.first) == nullptr;
    });
    return *training;
  }
  refuse(fmt::format("there is no training {}", compute::in_quotes(name)));
}

std::optional<json> trained(const SweepSubject& subject, const SweepCase& one, OptionValues values,
                            const CaseOptions& how) {
  const catalogue::Training& training = picked(subject, values);
  values = compute::over(values_for(training.options, std::move(values), one), training.in_sweeps);
  check_together(training.options, values, "");
  catalogue::RunOptions options;
  options.threads = how.threads;
  options.checkpoint = how.checkpoint;
  if (how.go_on) {
    options.watch = [&how](const catalogue::TrainingProgress&) { return how.go_on(); };
  }
  const auto run = training.run(values, options);
  if (run == nullptr || !run->finished()) return std::nullopt;
  return run->values();
}

}  // namespace

std::optional<json> run_case(const SweepPlan& plan, const SweepCase& one,
                             const CaseOptions& options) {
  const SweepSubject& subject = subject_of(plan.quantity);
  OptionValues values = values_of(subject, one.settings);
  if (subject.is_training()) return trained(subject, one, std::move(values), options);
  return computed(*subject.calculator, one, std::move(values), options);
}

}  // namespace lemmascope::report
