import { type Expression, type QueryCreator, type RawBuilder, sql } from "kysely";
import type { BatchId } from "../domain/attempt-id.ts";
import type { LeasedRow, RowOfBatch } from "./attempt.ts";
import type { Tables } from "./tables.ts";

/** For so long a row is leased, and a process that says nothing more is taken to be at work. */
export const leaseMs = 10_000;

/** How often a process says that it is still there. */
export const beatMs = leaseMs / 4;

/**
 * Whether a time until which something holds is over. One further ahead than any lease was written under
 * another clock, and is void.
 */
export function isOver(until: Expression<number>, now: Expression<number>): RawBuilder<boolean> {
  return sql<boolean>`(${until} <= ${now} or ${until} > ${now} + ${sql.lit(leaseMs)})`;
}

export function roundOf(tables: QueryCreator<Tables>, batch: BatchId) {
  return tables.selectFrom("batch").select("batch.round").where("batch.id", "=", batch);
}

/**
 * The row, if it may be begun by this process: its batch has it as this process has it, and its lease holds, or it
 * has begun it in this round already.
 */
export function leasedRow(
  tables: QueryCreator<Tables>,
  { batch, key, content, worker }: LeasedRow,
  now: Expression<number>,
) {
  return tables
    .selectFrom("batch_row")
    .select("batch_row.key")
    .where("batch_row.batch", "=", batch)
    .where("batch_row.key", "=", key)
    .where("batch_row.content", "=", content)
    .where("batch_row.replaced", "=", 0)
    .where("batch_row.worker", "=", worker)
    .where((is) =>
      is.or([
        is("batch_row.begun", "=", roundOf(tables, batch)),
        is.and([
          is("batch_row.begun", "<", roundOf(tables, batch)),
          is.not(isOver(is.ref("batch_row.leased_until"), now)),
        ]),
      ]),
    );
}

/** Marks a row as begun in this round. */
export function markBegun(tables: QueryCreator<Tables>, { batch, key }: RowOfBatch) {
  return tables
    .updateTable("batch_row")
    .set({ begun: roundOf(tables, batch) })
    .where("batch_row.batch", "=", batch)
    .where("batch_row.key", "=", key);
}
