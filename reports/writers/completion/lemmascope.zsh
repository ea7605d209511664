#compdef lemmascope
# lemmascope completion for zsh: source <(lemmascope completion zsh)
_lemmascope() {
  if (( CURRENT == 2 )); then
    compadd @COMMANDS@
    return
  fi
  case "${words[2]}" in
    check|explain) compadd ${(f)"$(lemmascope list claims 2>/dev/null | awk '/^[a-z]/ {print $1}')"} ;;
    compute) compadd ${(f)"$(lemmascope list quantities 2>/dev/null | awk '/^[a-z]/ {print $1}')"} ;;
    list) compadd claims graphs suites quantities ;;
    schema) compadd result witness events comparison golden sweep sweep-events ;;
    sweep) _files -g '*.toml' ;;
    completion) compadd bash zsh fish ;;
    *) _files ;;
  esac
}
compdef _lemmascope lemmascope
