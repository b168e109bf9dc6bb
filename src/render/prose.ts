import { joined, safe, type SafeText } from "../safe-text.ts";
import type { Screen } from "./screen.ts";
import { wrapWidth } from "./width.ts";

/** Sentences, broken between words on a terminal, which itself would break within one. A pipe gets them as they are. */
export function renderProse(text: SafeText, { columns, plain }: Screen): SafeText {
  return plain
    ? text
    : joined(
        text.lines.flatMap((line) => wrapLine(line, columns)),
        safe`\n`,
      );
}

/** What goes on stands as far to the right as what it goes on from. */
function wrapLine(line: SafeText, width: number): readonly SafeText[] {
  const indent = /^ */.exec(line.text)?.[0] ?? "";
  const room = Math.max(20, width - indent.length);
  const rest = line.rearranged((text) => text.slice(indent.length));
  return wrapWidth(rest, room).map((part) => part.rearranged((text) => indent + text.trimEnd()));
}
