/**
 * The library's own script for PowerShell puts the line together as text and runs that: its quotes are doubled,
 * but PowerShell also takes ‘ ’ ‚ ‛ for quotes. This one takes the line's words as PowerShell has read them and
 * hands them over as arguments, so that none of them is ever run. It needs PowerShell 5 or later.
 */
export const powershellCompletion = `# powershell completion for refund
Register-ArgumentCompleter -Native -CommandName refund -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  # What stands before the cursor; variables and parentheses stay the text that they are.
  $words = @(
    foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
      $typed = $cursorPosition - $element.Extent.StartOffset
      if ($typed -le 0) { break }
      if ($typed -lt $element.Extent.Text.Length) {
        $element.Extent.Text.Substring(0, $typed)
      } elseif ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) {
        $element.Value
      } else {
        $element.Extent.Text
      }
    }
  )
  $before = $words
  $word = ''
  if ($wordToComplete -eq '') {
    # Older versions drop an empty argument unless it is quoted.
    $passing = Get-Variable PSNativeCommandArgumentPassing -ValueOnly -ErrorAction Ignore
    $words += if ($passing -in 'Standard', 'Windows') { '' } else { '""' }
  } elseif ($words.Count -gt 0) {
    $word = $words[-1]
    $before = @($words | Select-Object -SkipLast 1)
  }
  # A batch file hands its arguments to cmd.exe, which would run what is behind one of these.
  $program = Get-Command refund -ErrorAction Ignore | Select-Object -First 1
  if ($program.Extension -in '.cmd', '.bat' -and ($before + $word) -match '[&|<>^%!"\\r\\n]') { return '' }
  $encoding = [Console]::OutputEncoding
  try {
    [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
    $offers = @(& refund complete '--' @words 2> $null)
  } finally {
    [Console]::OutputEncoding = $encoding
  }
  $tied = if ($word -match '^--[^=]+=') { $Matches[0] } else { '' }
  $found = @(
    foreach ($offer in $offers) {
      $value, $about = $offer -split "\`t", 2
      $whole = $tied + $value
      if ($value -eq '' -or $value.StartsWith(':')) { continue }
      if (-not $whole.StartsWith($word, [System.StringComparison]::Ordinal)) { continue }
      $quoted = [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($whole)
      $put = if ($whole -match '^[\\w./:+=-]+$') { $whole } else { "'$quoted'" }
      $tip = if ($about) { $about } else { $value }
      [System.Management.Automation.CompletionResult]::new($put, $value, 'ParameterValue', $tip)
    }
  )
  if ($found.Count -gt 0) { return $found }
  # Where nothing is offered there may be a file; an empty text keeps PowerShell from looking for one.
  if (" $before " -notmatch ' batch | --(config|output|failed) $') { '' }
}
`;
