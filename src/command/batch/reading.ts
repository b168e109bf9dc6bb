import type { Column, DecimalSign } from "../../domain/row-columns.ts";
import type { Delimiter } from "./csv-records.ts";

/** How a file is written, as far as somebody said so. What nobody said is never guessed where money depends on it. */
export interface Reading {
  /** A name that `TextDecoder` knows; null for UTF-8, or UTF-16 with its mark. */
  readonly encoding: string | null;
  /** Null when nobody said which. */
  readonly decimal: DecimalSign | null;
  readonly naming: Naming;
  readonly sheet: SheetReading;
}

/** Which of a file's own headers is which column. */
export interface Naming {
  /** From the command line: the file must have each of these headers. */
  readonly map: ReadonlyMap<Column, string>;
  /** From the settings: for those headers that the file has. */
  readonly usualMap: ReadonlyMap<Column, string>;
  /** Whether columns of other names are passed over. */
  readonly ignoreOthers: boolean;
}

/** What only a workbook has. */
export interface SheetReading {
  /** Null for the first one. */
  readonly name: string | null;
  /** Whether an order or amount may be what a formula came to when the file was saved. */
  readonly formulaValues: boolean;
  readonly includeHidden: boolean;
}

/** How the input turned out to be written, so that what is written from it can be so too. */
export interface Shape {
  readonly format: "csv" | "ndjson" | "json" | "xlsx";
  /** A name that `TextDecoder` knows. */
  readonly encoding: string;
  /** Whether it began with a byte order mark. */
  readonly mark: boolean;
  readonly delimiter: Delimiter;
  readonly lineEnd: string;
  readonly decimal: DecimalSign;
  /** The header's cells as they were written; none in JSON. */
  readonly header: readonly string[];
}

/** What is learnt of a file beside its rows. */
export interface ReadingNotes {
  readonly shape: (shape: Partial<Shape>) => void;
  /** Nothing that keeps it from being refunded, but something to look at before. */
  readonly warn: (text: string) => void;
}

/** Keeps what is learnt while a file is read. */
export function noteReading() {
  let shape: Shape = {
    format: "csv",
    encoding: "utf-8",
    mark: false,
    delimiter: ",",
    lineEnd: "\n",
    decimal: ".",
    header: [],
  };
  const warnings: string[] = [];
  const notes: ReadingNotes = {
    shape: (known) => {
      shape = { ...shape, ...known };
    },
    warn: (text) => void warnings.push(text),
  };
  return { notes, warnings: warnings as readonly string[], shape: () => shape };
}
