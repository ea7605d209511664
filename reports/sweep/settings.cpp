#include "reports/sweep/settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/nearest_name.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using compute::Option;
using compute::OptionKind;

constexpr const char* kTraining = "train";

// Options of the files' contents and of what changes no value are no settings.
void add_settings(std::vector<Option>& settings, const std::vector<Option>& options) {
  std::size_t place = 0;
  for (const Option& option : options) {
    if (option.kind == OptionKind::file) continue;
    const auto known = std::find_if(settings.begin(), settings.end(),
                                    [&](const Option& s) { return s.name == option.name; });
    if (known != settings.end()) {
      place = static_cast<std::size_t>(known - settings.begin()) + 1;
      continue;
    }
    settings.insert(settings.begin() + static_cast<std::ptrdiff_t>(place), option);
    ++place;
  }
}

// Seeds of draws are the last of a key.
void seeds_last(std::vector<Option>& settings) {
  std::stable_partition(settings.begin(), settings.end(),
                        [](const Option& s) { return !s.seeds_draws; });
}

SweepSubject subject_of_calculator(const compute::Calculator& calculator) {
  SweepSubject subject;
  subject.calculator = &calculator;
  add_settings(subject.settings, compute::every_option(calculator));
  return subject;
}

SweepSubject subject_of_trainings(const std::string& paper) {
  SweepSubject subject;
  Option which{.kind = OptionKind::choice, .help = "which training"};
  for (const auto& [of, training] : catalogue::every_training()) {
    if (training.sweep_setting.empty() || (!paper.empty() && of->key != paper)) continue;
    which.name = training.sweep_setting;
    which.choices.push_back(training.name);
    subject.trainings.push_back(&training);
    add_settings(subject.settings, training.options);
  }
  which.usual = which.choices.front();
  subject.settings.insert(subject.settings.begin(), std::move(which));
  seeds_last(subject.settings);
  return subject;
}

// Papers that have trainings for sweeps.
std::vector<std::string> training_papers() {
  std::vector<std::string> keys;
  for (const auto& [paper, training] : catalogue::every_training()) {
    const bool seen = std::find(keys.begin(), keys.end(), paper->key) != keys.end();
    if (!training.sweep_setting.empty() && !seen) keys.push_back(paper->key);
  }
  return keys;
}

std::map<std::string, SweepSubject> every_subject() {
  std::map<std::string, SweepSubject> subjects;
  const auto papers = training_papers();
  if (papers.size() == 1) subjects.emplace(kTraining, subject_of_trainings(""));
  for (const std::string& paper : papers) {
    subjects.emplace(fmt::format("{}/{}", paper, kTraining), subject_of_trainings(paper));
  }
  for (const auto& calculator : catalogue::every_calculator()) {
    subjects.emplace(catalogue::short_name(calculator), subject_of_calculator(calculator));
    subjects.emplace(calculator.paper + "/" + calculator.name, subject_of_calculator(calculator));
  }
  return subjects;
}

}  // namespace

const SweepSubject& subject_of(const std::string& quantity) {
  static const auto subjects = every_subject();
  const auto found = subjects.find(quantity);
  if (found != subjects.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [name, subject] : subjects) {
    if (name.find('/') == std::string::npos) names.push_back(name);
  }
  const std::string near = claim::nearest_name(quantity, names);
  refuse(fmt::format(
      "there is no quantity {}{}", compute::in_quotes(quantity),
      near.empty() ? "; expected " + compute::any_of(names) : claim::did_you_mean(near)));
}

const Option& setting_named(const SweepSubject& subject, const std::string& name) {
  std::vector<std::string> names;
  for (const Option& setting : subject.settings) {
    if (setting.name == name) return setting;
    names.push_back(setting.name);
  }
  for (const Option& setting : subject.settings) {
    const auto& also = setting.aliases;
    if (symbol_of(setting) == name || std::find(also.begin(), also.end(), name) != also.end() ||
        (name.size() > 2 && setting.name.starts_with(name))) {
      refuse(fmt::format("there is no setting '{}'{}", name, claim::did_you_mean(setting.name)));
    }
  }
  const std::string near = claim::nearest_name(name, names);
  refuse(near.empty() ? fmt::format("this quantity does not read {}; it reads {}",
                                    compute::in_quotes(name), compute::any_of(names))
                      : fmt::format("there is no setting {}{}", compute::in_quotes(name),
                                    claim::did_you_mean(near)));
}

const std::string& symbol_of(const Option& setting) {
  return setting.symbol.empty() ? setting.name : setting.symbol;
}

std::string canonical_value(const Option& setting, const std::string& text) {
  if (!setting.repeatable) return canonical_text(setting, text);
  std::string all;
  for (const std::string& item : compute::split(text, '|')) {
    all += (all.empty() ? "" : "|") + canonical_text(setting, item);
  }
  return all;
}

char separator_of(const Option& setting) { return setting.repeatable ? '|' : ','; }

compute::OptionValues values_of(const SweepSubject& subject,
                                const std::map<std::string, std::string>& settings) {
  compute::OptionValues values;
  for (const auto& [name, text] : settings) {
    values[name] = setting_named(subject, name).repeatable ? compute::split(text, '|')
                                                           : std::vector<std::string>{text};
  }
  return values;
}

}  // namespace lemmascope::report
