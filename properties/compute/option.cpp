#include "properties/compute/option.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "properties/claim/nearest_name.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::compute {
namespace {

/// No option holds a whole number of more digits: 2^64 has 20.
constexpr std::size_t kLongestNumber = 24;
/// What a message shows of a value.
constexpr std::size_t kShown = 60;

std::string canonical_whole(const Option& option, const std::string& text) {
  const std::size_t sign = text.starts_with("-") ? 1 : 0;
  const std::string digits = text.substr(sign);
  const bool reads = !digits.empty() && digits.size() <= kLongestNumber &&
                     digits.find_first_not_of("0123456789") == std::string::npos;
  const Rational value = reads ? parse_rational(text) : Rational(0);
  if (!reads || (!option.least.empty() && value < parse_rational(option.least)) ||
      (!option.most.empty() && value > parse_rational(option.most))) {
    refuse(fmt::format("expected {}, found {}", expectation_of(option), in_quotes(text)));
  }
  return lemmascope::to_text(value);
}

std::string canonical_number(const Option& option, const std::string& text) {
  if (text.size() > 4096) {
    refuse(fmt::format("expected {} of at most 4096 characters, found {} of them",
                       expectation_of(option), text.size()));
  }
  const Rational value = parse_rational(text);
  const bool low =
      !option.least.empty() && (option.above_least ? value <= parse_rational(option.least)
                                                   : value < parse_rational(option.least));
  if (low || (!option.most.empty() && value > parse_rational(option.most))) {
    refuse(fmt::format("expected {}, found {}", expectation_of(option), in_quotes(text)));
  }
  return lemmascope::to_text(value);
}

std::string by_kind(const Option& option, const std::string& text) {
  bool fits = true;
  switch (option.kind) {
    case OptionKind::whole:
      return canonical_whole(option, text);
    case OptionKind::number:
      return canonical_number(option, text);
    case OptionKind::choice:
      fits = std::find(option.choices.begin(), option.choices.end(), text) != option.choices.end();
      break;
    case OptionKind::flag:
      fits = text == "true" || text == "false";
      break;
    case OptionKind::file:
    case OptionKind::text:
      fits =
          !text.empty() && text.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
      break;
  }
  if (!fits) refuse(fmt::format("expected {}, found {}", expectation_of(option), in_quotes(text)));
  return text;
}

/// Is "name" given, or does "name=value" hold?
bool holds(const OptionValues& values, const std::string& condition) {
  const std::size_t equals = condition.find('=');
  const auto found = values.find(condition.substr(0, equals));
  if (found == values.end()) return false;
  // A flag that says false is as if it were not given.
  if (equals == std::string::npos) return found->second != std::vector<std::string>{"false"};
  return std::find(found->second.begin(), found->second.end(), condition.substr(equals + 1)) !=
         found->second.end();
}

/// "--graph random" on the command line, graph = "random" in a file.
std::string condition_text(const std::string& prefix, const std::string& condition) {
  const std::size_t equals = condition.find('=');
  if (equals == std::string::npos) return prefix + condition;
  const std::string name = condition.substr(0, equals), value = condition.substr(equals + 1);
  return prefix.empty() ? fmt::format("{} = \"{}\"", name, value)
                        : fmt::format("{}{} {}", prefix, name, value);
}

std::string any_condition(const std::string& prefix, const std::vector<std::string>& conditions) {
  std::vector<std::string> texts;
  for (const std::string& condition : conditions) {
    texts.push_back(condition_text(prefix, condition));
  }
  return any_of(texts);
}

bool needs_met(const Option& option, const OptionValues& all) {
  return option.needs.empty() ||
         std::any_of(option.needs.begin(), option.needs.end(),
                     [&all](const std::string& other) { return holds(all, other); });
}

/// As a word of a POSIX shell.
std::string shell_word(const std::string& text) {
  const bool plain = !text.empty() && text.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789-_./,:=+%@") == std::string::npos;
  if (plain) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

/// Values that fit their declaration were read by canonical_text: what is missing here is a fault
/// of the caller.
[[noreturn]] void refuse_missing(const std::string& name) {
  refuse(fmt::format("--{}: expected a value, found none", name));
}

}  // namespace

std::string in_quotes(std::string_view text) {
  std::string shown = "'";
  const auto byte = [](char c) { return static_cast<unsigned char>(c); };
  std::size_t end = std::min(text.size(), kShown);
  // Not in the middle of a UTF-8 character.
  while (end < text.size() && end > 0 && (byte(text[end]) & 0xC0u) == 0x80u) --end;
  for (const char c : text.substr(0, end)) {
    if (byte(c) < 0x20 || byte(c) == 0x7f) {
      shown += fmt::format("\\x{:02x}", byte(c));
    } else {
      shown += c;
    }
  }
  return shown + (end < text.size() ? fmt::format("...' ({} characters)", text.size()) : "'");
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> items;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    items.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return items;
}

std::string any_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t k = 0; k < names.size(); ++k) {
    text += (k == 0 ? "" : k + 1 == names.size() ? " or " : ", ") + names[k];
  }
  return text;
}

const Option* find_option(const std::vector<Option>& options, std::string_view name) {
  for (const Option& option : options) {
    if (option.name == name ||
        std::find(option.aliases.begin(), option.aliases.end(), name) != option.aliases.end()) {
      return &option;
    }
  }
  return nullptr;
}

