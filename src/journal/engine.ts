import type {
  AliasableExpression,
  InsertObject,
  InsertQueryBuilder,
  Kysely,
  QueryCreator,
  RawBuilder,
  SelectQueryBuilder,
  UpdateQueryBuilder,
} from "kysely";
import type { Commit } from "./commit-queue.ts";
import type { NewAttempt } from "./attempt-row.ts";
import type { LeasedRow } from "./attempt.ts";
import type { Tables } from "./tables.ts";
import type { TimeOf } from "./time.ts";
import { addLine, type Line } from "./timeline.ts";
import type { Unwritten } from "./unwritten.ts";

/**
 * What a journal's database brings of its own. What is recorded, when it counts and what gives way to what
 * is the same for all of them, and stands beside this file.
 */
export interface Engine {
  /** For reading. */
  readonly database: Kysely<Tables>;
  /** Work in a transaction that no other commit runs beside; resolves once all of it is durable. */
  readonly commit: Commit;
  /**
   * Changes an attempt and adds a line to its timeline: both, durably, or neither. False when there was
   * nothing to change, and then no line is added.
   */
  readonly change: (change: Change, line: Line | null) => Promise<boolean>;
  /**
   * Records an attempt for a row of a batch, as `change` does, if the row is leased to whoever makes it; it is
   * begun then. Both, or neither.
   */
  readonly beginRow: (row: LeasedRow, attempt: NewRow, line: Line) => Promise<RowBegun>;
  /** As `commit`, for what guards nothing: it is not counted, and others' commits do not wait for it. */
  readonly uncounted: Commit;
  /** Keeps what a query finds from others to the end of the transaction, and leaves out what others keep so. */
  readonly lockFree: LockFree;
  /** Whether it was thrown because the database is out of reach, so that the same may work in a moment. */
  readonly isAway: (error: unknown) => boolean;
  /** Whether one of the guard's constraints forbade it. */
  readonly isForbidden: (error: unknown) => boolean;
  /** How a time is written that others compare with theirs. */
  readonly time: TimeOf;
  /** The text of a key of a column that holds a JSON object; null where either is. */
  readonly jsonText: (column: string, key: string) => AliasableExpression<string | null>;
  /** What the clock shows by which such times are compared, in milliseconds since the epoch. */
  readonly now: () => number;
  /** The same as a term of a statement, by which times are reckoned. */
  readonly instant: () => RawBuilder<number>;
  /**
   * Writes an outcome that must not be lost. A journal that may be out of reach tries for a while, and
   * then keeps it elsewhere until it can be written. @throws OutcomeKept
   */
  readonly insist: <T>(write: () => Promise<T>, otherwise: Unwritten) => Promise<T>;
  /** Told of an intent that could not be recorded, and of why: if it is recorded all the same, nothing was sent. */
  readonly disown: (row: NewAttempt, error: unknown) => Promise<void>;
  readonly close: () => Promise<void>;
}

export type RowBegun = "begun" | "conflict" | "not-leased";

/** The columns of a new attempt, some of which the database works out. */
export type NewRow = (tables: QueryCreator<Tables>) => AttemptColumns;

export type AttemptColumns = InsertObject<Tables, "attempt">;

/** Where a constraint of the guard forbids it, nothing is added; an error would undo what shares the commit. */
export function insertion(tables: QueryCreator<Tables>, columns: AttemptColumns) {
  return tables
    .insertInto("attempt")
    .values(columns)
    .onConflict((conflict) => conflict.doNothing())
    .returning("id");
}

export type LockFree = <Found>(
  query: SelectQueryBuilder<Tables, "batch_row", Found>,
) => SelectQueryBuilder<Tables, "batch_row", Found>;

/** Adds or updates one attempt, and returns its id where it did. */
export type Change = (tables: QueryCreator<Tables>) => Changing;

type Changed = Pick<Tables["attempt"], "id">;

type Changing =
  | InsertQueryBuilder<Tables, "attempt", Changed>
  | UpdateQueryBuilder<Tables, "attempt", "attempt", Changed>;

/** Adds a line to the timelines of what was changed. False when nothing was. */
export async function addedTo(
  transaction: Kysely<Tables>,
  changed: readonly Changed[],
  line: Line | null,
  time: TimeOf,
): Promise<boolean> {
  if (line !== null) for (const { id } of changed) await addLine(transaction, id, line, time);
  return changed.length > 0;
}

/** Makes a change in a transaction that does more. */
export async function changeIn(
  transaction: Kysely<Tables>,
  change: Change,
  line: Line | null,
  time: TimeOf,
): Promise<boolean> {
  return addedTo(transaction, await change(transaction).execute(), line, time);
}
