// An option of a calculator, training or reproduction, declared once as data. The command line,
// TOML files, sweeps, completion, the man page and the printed "how to make this again" read it.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace lemmascope::compute {

/// How a value is read and what its canonical text is.
enum class OptionKind {
  whole,   ///< a whole number in [least, most]
  number,  ///< an exact number in [least, most], kept as a fraction in lowest terms: 0.1 is 1/10
  choice,  ///< one of `choices`
  flag,    ///< true or false; on the command line its name alone means true
  file,    ///< the path of a file that is read
  text,    ///< one line of text, read by `canonical` where it is given
};

struct Option {
  std::string name;  ///< "length": --length, the TOML key and the axis of a sweep
  OptionKind kind = OptionKind::text;
  std::string help;        ///< one line, without the default
  std::string usual = {};  ///< canonical text of the default; empty: not given, or required
  std::string least = {};  ///< bounds of numbers, as text; empty: none
  std::string most = {};
  std::vector<std::string> choices = {};
  std::string symbol = {};  ///< in keys of cases of a sweep: "T"; the name where empty
  std::vector<std::string> aliases = {};
  /// Options one of which must be given with this one, and options that cannot be.
  std::vector<std::string> needs = {};
  std::vector<std::string> excludes = {};
  bool required = false;
  bool repeatable = false;
  /// Reads a value more strictly and gives its canonical text; throws PreconditionError saying what
  /// was expected and found. Null: what the kind says.
  std::string (*canonical)(const std::string& text) = nullptr;
};

/// What was given, by option name: canonical texts, in order for repeatable options.
using OptionValues = std::map<std::string, std::vector<std::string>>;

}  // namespace lemmascope::compute
