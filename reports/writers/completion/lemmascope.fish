# lemmascope completion for fish: lemmascope completion fish | source
complete -c lemmascope -n __fish_use_subcommand -f -a '@COMMANDS@'
complete -c lemmascope -n '__fish_seen_subcommand_from check explain' -f -a "(lemmascope list claims 2>/dev/null | awk '/^[a-z]/ {print \$1}')"
complete -c lemmascope -n '__fish_seen_subcommand_from compute' -f -a "(lemmascope list quantities 2>/dev/null | awk '/^[a-z]/ {print \$1}')"
complete -c lemmascope -n '__fish_seen_subcommand_from list' -f -a 'claims graphs suites quantities'
complete -c lemmascope -n '__fish_seen_subcommand_from schema' -f -a 'result witness events comparison golden sweep sweep-events'
complete -c lemmascope -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'
