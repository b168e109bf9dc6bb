import type { Column } from "../../domain/row-columns.ts";
import type { Reading, ReadingNotes } from "./reading.ts";
import type { Fields } from "./row.ts";
import type { Place } from "./row-place.ts";

/** One record of the input, or why it is none. */
export type InputRecord = ReadRecord | BadRecord;

export interface ReadRecord {
  readonly place: Place;
  readonly fields: Fields;
  /** Its values as they were written, or the whole of it where it is JSON; empty where nobody wants them. */
  readonly written: readonly string[];
  /** A workbook's name for a cell of it: `Sheet1!D7`. */
  readonly cellOf?: (column: Column) => string | null;
}

export interface BadRecord {
  readonly place: Place;
  readonly cause: string;
  /** As far as it could be read. */
  readonly fields?: Fields;
}

/** How the caller wants a file to be read. */
export interface RecordsWanted {
  readonly reading: Reading;
  readonly notes: ReadingNotes;
  /** Whether what was written is wanted beside what it says. */
  readonly keepsWritten: boolean;
}
