import { nothing, type SafeText, type Showable } from "../safe-text.ts";
import type { Paint } from "./paint.ts";
import type { Screen } from "./screen.ts";
import { startTable, type TableOptions } from "./table.ts";
import { widthOf } from "./width.ts";

/** What a column shows of an item. */
export interface Column<Item> {
  readonly heading: string;
  readonly cell: (item: Item) => Showable;
  readonly alignRight?: true;
  /** Free text, which may be cut; the lowest is cut first. Everything else must stay complete to be copied. */
  readonly cut?: number;
  /** Colours a cell once it has been cut. */
  readonly paint?: (text: SafeText, item: Item, paint: Paint) => SafeText;
}

/**
 * A table of any length in the first layout that fits the terminal, else in the last one; in the first one if
 * there is no terminal. It is rendered some items at a time, and the first ones decide on the layout.
 */
export function startFittingTable<Item, Name extends string>(
  columns: Readonly<Record<Name, Column<Item>>>,
  layouts: readonly (readonly Name[])[],
  screen: Screen,
): (items: readonly Item[]) => SafeText {
  let chosen: ((items: readonly Item[]) => SafeText) | null = null;
  const begin = (items: readonly Item[]): SafeText => {
    let table = nothing;
    for (const layout of layouts) {
      const own = layout.map((name) => columns[name]);
      const rendering = startTable();
      const heading = own.map((column) => column.heading);
      table = rendering(
        [heading, ...cellsOf(items, own)],
        optionsOf([null, ...items], own, screen),
      );
      chosen = (more) => rendering(cellsOf(more, own), optionsOf(more, own, screen));
      if (screen.plain || widthOf(table) <= screen.columns) break;
    }
    return table;
  };
  return (items) => (chosen === null ? begin(items) : chosen(items));
}

function cellsOf<Item>(items: readonly Item[], columns: readonly Column<Item>[]) {
  return items.map((item) => columns.map(({ cell }) => cell(item)));
}

/** @param rows the item of each row; null for the heading */
function optionsOf<Item>(
  rows: readonly (Item | null)[],
  columns: readonly Column<Item>[],
  { columns: width, plain, paint }: Screen,
): TableOptions {
  const places = columns.map((column, place) => ({ ...column, place }));
  const cuttable = places.flatMap(({ cut, place }) => (cut === undefined ? [] : [{ cut, place }]));
  return {
    ...(plain ? {} : { width }),
    shrinkable: cuttable.sort((a, b) => a.cut - b.cut).map(({ place }) => place),
    alignRight: places.flatMap(({ alignRight, place }) => (alignRight === true ? [place] : [])),
    paint: (text, row, column) => {
      const item = rows[row] ?? null;
      if (item === null) return paint.dim(text);
      return columns[column]?.paint?.(text, item, paint) ?? text;
    },
  };
}
