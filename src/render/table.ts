import stringWidth from "fast-string-width";
import { fitWidth } from "./width.ts";

export interface TableOptions {
  /** One column gives way so that rows fit this many columns of the terminal. */
  readonly width?: number;
  /** Which one; the first unless it is said. */
  readonly gives?: number;
  readonly alignRight?: readonly number[];
}

const gap = "  ";
const narrowest = 8;

/** Aligned columns by what a terminal shows, so that wide characters stay in line. */
export function renderTable(
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell));
    });
  }
  const total = widths.reduce((sum, width) => sum + width, 0) + gap.length * (widths.length - 1);
  const { gives = 0 } = options;
  const giving = widths[gives] ?? 0;
  if (options.width !== undefined && total > options.width) {
    widths[gives] = Math.max(Math.min(narrowest, giving), giving - (total - options.width));
  }
  return rows
    .map((row) =>
      row
        .map((cell, index) => {
          const width = widths[index] ?? 0;
          const text = index === gives ? fitWidth(cell, width) : cell;
          const space = " ".repeat(Math.max(0, width - stringWidth(text)));
          return options.alignRight?.includes(index) === true ? space + text : text + space;
        })
        .join(gap)
        .trimEnd(),
    )
    .join("\n");
}