void refuse_unknown(const std::vector<Option>& options, const std::string& name,
                    const std::string& owner, const std::string& place) {
  std::vector<std::string> names;
  for (const Option& option : options) names.push_back(option.name);
  const std::string near = claim::nearest_name(name, names);
  const std::string known = names.empty() ? "" : "; it has " + any_of(names);
  refuse(fmt::format("{}: {} has no such option{}", place, owner,
                     near.empty() ? known : claim::did_you_mean(near)));
}

std::string expectation_of(const Option& option) {
  const bool whole = option.kind == OptionKind::whole;
  switch (option.kind) {
    case OptionKind::whole:
    case OptionKind::number: {
      const std::string what = whole ? "a whole number" : "a number";
      if (option.least.empty() && option.most.empty()) return what;
      if (option.above_least) {
        return fmt::format("{} above {}{}", what, option.least,
                           option.most.empty() ? "" : " and at most " + option.most);
      }
      if (option.most.empty()) return fmt::format("{} of at least {}", what, option.least);
      if (option.least.empty()) return fmt::format("{} of at most {}", what, option.most);
      return fmt::format("{} from {} to {}", what, option.least, option.most);
    }
    case OptionKind::choice:
      return any_of(option.choices);
    case OptionKind::flag:
      return "true or false";
    case OptionKind::file:
      return "the name of a file";
    case OptionKind::text:
      break;
  }
  return "a text of one line";
}

std::string canonical_text(const Option& option, const std::string& text) {
  const std::string read = by_kind(option, text);
  return option.canonical == nullptr ? read : option.canonical(read);
}

OptionValues read_options(const std::vector<Option>& options, const std::string& owner,
                          const std::vector<WrittenOption>& written) {
  OptionValues values;
  for (const WrittenOption& one : written) {
    const Option* option = find_option(options, one.name);
    if (option == nullptr) refuse_unknown(options, one.name, owner, one.place);
    auto& texts = values[option->name];
    require(texts.empty() || option->repeatable,
            fmt::format("{}: expected once, found again", one.place));
    try {
      texts.push_back(canonical_text(*option, one.text));
    } catch (const PreconditionError& failure) {
      refuse(fmt::format("{}: {}", one.place, failure.what()));
    }
  }
  return values;
}

OptionValues over(OptionValues values, const OptionValues& under) {
  values.insert(under.begin(), under.end());  // keeps what is there
  return values;
}

void check_together(const std::vector<Option>& options, const OptionValues& values,
                    const std::string& prefix) {
  for (const Option& option : options) {
    if (!holds(values, option.name)) continue;
    for (const std::string& other : option.excludes) {
      require(!holds(values, other),
              fmt::format("{0}{1}: expected it or {0}{2}, found both", prefix, option.name, other));
    }
  }
  const OptionValues all = with_defaults(options, values);
  for (const Option& option : options) {
    const bool given = holds(values, option.name);
    require(given || !option.required, fmt::format("{}{}: expected {}, found none", prefix,
                                                   option.name, expectation_of(option)));
    require(!given || needs_met(option, all),
            fmt::format("{}{}: needs {} as well", prefix, option.name,
                        any_condition(prefix, option.needs)));
  }
}

OptionValues without_idle(const std::vector<Option>& options, OptionValues values) {
  const OptionValues all = with_defaults(options, values);
  for (const Option& option : options) {
    if (!needs_met(option, all)) values.erase(option.name);
  }
  return values;
}

OptionValues with_defaults(const std::vector<Option>& options, OptionValues values) {
  for (const Option& option : options) {
    if (!option.usual.empty()) values.try_emplace(option.name, std::vector{option.usual});
  }
  return values;
}

bool is_given(const OptionValues& values, const std::string& name) {
  return values.count(name) > 0;
}

const std::string& text_of(const OptionValues& values, const std::string& name) {
  const auto found = values.find(name);
  if (found == values.end() || found->second.empty()) refuse_missing(name);
  return found->second.front();
}

std::string text_or(const OptionValues& values, const std::string& name,
                    const std::string& otherwise) {
  return is_given(values, name) ? text_of(values, name) : otherwise;
}

std::vector<std::string> texts_of(const OptionValues& values, const std::string& name) {
  const auto found = values.find(name);
  return found == values.end() ? std::vector<std::string>() : found->second;
}

namespace {

template <class Whole>
Whole whole_as(const OptionValues& values, const std::string& name) {
  const std::string& text = text_of(values, name);
  Whole value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  require(error == std::errc() && end == text.data() + text.size(),
          fmt::format("--{}: expected a whole number, found {}", name, in_quotes(text)));
  return value;
}

}  // namespace

int whole_of(const OptionValues& values, const std::string& name) {
  return whole_as<int>(values, name);
}

std::uint64_t seed_of(const OptionValues& values, const std::string& name) {
  return whole_as<std::uint64_t>(values, name);
}

Rational number_of(const OptionValues& values, const std::string& name) {
  return parse_rational(text_of(values, name));
}

bool flag_of(const OptionValues& values, const std::string& name) {
  return text_or(values, name, "false") == "true";
}

std::string command_of(const std::string& command, const std::vector<Option>& options,
                       const OptionValues& values) {
  std::string line = command;
  for (const Option& option : options) {
    const std::vector<std::string> texts = texts_of(values, option.name);
    if (texts == std::vector<std::string>{option.usual}) continue;
    for (const std::string& text : texts) {
      if (option.kind == OptionKind::flag) {
        if (text == "true") line += " --" + option.name;
      } else if (text.starts_with("-")) {
        line += fmt::format(" --{}={}", option.name, shell_word(text));
      } else {
        line += fmt::format(" --{} {}", option.name, shell_word(text));
      }
    }
  }
  return line;
}

}  // namespace lemmascope::compute
