// Completion scripts, written from the commands and options as they are declared. Claims are asked
// from the program itself, so that no script grows stale with them.
#include <fmt/format.h>

#include "properties/compute/option.hpp"
#include "reports/cli/command_tree.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using Values = DescribedOption::Values;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// Every command below the program, with its path: "compute", "compute limit-gradient".
struct Placed {
  std::string path;
  const DescribedCommand* command;
};

std::vector<Placed> every_command(const DescribedCommand& program) {
  std::vector<Placed> all;
  for (const DescribedCommand& command : program.commands) {
    all.push_back({command.name, &command});
    for (const DescribedCommand& item : command.commands) {
      all.push_back({command.name + " " + item.name, &item});
    }
  }
  return all;
}

std::vector<std::string> names_of(const std::vector<DescribedCommand>& commands) {
  std::vector<std::string> names;
  for (const DescribedCommand& command : commands) names.push_back(command.name);
  return names;
}

std::vector<std::string> flags_of(const DescribedCommand& command) {
  std::vector<std::string> flags;
  for (const DescribedOption& option : command.options) {
    if (!option.positional) flags.insert(flags.end(), option.names.begin(), option.names.end());
  }
  return flags;
}

// What a shell does for the values of an option or a positional.
struct Actions {
  std::string words_begin, words_end, claims, files;
  std::string of(const DescribedOption& option) const {
    switch (option.values) {
      case Values::words:
        return words_begin + joined(option.words) + words_end;
      case Values::claims:
        return claims;
      case Values::files:
        return files;
      case Values::none:
      case Values::anything:
        break;
    }
    return ":";
  }
};

// "path --flag" cases for values, then "path" cases for flags and positionals; bash and zsh differ
// in the actions alone.
std::string value_cases(const DescribedCommand& program, const Actions& actions) {
  std::string cases;
  for (const auto& [path, command] : every_command(program)) {
    for (const DescribedOption& option : command->options) {
      if (option.positional || option.values == Values::none) continue;
      std::string patterns;
      for (const std::string& name : option.names) {
        patterns += fmt::format("{}\"{} {}\"", patterns.empty() ? "" : "|", path, name);
      }
      cases += fmt::format("    {}) {}; return ;;\n", patterns, actions.of(option));
    }
  }
  return cases;
}

std::string flag_cases(const DescribedCommand& program, const Actions& actions) {
  std::string cases;
  for (const auto& [path, command] : every_command(program)) {
    cases += fmt::format("      \"{}\") {}{}{} ;;\n", path, actions.words_begin,
                         joined(flags_of(*command)), actions.words_end);
  }
  return cases;
}

std::string positional_cases(const DescribedCommand& program, const Actions& actions) {
  std::string cases;
  for (const auto& [path, command] : every_command(program)) {
    if (!command->commands.empty()) {
      cases += fmt::format("    \"{}\") {}{}{} ;;\n", path, actions.words_begin,
                           joined(names_of(command->commands)), actions.words_end);
    }
    for (const DescribedOption& option : command->options) {
      if (!option.positional) continue;
      cases += fmt::format("    \"{}\") {} ;;\n", path, actions.of(option));
      break;  // the first says it for all of them
    }
  }
  return cases;
}

// Commands that name what they compute or train by a word of their own.
std::string nesting_pattern(const DescribedCommand& program) {
  std::string pattern;
  for (const DescribedCommand& command : program.commands) {
    if (!command.commands.empty()) pattern += (pattern.empty() ? "" : "|") + command.name;
  }
  return pattern;
}

std::string function_name(const std::string& program) {
  std::string name = "_";
  for (const char c : program) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
}

std::string bash_script(const DescribedCommand& program) {
  const Actions actions{
      "COMPREPLY=($(compgen -W \"", "\" -- \"$word\"))",
      fmt::format("COMPREPLY=($(compgen -W \"$({} list claims 2>/dev/null | awk '/^[a-z]/ {{print "
                  "$1}}')\" -- \"$word\"))",
                  program.name),
      "COMPREPLY=($(compgen -f -- \"$word\"))"};
  const std::string function = function_name(program.name);
  return fmt::format(R"(# {0} completion for bash: source <({0} completion bash)
{1}() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} path=${{COMP_WORDS[1]:-}}
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{2}" -- "$word"))
    return
  fi
  # "--graph=ch" comes as three words.
  if [ "$word" = "=" ]; then word=""; elif [ "$previous" = "=" ]; then previous=${{COMP_WORDS[COMP_CWORD-2]}}; fi
  case "$path" in
    {3}) if [ "$COMP_CWORD" -gt 2 ]; then path="$path ${{COMP_WORDS[2]}}"; fi ;;
  esac
  case "$path $previous" in
{4}  esac
  if [[ "$word" == -* ]]; then
    case "$path" in
{5}    esac
    return
  fi
  case "$path" in
{6}  esac
}}
complete -F {1} {0}
)",
                     program.name, function, joined(names_of(program.commands)),
                     nesting_pattern(program), value_cases(program, actions),
                     flag_cases(program, actions), positional_cases(program, actions));
}

