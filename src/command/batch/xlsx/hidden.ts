import { UsageError } from "../../../failure.ts";
import type { HeaderCell } from "../header.ts";
import { columnName, type SheetFacts, type SheetRow } from "./sheet.ts";

/** The first row of the table. */
export interface SheetHeader {
  readonly row: SheetRow;
  /** By column, from the first on. */
  readonly cells: readonly HeaderCell[];
}

/** What nobody sees who looks at the sheet, or sees elsewhere than it is. */
export interface HiddenOrMerged {
  /** To be told every row of the table. */
  readonly see: (row: SheetRow) => void;
  /** To be called behind the last row. @throws UsageError when something in the table is hidden or merged */
  readonly refuse: (sheet: string, facts: SheetFacts) => void;
}

/** So many are named. */
const maxNamed = 5;

export function trackHidden(header: SheetHeader, includeHidden: boolean): HiddenOrMerged {
  const hiddenRows: number[] = [];
  let hidden = 0;
  let last = header.row.number;
  const see = ({ number, isHidden }: SheetRow): void => {
    last = number;
    if (!isHidden) return;
    hidden += 1;
    if (hiddenRows.length < maxNamed) hiddenRows.push(number);
  };
  see(header.row);
  return {
    see,
    refuse: (sheet, { hiddenColumns, merged }) => {
      const inTable = merged.filter(
        ({ rows, columns }) =>
          rows[1] >= header.row.number && rows[0] <= last && columns[0] < header.cells.length,
      );
      if (inTable.length > 0) {
        const ranges = inTable.slice(0, maxNamed).map(({ text }) => text);
        throw new UsageError(
          `${sheet} has merged cells in the table: ${named(ranges, inTable.length)}. Unmerge them and fill in each cell. Nothing was sent.`,
        );
      }
      if (includeHidden) return;
      const columns = header.cells.flatMap((cell, column) => {
        const isHidden = hiddenColumns.some(([from, to]) => column >= from && column <= to);
        return isHidden && cell !== "ignored" && cell !== "nameless" ? [columnName(column)] : [];
      });
      const what = [
        ...(hidden === 0 ? [] : [`hidden rows (${named(hiddenRows.map(String), hidden)})`]),
        ...(columns.length === 0 ? [] : [`hidden columns (${columns.join(", ")})`]),
      ];
      if (what.length === 0) return;
      throw new UsageError(
        `${sheet} has ${what.join(" and ")} that hold something. Show or delete them, or add --include-hidden to read them too. Nothing was sent.`,
      );
    },
  };
}

function named(some: readonly string[], all: number): string {
  return some.join(", ") + (all > some.length ? ` and ${all - some.length} more` : "");
}
