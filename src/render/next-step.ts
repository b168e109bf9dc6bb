import { safe, type SafeText } from "../safe-text.ts";
import { renderProse } from "./prose.ts";
import type { Screen } from "./screen.ts";
import { widthOf } from "./width.ts";

/**
 * Words and the command that they lead to, which is copied as it stands: where both do not fit on a line, it has one
 * of its own, and it is never broken.
 */
export function renderNextStep(words: SafeText, command: SafeText, screen: Screen): SafeText {
  const line = safe`${words} ${command}`;
  return screen.plain || widthOf(line) <= screen.columns
    ? line
    : safe`${renderProse(words, screen)}\n  ${command}`;
}
