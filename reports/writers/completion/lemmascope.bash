# lemmascope completion for bash: source <(lemmascope completion bash)
_lemmascope() {
  local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]:-}
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "@COMMANDS@" -- "$word"))
    return
  fi
  # Claim ids are asked from the program itself, so that this script never grows stale.
  case "$command" in
    check|explain) COMPREPLY=($(compgen -W "$(lemmascope list claims 2>/dev/null | awk '/^[a-z]/ {print $1}')" -- "$word")) ;;
    compute) COMPREPLY=($(compgen -W "$(lemmascope list quantities 2>/dev/null | awk '/^[a-z]/ {print $1}')" -- "$word")) ;;
    list) COMPREPLY=($(compgen -W "claims graphs suites quantities" -- "$word")) ;;
    schema) COMPREPLY=($(compgen -W "result witness events comparison golden sweep sweep-events" -- "$word")) ;;
    sweep) COMPREPLY=($(compgen -f -X '!*.toml' -- "$word") $(compgen -d -- "$word")) ;;
    completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -F _lemmascope lemmascope
