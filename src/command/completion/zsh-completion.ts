/**
 * The library's own script for zsh shows values as they are quoted and takes what is behind a `:` in one for its
 * description. This one gives zsh the values, which quotes those that it puts on the line.
 */
export const zshCompletion = `#compdef refund
# zsh completion for refund
_refund() {
  local value about
  local -a given values shown
  # As they were typed, without their quotes; nothing on the line is run.
  given=("\${(@Q)words[2,CURRENT]}")
  while IFS=$'\\t' read -r value about; do
    [[ $value == :* ]] && continue
    values+=("$value")
    shown+=("$value\${about:+  -- $about}")
  done < <(refund complete -- "\${given[@]}" 2> /dev/null)
  [[ $PREFIX == --*=* ]] && compset -P '*='
  if (( \${#values} )); then
    compadd -l -d shown -a values
    return
  fi
  # Where nothing is offered there may be a file.
  [[ " \${words[2,CURRENT-1]} " == (*" batch "*|*" --config "|*" --output "|*" --failed ") ]] && _files
}
if [[ \${funcstack[1]} == _refund ]]; then
  _refund "$@"
else
  compdef _refund refund
fi
`;
