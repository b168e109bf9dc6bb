import stringWidth from "fast-string-width";
import type { Screen } from "./screen.ts";
import { wrapWidth } from "./width.ts";

/** Labels and values, one below the other. A value is never cut: what is confirmed must be readable whole. */
export function renderFacts(
  facts: readonly (readonly string[])[],
  { columns, plain, paint }: Screen,
): string {
  const widest = Math.max(...facts.map(([label = ""]) => stringWidth(label)));
  return facts
    .flatMap(([label = "", value = ""]) => {
      if (plain) return [`${label}: ${value}`];
      const [first = "", ...more] = wrapWidth(value, Math.max(20, columns - widest - 2));
      const start = paint.dim(label) + " ".repeat(widest - stringWidth(label) + 2);
      return [start + first, ...more.map((line) => " ".repeat(widest + 2) + line)];
    })
    .join("\n");
}
