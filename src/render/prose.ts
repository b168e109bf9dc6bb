import { joined, safe, type SafeText } from "../safe-text.ts";
import type { Screen } from "./screen.ts";
import { wrapWidth } from "./width.ts";

/** Sentences, broken between words on a terminal, which would otherwise break within words. A pipe gets them unchanged. */
export function renderProse(text: SafeText, { columns, plain }: Screen): SafeText {
  return plain
    ? text
    : joined(
        text.lines.flatMap((line) => wrapLine(line, columns)),
        safe`\n`,
      );
}

/** A continued line is indented as far as the line that it continues. */
function wrapLine(line: SafeText, width: number): readonly SafeText[] {
  const indent = /^ */.exec(line.text)?.[0] ?? "";
  const room = Math.max(20, width - indent.length);
  const rest = line.rearranged((text) => text.slice(indent.length));
  return wrapWidth(rest, room).map((part) => part.rearranged((text) => indent + text.trimEnd()));
}
