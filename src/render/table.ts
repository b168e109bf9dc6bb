import stringWidth from "fast-string-width";
import { joined, safe, type SafeText, type Showable, visible } from "../safe-text.ts";
import { fitWidth } from "./width.ts";

export interface TableOptions {
  /** How many terminal columns a row may take. */
  readonly width?: number;
  /** Which columns are cut so that rows fit, in this order; by default the first. */
  readonly shrinkable?: readonly number[];
  readonly alignRight?: readonly number[];
  /** Colours a cell's text once it has been cut. */
  readonly paint?: (text: SafeText, row: number, column: number) => SafeText;
}

const gap = safe`  `;
const narrowest = 8;

type Cells = readonly (readonly Showable[])[];

/** Aligns columns by what a terminal shows, so that wide characters stay in line. */
export function renderTable(cells: Cells, options: TableOptions = {}): SafeText {
  return layOut(cells, [], options).text;
}

/**
 * A table of any length, rendered some rows at a time: a column stays as wide as it was, and becomes wider only
 * for what comes later.
 */
export function startTable(): (cells: Cells, options?: TableOptions) => SafeText {
  let widths: readonly number[] = [];
  return (cells, options = {}) => {
    const laidOut = layOut(cells, widths, options);
    widths = laidOut.widths;
    return laidOut.text;
  };
}

function layOut(
  cells: Cells,
  atLeast: readonly number[],
  options: TableOptions,
): { readonly text: SafeText; readonly widths: readonly number[] } {
  const { shrinkable = [0], alignRight = [], paint = (text: SafeText) => text } = options;
  const rows = cells.map((row) => row.map(visible));
  const widths = widthsOf(rows).map((width, index) => Math.max(width, atLeast[index] ?? 0));
  let over = rowWidth(widths) - (options.width ?? Infinity);
  for (const index of shrinkable) {
    const wide = widths[index] ?? 0;
    const cut = Math.max(0, Math.min(over, wide - narrowest));
    widths[index] = wide - cut;
    over -= cut;
  }
  const lines = rows.map((row, rowIndex) => {
    const padded = row.map((cell, index) => {
      const width = widths[index] ?? 0;
      const fitting = shrinkable.includes(index) ? fitWidth(cell, width) : cell;
      const space = " ".repeat(Math.max(0, width - stringWidth(fitting.text)));
      const shown = paint(fitting, rowIndex, index);
      return alignRight.includes(index) ? safe`${space}${shown}` : safe`${shown}${space}`;
    });
    return joined(padded, gap).rearranged((text) => text.trimEnd());
  });
  return { text: joined(lines, safe`\n`), widths };
}

function widthsOf(rows: readonly (readonly SafeText[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell.text));
    });
  }
  return widths;
}

function rowWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + gap.text.length * (widths.length - 1);
}
