/**
 * The library's own script for bash passes the line to `eval`, which would run any `$(…)` on it
 * at the Tab key: a refund, perhaps. This one splits the line at its blanks and runs none of it.
 * It is written for bash 3.2 and later, because macOS has 3.2.
 */
export const bashCompletion = `# bash completion for refund
_refund_complete() {
  local IFS=$' \\t\\n' line=\${COMP_LINE:0:COMP_POINT} word value about split
  local -a words
  IFS=$' \\t' read -ra words <<< "$line"
  [[ $line == *[[:blank:]] ]] && words+=("")
  word=\${words[\${#words[@]}-1]}
  COMPREPLY=()
  while IFS=$'\\t' read -r value about; do
    [[ $value != :* && $value == "$word"* ]] && COMPREPLY+=("$value")
  done < <(REFUND_COMPLETION_SHELL=bash refund complete -- "\${words[@]:1}" 2> /dev/null)
  # Readline takes : and = for the ends of words, and replaces what is behind them.
  split=\${word%"\${word##*[:=]}"}
  COMPREPLY=("\${COMPREPLY[@]#"$split"}")
  # Where nothing is offered there may be a file.
  if [[ \${#COMPREPLY[@]} -eq 0 || -z \${COMPREPLY[0]} ]]; then
    COMPREPLY=()
    case " \${words[*]:1:\${#words[@]}-2} " in
      *" batch "* | *" --config " | *" --output ")
        compopt -o filenames 2> /dev/null
        IFS=$'\\n' read -r -d '' -a COMPREPLY < <(compgen -f -- "$word")
        ;;
    esac
  fi
}
complete -F _refund_complete refund
`;
