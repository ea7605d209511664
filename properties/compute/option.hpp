// An option of a calculator, training or reproduction, declared once as data. The command line,
// TOML files, sweeps, completion, the man page and the printed "how to make this again" read it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "theory/numeric/rational.hpp"

namespace lemmascope::compute {

/// How a value is read and what its canonical text is.
enum class OptionKind {
  whole,   ///< a whole number in [least, most], without leading zeros
  number,  ///< an exact number in [least, most], kept as a fraction in lowest terms: 0.1 is 1/10
  choice,  ///< one of `choices`
  flag,    ///< true or false; on the command line its name alone means true
  file,    ///< the path of a file that is read; no setting of a sweep
  text,    ///< one line of text, read by `canonical` where it is given
};

struct Option {
  std::string name = {};  ///< "length": --length, the TOML key and the axis of a sweep
  OptionKind kind = OptionKind::text;
  std::string help = {};   ///< one line, without the default
  std::string usual = {};  ///< canonical text of the default; empty: not given, or required
  std::string least = {};  ///< bounds of numbers, as text; empty: none
  std::string most = {};
  std::vector<std::string> choices = {};
  std::vector<std::string> choice_help = {};  ///< one line for each choice, or none at all
  std::string symbol = {};  ///< in keys of cases of a sweep: "T"; the name where empty
  std::vector<std::string> aliases = {};
  /// Options one of which must be given with this one, and options that cannot be. "graph" asks
  /// that it is given, "graph=random" that it has that value. A default counts as a value.
  std::vector<std::string> needs = {};
  std::vector<std::string> excludes = {};
  bool required = false;
  /// May be given several times. In a plan or key the values are joined by '|'.
  bool repeatable = false;
  /// Reads a value more strictly and gives its canonical text; throws PreconditionError saying what
  /// was expected and found. Null: what the kind says.
  std::string (*canonical)(const std::string& text) = nullptr;
  /// Numbers: `least` itself is not allowed (a positive number has least 0).
  bool above_least = false;
  /// The root of the random draws. A sweep gives every case a seed of its own here, whatever the
  /// plan sets; its place in a key is the last.
  bool seeds_draws = false;
};

/// What was given, by option name: canonical texts, in order for repeatable options.
using OptionValues = std::map<std::string, std::vector<std::string>>;

/// One value as somebody wrote it. `place` starts messages about it: "--length", "task.toml:3:
/// length".
struct WrittenOption {
  std::string name;
  std::string text;
  std::string place;
};

/// The option of that name or alias; null when there is none.
const Option* find_option(const std::vector<Option>& options, std::string_view name);
/// Throws PreconditionError: `place`, that `owner` has no such option, the nearest one or all.
[[noreturn]] void refuse_unknown(const std::vector<Option>& options, const std::string& name,
                                 const std::string& owner, const std::string& place);

/// The canonical text of a value. Throws PreconditionError saying what was expected and found,
/// without the option's name.
std::string canonical_text(const Option& option, const std::string& text);

/// Reads what was written: every name known, every value canonical, nothing twice that is not
/// repeatable. What only fits together is left to check_together. `owner` is what the options
/// belong to ("limit-gradient"). Throws PreconditionError starting with the place.
OptionValues read_options(const std::vector<Option>& options, const std::string& owner,
                          const std::vector<WrittenOption>& written);

/// `values` with those of `under` for options that it does not give.
OptionValues over(OptionValues values, const OptionValues& under);

/// Checks required, needs and excludes. `prefix` comes before names in messages: "--" on the
/// command line. Throws PreconditionError.
void check_together(const std::vector<Option>& options, const OptionValues& values,
                    const std::string& prefix = "--");

/// `values` without the options whose needs are not met: in a grid over graphs, the seed of the
/// random one is idle beside the others.
OptionValues without_idle(const std::vector<Option>& options, OptionValues values);

/// `values` and the defaults of all options not given.
OptionValues with_defaults(const std::vector<Option>& options, OptionValues values);

/// What the values say, for readers. Each throws PreconditionError naming the option where it has
/// neither value nor default, or (whole) where the value does not fit the type.
bool is_given(const OptionValues& values, const std::string& name);
const std::string& text_of(const OptionValues& values, const std::string& name);
std::string text_or(const OptionValues& values, const std::string& name,
                    const std::string& otherwise);
/// Empty when not given.
std::vector<std::string> texts_of(const OptionValues& values, const std::string& name);
int whole_of(const OptionValues& values, const std::string& name);
std::uint64_t seed_of(const OptionValues& values, const std::string& name = "seed");
Rational number_of(const OptionValues& values, const std::string& name);
/// False when not given.
bool flag_of(const OptionValues& values, const std::string& name);

/// The shortest command that asks for these values again: `command` and the options that differ
/// from their defaults, in the order of their declaration, quoted for a POSIX shell.
std::string command_of(const std::string& command, const std::vector<Option>& options,
                       const OptionValues& values);

/// "a whole number from 2 to 1024", "one of chain, pairs or star": what canonical_text expects.
std::string expectation_of(const Option& option);

/// The text in quotes, control characters escaped, cut where it is long: for messages.
std::string in_quotes(std::string_view text);
/// Items of a list written as one text: "a,b" -> {"a", "b"}; an empty text has one empty item.
std::vector<std::string> split(const std::string& text, char separator);
/// "a, b or c".
std::string any_of(const std::vector<std::string>& names);

}  // namespace lemmascope::compute