std::string zsh_script(const DescribedCommand& program) {
  const Actions actions{
      "compadd -- ", "",
      fmt::format("compadd ${{(f)\"$({} list claims 2>/dev/null | awk '/^[a-z]/ {{print $1}}')\"}}",
                  program.name),
      "_files"};
  const std::string function = function_name(program.name);
  return fmt::format(R"(#compdef {0}
# {0} completion for zsh: source <({0} completion zsh)
{1}() {{
  local word="${{words[CURRENT]}}" previous="${{words[CURRENT-1]}}" path_="${{words[2]}}"
  if (( CURRENT == 2 )); then
    compadd -- {2}
    return
  fi
  case "$path_" in
    {3}) if (( CURRENT > 3 )); then path_="$path_ ${{words[3]}}"; fi ;;
  esac
  if [[ "$word" == --*=* ]]; then
    previous="${{word%%=*}}"
    compset -P '*='
  fi
  case "$path_ $previous" in
{4}  esac
  if [[ "$word" == -* ]]; then
    case "$path_" in
{5}    esac
    return
  fi
  case "$path_" in
{6}  esac
}}
compdef {1} {0}
)",
                     program.name, function, joined(names_of(program.commands)),
                     nesting_pattern(program), value_cases(program, actions),
                     flag_cases(program, actions), positional_cases(program, actions));
}

// In single quotes for fish.
std::string fish_text(const std::string& text) {
  std::string out = "'";
  for (const char c : text)
    out += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return out + "'";
}

std::string fish_option(const std::string& start, const DescribedOption& option,
                        const std::string& claims) {
  std::string line = start;
  for (const std::string& name : option.names) {
    if (name.starts_with("--")) {
      line += " -l " + name.substr(2);
    } else if (name.starts_with("-")) {
      line += " -s " + name.substr(1);
    }
  }
  if (option.values == Values::words) line += " -x -a " + fish_text(joined(option.words));
  if (option.values == Values::claims) line += " -x -a " + claims;
  if (option.values == Values::files) line += " -r -F";
  if (option.values == Values::anything) line += option.positional ? "" : " -x";
  return line + " -d " + fish_text(option.help) + "\n";
}

std::string fish_script(const DescribedCommand& program) {
  std::string script =
      fmt::format("# {0} completion for fish: {0} completion fish | source\n", program.name);
  const std::string complete = "complete -c " + program.name;
  const std::string claims =
      fmt::format("\"({} list claims 2>/dev/null | awk '/^[a-z]/ {{print \\$1}}')\"", program.name);
  for (const DescribedCommand& command : program.commands) {
    script += fmt::format("{} -n __fish_use_subcommand -f -a {} -d {}\n", complete, command.name,
                          fish_text(command.summary));
  }
  for (const auto& [path, command] : every_command(program)) {
    std::string when;
    for (const std::string& word : compute::split(path, ' ')) {
      when += (when.empty() ? "" : "; and ") + std::string("__fish_seen_subcommand_from ") + word;
    }
    const std::string start = complete + " -n " + fish_text(when);
    for (const DescribedCommand& item : command->commands) {
      script += fmt::format("{} -f -a {} -d {}\n", start, item.name, fish_text(item.summary));
    }
    for (const DescribedOption& option : command->options) {
      script += fish_option(start, option, claims);
    }
  }
  return script;
}

}  // namespace

std::string completion_script(const DescribedCommand& program, const std::string& shell) {
  if (shell == "bash") return bash_script(program);
  if (shell == "zsh") return zsh_script(program);
  if (shell == "fish") return fish_script(program);
  refuse(
      fmt::format("completion: expected bash, zsh or fish, found {}", compute::in_quotes(shell)));
}

}  // namespace lemmascope::report
