/**
 * The library's own script for bash passes the line to `eval`, which would run any `$(…)` on it
 * at the Tab key: a refund, perhaps. This one splits the line at its blanks and runs none of it.
 * It is written for bash 3.2 and later, because macOS has 3.2.
 */
export const bashCompletion = `# bash completion for refund
_refund_complete() {
  local IFS=$' \\t\\n' line=\${COMP_LINE:0:COMP_POINT} word value about split tied=
  local -a words
  # Without -r, so that a blank behind a backslash splits nothing.
  IFS=$' \\t' read -a words <<< "$line"
  [[ $line == *[[:blank:]] && $line != *\\\\[[:blank:]] ]] && words+=("")
  word=\${words[\${#words[@]}-1]}
  # Readline takes : and = for the ends of words, and replaces what is behind them.
  split=\${word%"\${word##*[:=]}"}
  [[ $word == --*=* ]] && tied=\${word%%=*}=
  COMPREPLY=()
  while IFS=$'\\t' read -r value about; do
    [[ $value != :* && $tied$value == "$word"* ]] || continue
    value=$tied$value
    value=\${value#"$split"}
    # What is only listed is shown as it is; what is put on the line is quoted.
    if [[ \${COMP_TYPE:-9} == 63 ]]; then
      value+=\${about:+  -- $about}
    else
      printf -v value %q "$value"
    fi
    COMPREPLY+=("$value")
  done < <(refund complete -- "\${words[@]:1}" 2> /dev/null)
  # Where nothing is offered there may be a file.
  if [[ \${#COMPREPLY[@]} -eq 0 ]]; then
    case " \${words[*]:1:\${#words[@]}-2} " in
      *" batch "* | *" --config " | *" --output " | *" --failed ")
        compopt -o filenames 2> /dev/null
        IFS=$'\\n' read -r -d '' -a COMPREPLY < <(compgen -f -- "$word")
        ;;
    esac
  fi
}
complete -F _refund_complete refund
`;
