// What a sweep plan may set: the flags of `lemmascope train`, or the task flags and options of one
// calculator that it reads, by the names they have on the command line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lemmascope::report {

/// The quantity of a plan whose cases are simulated trainings; any other is a calculator's name.
inline constexpr std::string_view kTraining = "train";

/// How a value is read, and what its canonical text is.
enum class SettingKind {
  whole,    ///< a whole number in [least, most]
  number,   ///< a number, kept as a fraction in lowest terms: 0.1 and 1/10 are the same value
  choice,   ///< one of `choices`
  flag,     ///< true or false
  chains,   ///< transition matrices "7/10,3/10;4/10,6/10", several separated by '|'
  numbers,  ///< numbers separated by '|', one for each chain
  parents,  ///< "-1,0,1"
  text,     ///< anything without a line break, lists separated by ','
};

struct Setting {
  std::string name;    ///< "length"
  std::string symbol;  ///< in the key of a case: "T"; equal to the name where papers have no letter
  SettingKind kind = SettingKind::text;
  std::int64_t least = 0;
  std::int64_t most = 0;
  bool may_be_zero = false;  ///< numbers are positive otherwise
  std::vector<std::string> choices;
};

/// Every setting the quantity reads, in the order of the key. Throws PreconditionError with a
/// suggestion when there is no such quantity.
std::vector<Setting> settings_of(const std::string& quantity);

/// The setting of that name. Throws PreconditionError with a suggestion when there is none.
const Setting& setting_named(const std::vector<Setting>& settings, const std::string& name);

/// The canonical text of a value. Throws PreconditionError saying what was expected and found.
std::string canonical_value(const Setting& setting, const std::string& text);

/// What separates the items of a list given as a TOML array.
char separator_of(SettingKind kind);
/// "a|b" -> {"a", "b"}; an empty text has one empty item.
std::vector<std::string> split(const std::string& text, char separator);

}  // namespace lemmascope::report
