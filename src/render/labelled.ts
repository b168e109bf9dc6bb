import stringWidth from "fast-string-width";
import { joined, safe, type SafeText, type Showable, visible } from "../safe-text.ts";
import type { Screen } from "./screen.ts";
import { wrapWidth } from "./width.ts";

/** Labels and values, one below the other. A value is never cut: whatever is confirmed must be readable in full. */
export function renderLabelled(
  facts: readonly (readonly Showable[])[],
  { columns, plain, paint }: Screen,
): SafeText {
  const shown = facts.map(([label = "", value = ""]) => [visible(label), visible(value)] as const);
  const widest = Math.max(...shown.map(([label]) => stringWidth(label.text)));
  const lines = shown.flatMap(([label, value]) => {
    if (plain) return [safe`${label}: ${value}`];
    const [first = "", ...more] = wrapWidth(value, Math.max(20, columns - widest - 2));
    const space = " ".repeat(widest - stringWidth(label.text) + 2);
    const indent = " ".repeat(widest + 2);
    return [
      safe`${paint.dim(label)}${space}${first}`,
      ...more.map((line) => safe`${indent}${line}`),
    ];
  });
  return joined(lines, safe`\n`);
}
