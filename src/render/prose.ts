import type { Screen } from "./screen.ts";
import { wrapWidth } from "./width.ts";

/** Sentences, broken between words on a terminal, which itself would break within one. A pipe gets them as they are. */
export function renderProse(text: string, { columns, plain }: Screen): string {
  return plain
    ? text
    : text
        .split("\n")
        .flatMap((line) => wrapLine(line, columns))
        .join("\n");
}

/** What goes on stands as far to the right as what it goes on from. */
function wrapLine(line: string, width: number): readonly string[] {
  const indent = /^ */.exec(line)?.[0] ?? "";
  const room = Math.max(20, width - indent.length);
  return wrapWidth(line.slice(indent.length), room).map((part) => indent + part.trimEnd());
}
