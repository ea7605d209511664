// What a sweep plan may set: the options of one calculator, or of the trainings of a paper, by the
// names they have on the command line and as they are declared there.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "properties/catalogue/training.hpp"
#include "properties/compute/calculator.hpp"

namespace lemmascope::report {

/// What a plan's quantity is: a calculator by its name, or the trainings of a paper: "train" where
/// one paper alone has trainings for sweeps, PAPER/train elsewhere.
struct SweepSubject {
  const compute::Calculator* calculator = nullptr;  ///< null: trainings
  std::vector<const catalogue::Training*> trainings;
  /// Every setting, in the order of the key; files are none, their content is not in the plan.
  std::vector<compute::Option> settings;

  bool is_training() const { return calculator == nullptr; }
};

/// Throws PreconditionError with a suggestion when there is no such quantity. Built once each.
const SweepSubject& subject_of(const std::string& quantity);

/// The setting of that name. Throws PreconditionError with a suggestion when there is none.
const compute::Option& setting_named(const SweepSubject& subject, const std::string& name);

/// The letter or name of a setting in the key of a case.
const std::string& symbol_of(const compute::Option& setting);

/// The canonical text of a value, of all values of a repeatable setting. Throws PreconditionError
/// saying what was expected and found.
std::string canonical_value(const compute::Option& setting, const std::string& text);

/// What separates the items of a list given as a TOML array.
char separator_of(const compute::Option& setting);

/// A case's settings as values of options.
compute::OptionValues values_of(const SweepSubject& subject,
                                const std::map<std::string, std::string>& settings);

}  // namespace lemmascope::report
