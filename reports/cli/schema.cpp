// lemmascope schema and completion: what other programs need to know about the tool.
#include <fmt/format.h>

#include <string_view>

#include "reports/cli/commands.hpp"
#include "reports/cli/exit_codes.hpp"
#include "reports/writers/template.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

constexpr std::string_view kCommands =
    "check list explain compute train reproduce sweep merge report compare replay doctor schema "
    "completion";

// Claim ids are asked from the program itself, so that the script never grows stale.
constexpr std::string_view kBash = R"shell(# lemmascope completion for bash: source <(lemmascope completion bash)
_lemmascope() {
  local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]:-}
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "@COMMANDS@" -- "$word"))
    return
  fi
  case "$command" in
    check|explain) COMPREPLY=($(compgen -W "$(lemmascope list claims 2>/dev/null | awk '/^[a-z]/ {print $1}')" -- "$word")) ;
;
    compute) COMPREPLY=($(compgen -W "$(lemmascope list quantities 2>/dev/null | awk '/^[a-z]/ {print $1}')" -- "$word")) ;
    ;
    list) COMPREPLY=($(compgen -W "claims graphs quantities" -- "$word")) ;
    ;
    schema) COMPREPLY=($(compgen -W "result witness events comparison golden" -- "$word")) ;
    ;
    completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$word")) ;
    ;
    *) COMPREPLY=($(compgen -f -- "$word")) ;
    ;
    esac
    }
complete -F _lemmascope lemmascope
)shell";

constexpr std::string_view kZsh = R"shell(#compdef lemmascope
# lemmascope completion for zsh: source <(lemmascope completion zsh)
_lemmascope() {
  if (( CURRENT == 2 )); then
    compadd @COMMANDS@
    return
  fi
  case "${words[2]}" in
    check|explain) compadd ${(f)"$(lemmascope list claims 2>/dev/null | awk '/^[a-z]/ {print $1}')"} ;;
    compute) compadd ${(f)"$(lemmascope list quantities 2>/dev/null | awk '/^[a-z]/ {print $1}')"} ;
;
    list) compadd claims graphs quantities ;
    ;
    schema) compadd result witness events comparison golden ;
    ;
    completion) compadd bash zsh fish ;
    ;
    *) _files ;
    ;
    esac
    }
compdef _lemmascope lemmascope
)shell";

constexpr std::string_view kFish = R"shell(# lemmascope completion for fish: lemmascope completion fish | source
complete -c lemmascope -n __fish_use_subcommand -f -a '@COMMANDS@'
complete -c lemmascope -n '__fish_seen_subcommand_from check explain' -f -a "(lemmascope list claims 2>/dev/null | awk '/^[a-z]/ {print \$1}')"
complete -c lemmascope -n '__fish_seen_subcommand_from compute' -f -a "(lemmascope list quantities 2>/dev/null | awk '/^[a-z]/ {print \$1}')"
complete -c lemmascope -n '__fish_seen_subcommand_from list' -f -a 'claims graphs quantities'
complete -c lemmascope -n '__fish_seen_subcommand_from schema' -f -a 'result witness events comparison golden'
complete -c lemmascope -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'
)shell";

}  // namespace

int schema(const std::string& name, const Console& console) {
  for (const char* known : {"result", "witness", "events", "comparison", "golden"}) {
    if (name != known) continue;
    console.print_raw(embedded_file(name + ".schema.json").text);
    return kAsExpected;
  }
  refuse(fmt::format("schema: expected result, witness, events, comparison or golden, found '{}'",
                     name));
}

int completion(const std::string& shell, const Console& console) {
  std::string script(shell == "bash"   ? kBash
                     : shell == "zsh"  ? kZsh
                     : shell == "fish" ? kFish
                                       : "");
  require(!script.empty(),
          fmt::format("completion: expected bash, zsh or fish, found '{}'", shell));
  const std::string_view mark = "@COMMANDS@";
  for (std::size_t at = script.find(mark); at != std::string::npos; at = script.find(mark)) {
    script.replace(at, mark.size(), kCommands);
  }
  console.print_raw(script);
  return kAsExpected;
}

}  // namespace lemmascope::report
