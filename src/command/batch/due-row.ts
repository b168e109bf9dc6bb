import type { LeasedRow } from "../../journal/attempt.ts";
import type { RowResult } from "./row-result.ts";
import type { RowWithHistory } from "./row-history.ts";

/** What is to be done about a row next. */
export type DueRow =
  /** Nothing: it is done, unknown, or must not run; this is to be told. */
  { readonly tag: "known"; readonly row: RowWithHistory; readonly result: RowResult } | StartingRow;

/** A row that this process may start. */
export interface StartingRow {
  readonly tag: "start";
  readonly row: RowWithHistory;
  /** Null in a dry run, which records nothing. */
  readonly lease: LeasedRow | null;
  /** By the time since the machine started; a rate may put it off. */
  readonly notBefore: number;
}

/** `--limit`. */
export interface RowLimit {
  /** So many rows may start in this run. */
  readonly limit: number | null;
  /** Called when one more could start. */
  readonly limitReached: () => void;
}

/** Where the rows of a run come from, in the order of its file. */
export interface RowSource {
  /** Ends when there is nothing left to start or to wait for. */
  readonly rows: () => AsyncGenerator<DueRow>;
  /** What came of a row that was started; null if it was not begun after all. */
  readonly ended: (row: RowWithHistory, result: RowResult | null) => void;
  /** Lets go of what is left. */
  readonly close: () => Promise<void>;
}
