import { type Expression, type Kysely, sql } from "kysely";
import type { BatchId } from "../domain/attempt-id.ts";
import { isOver } from "./row-lease.ts";
import type { Tables } from "./tables.ts";

/** How fast a batch may go. */
export interface Pace {
  /** How many processes are at work on it. */
  readonly atWork: number;
  /** Milliseconds from the start of a row to that of the next; null: no time at all. */
  readonly stepMs: number | null;
  /** For how many rows a process may reserve their starts at once. */
  readonly most: number;
}

/**
 * So far ahead, and at least for one row, a process reserves starts at once; those of one that dies are lost. It
 * reserves more when less than that is left of them.
 */
export const aheadMs = 2_000;

/** By the lowest rate that those at work were told. */
export async function paceOf(
  tables: Kysely<Tables>,
  batch: BatchId,
  now: Expression<number>,
): Promise<Pace> {
  const { atWork, rate } = await tables
    .selectFrom("batch_worker")
    .select((is) => [
      is.fn.countAll<number>().as("atWork"),
      is.fn.min<number | null>("rate").as("rate"),
    ])
    .where("batch", "=", batch)
    .where(isAtWork(now))
    .executeTakeFirstOrThrow();
  if (rate === null) return { atWork, stepMs: null, most: Infinity };
  const stepMs = 1000 / rate;
  return { atWork, stepMs, most: Math.max(1, Math.floor(aheadMs / stepMs)) };
}

/**
 * Reserves the starts of some rows for a process, behind those that are reserved already: one statement that
 * moves the batch's next start, by the database's clock.
 */
export async function takeSlots(
  tables: Kysely<Tables>,
  batch: BatchId,
  { atWork, stepMs }: Pace,
  rows: number,
  now: Expression<number>,
): Promise<{ readonly firstInMs: number; readonly stepMs: number }> {
  if (stepMs === null || rows === 0) return { firstInMs: 0, stepMs: 0 };
  const spanMs = sql.lit(Math.ceil(rows * stepMs));
  // One further ahead than all of them together reserve was written under another clock.
  const farthestMs = sql.lit(Math.ceil((atWork + 1) * 2 * Math.max(aheadMs, stepMs)));
  const next = sql.ref<number>("next_row_at");
  const { first } = await tables
    .updateTable("batch")
    .set({
      next_row_at: sql<number>`${spanMs} + case when ${next} > ${now} and ${next} <= ${now} + ${farthestMs}
        then ${next} else ${now} end`,
    })
    .where("id", "=", batch)
    .returning(sql<number>`${next} - ${spanMs} - ${now}`.as("first"))
    .executeTakeFirstOrThrow();
  return { firstInMs: Math.max(0, first), stepMs };
}

export function isAtWork(now: Expression<number>) {
  return sql<boolean>`not ${isOver(sql.ref("at_work_until"), now)}`;
}
