import stringWidth from "fast-string-width";

export interface TableOptions {
  /** The first column gives way so that rows fit this many columns of the terminal. */
  readonly width?: number;
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
  const [first = 0] = widths;
  if (options.width !== undefined && total > options.width) {
    widths[0] = Math.max(narrowest, first - (total - options.width));
  }
  return rows
    .map((row) =>
      row
        .map((cell, index) => {
          const width = widths[index] ?? 0;
          const text = index === 0 ? fit(cell, width) : cell;
          const space = " ".repeat(Math.max(0, width - stringWidth(text)));
          return options.alignRight?.includes(index) === true ? space + text : text + space;
        })
        .join(gap)
        .trimEnd(),
    )
    .join("\n");
}

/** Cuts at a character boundary; a cut text ends in an ellipsis. */
function fit(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
