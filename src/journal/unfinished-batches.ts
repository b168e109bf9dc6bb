import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import type { BatchId } from "../domain/attempt-id.ts";
import type { Engine } from "./engine.ts";
import { countRows } from "./row-counts.ts";
import { attemptTells, attemptWeight, endWeight } from "./row-standing.ts";
import type { Tables } from "./tables.ts";

/** A batch of which some rows have no outcome, or were never begun. */
export interface UnfinishedBatch {
  readonly id: BatchId;
  readonly source: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly rows: number;
  /** Rows that have an outcome, whichever that is. */
  readonly done: number;
  readonly unresolved: number;
}

/** All of them, however old: nothing else says that rows of one are left. Newest first. Only their rows are counted. */
export async function unfinishedBatches(
  engine: Pick<Engine, "database" | "jsonText">,
): Promise<readonly UnfinishedBatch[]> {
  const { database } = engine;
  const batches = await database
    .selectFrom("batch")
    .select(["id", "source", "started_at"])
    .where("recorded_at", "is not", null)
    .where("id", "in", withRowsOpen(database).union(withRowsUntold(database)))
    .orderBy("started_at", "desc")
    .orderBy("id", "desc")
    .execute();
  const found: UnfinishedBatch[] = [];
  for (const { id, source, started_at: startedAt } of batches) {
    const { rows, outcomes } = await countRows(engine, id);
    const unresolved = outcomes.get("unknown") ?? 0;
    const ended = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
    const done = ended - unresolved;
    found.push({ id, source, startedAt: Date.parse(startedAt), rows, done, unresolved });
  }
  return found;
}

/** Batches with a row whose attempt is open. */
function withRowsOpen(database: Kysely<Tables>) {
  return database
    .selectFrom("attempt")
    .innerJoin("batch_row", (join) =>
      join
        .onRef("batch_row.number", "=", "attempt.number")
        .onRef("batch_row.batch", "=", "attempt.batch")
        .onRef("batch_row.api", "=", "attempt.api"),
    )
    .where("attempt.outcome", "is", null)
    .where("batch_row.replaced", "=", 0)
    .select("batch_row.batch");
}

/** Batches with a row of which neither an attempt tells nor anything else. */
function withRowsUntold(database: Kysely<Tables>) {
  return (
    database
      .selectFrom("batch_row")
      .where("batch_row.replaced", "=", 0)
      .where("batch_row.attempt", "is", null)
      // Its own attempt first, because an index finds that.
      .where((is) =>
        is.not(
          is.exists(
            attemptOn(is).where(attemptTells).whereRef("attempt.row", "=", "batch_row.key"),
          ),
        ),
      )
      .where((is) =>
        is.not(
          is.exists(
            is
              .selectFrom("row_end")
              .select(sql.lit(1).as("one"))
              .whereRef("row_end.batch", "=", "batch_row.batch")
              .whereRef("row_end.key", "=", "batch_row.key")
              .whereRef("row_end.content", "=", "batch_row.content"),
          ),
        ),
      )
      // Another row's on the same order counts where it moved money, or may have.
      .where((is) =>
        is.not(
          is.exists(attemptOn(is).where(sql<boolean>`${attemptWeight} < ${sql.lit(endWeight)}`)),
        ),
      )
      .select("batch_row.batch")
  );
}

function attemptOn(is: ExpressionBuilder<Tables, "batch_row">) {
  return is
    .selectFrom("attempt")
    .select(sql.lit(1).as("one"))
    .where("attempt.batch", "<>", "")
    .whereRef("attempt.batch", "=", "batch_row.batch")
    .whereRef("attempt.number", "=", "batch_row.number")
    .whereRef("attempt.api", "=", "batch_row.api");
}
