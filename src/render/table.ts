import stringWidth from "fast-string-width";
import { fitWidth } from "./width.ts";

export interface TableOptions {
  /** So many columns of the terminal are there for a row. */
  readonly width?: number;
  /** Which are cut so that rows fit, one after the other; the first unless it is said. */
  readonly gives?: readonly number[];
  readonly alignRight?: readonly number[];
  /** Colours a cell's text once it has been cut. */
  readonly paint?: (text: string, row: number, column: number) => string;
}

const gap = "  ";
const narrowest = 8;

/** Aligned columns by what a terminal shows, so that wide characters stay in line. */
export function renderTable(
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  const { gives = [0], alignRight = [], paint = (text: string) => text } = options;
  const widths = widthsOf(rows);
  let over = rowWidth(widths) - (options.width ?? Infinity);
  for (const index of gives) {
    const wide = widths[index] ?? 0;
    const cut = Math.max(0, Math.min(over, wide - narrowest));
    widths[index] = wide - cut;
    over -= cut;
  }
  return rows
    .map((row, rowIndex) =>
      row
        .map((cell, index) => {
          const width = widths[index] ?? 0;
          const text = gives.includes(index) ? fitWidth(cell, width) : cell;
          const space = " ".repeat(Math.max(0, width - stringWidth(text)));
          const shown = paint(text, rowIndex, index);
          return alignRight.includes(index) ? space + shown : shown + space;
        })
        .join(gap)
        .trimEnd(),
    )
    .join("\n");
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell));
    });
  }
  return widths;
}

function rowWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + gap.length * (widths.length - 1);
}
