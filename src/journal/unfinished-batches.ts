import { type Kysely, sql } from "kysely";
import type { BatchId } from "../domain/attempt-id.ts";
import { iso } from "./attempt-row.ts";
import type { Tables } from "./tables.ts";

/** A batch of which some rows have no outcome, or were never begun. */
export interface UnfinishedBatch {
  readonly id: BatchId;
  readonly source: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly rows: number;
  /** Rows of which an attempt has an outcome, whichever that is. */
  readonly done: number;
  readonly unresolved: number;
}

/** Newest first. */
export async function unfinishedBatches(
  database: Kysely<Tables>,
  since: number | null,
): Promise<readonly UnfinishedBatch[]> {
  let query = database
    .selectFrom("batch")
    .leftJoin("attempt", (join) =>
      join.onRef("attempt.batch", "=", "batch.id").on("attempt.batch", "<>", ""),
    )
    .select(["batch.id", "batch.source", "batch.started_at", "batch.rows"])
    .select(
      sql<
        number | string
      >`count(distinct case when attempt.outcome is not null then attempt.row end)`.as("done"),
    )
    .select(
      sql<
        number | string
      >`count(distinct case when attempt.id is not null and attempt.outcome is null then attempt.row end)`.as(
        "unresolved",
      ),
    )
    .where("batch.recorded_at", "is not", null)
    .groupBy(["batch.id", "batch.source", "batch.started_at", "batch.rows"])
    .orderBy("batch.started_at", "desc");
  if (since !== null) query = query.where("batch.started_at", ">=", iso(since));
  const found = await query.execute();
  return found
    .map(({ id, source, started_at, rows, done, unresolved }) => ({
      id,
      source,
      startedAt: Date.parse(started_at),
      rows,
      done: Number(done),
      unresolved: Number(unresolved),
    }))
    .filter(({ rows, done, unresolved }) => done < rows || unresolved > 0);
}
