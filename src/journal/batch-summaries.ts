import type { Kysely, Selectable } from "kysely";
import type { BatchId } from "../domain/attempt-id.ts";
import { iso } from "./attempt-row.ts";
import { type Batch, batchOf } from "./batch.ts";
import type { Engine } from "./engine.ts";
import { countRows, type RowCounts } from "./row-counts.ts";
import { type RowWithoutAttempt, rowsWithoutAttempt } from "./rows-without-attempt.ts";
import type { Tables } from "./tables.ts";

export interface BatchFilter {
  /** Milliseconds since the epoch; `since` is included, `until` is not. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly limit?: number | undefined;
}

/** A batch, and what came of it. */
export interface BatchSummary extends Omit<Batch, "rows" | "amendments">, RowCounts {
  /** The name of the file that it began as. */
  readonly source: string;
  /** The names of the files in which rows of it were corrected or added since. */
  readonly correctedIn: readonly string[];
  /** Empty where that was pruned. */
  readonly who: { readonly user: string; readonly host: string };
}

/** What is told of batches to whoever looks at them later. */
export interface BatchSummaries {
  readonly tell: (id: BatchId) => Promise<BatchSummary | null>;
  /** Newest first, one after another, so that any number of them takes little memory. */
  readonly tellAll: (filter: BatchFilter) => AsyncGenerator<BatchSummary>;
  /** The newest, without looking at their rows. */
  readonly newest: (
    count: number,
  ) => Promise<readonly Pick<BatchSummary, "id" | "source" | "startedAt">[]>;
  readonly count: (filter: BatchFilter) => Promise<number>;
  /** The rows of a batch that no attempt tells of, in the order of its file, some at a time. */
  readonly rowsWithoutAttempt: (batch: BatchId) => AsyncGenerator<readonly RowWithoutAttempt[]>;
}

const pageSize = 50;

export function batchSummariesIn(engine: Pick<Engine, "database" | "jsonText">): BatchSummaries {
  const { database } = engine;
  const told = async (row: Selectable<Tables["batch"]>): Promise<BatchSummary> => ({
    ...batchOf(row),
    source: row.source,
    correctedIn: row.amended > 0 ? await correctingFiles(database, row.id) : [],
    who: { user: row.user, host: row.host },
    ...(await countRows(engine, row.id)),
  });
  return {
    tell: async (id) => {
      const row = await recorded(database, {}).where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : told(row);
    },
    tellAll: async function* ({ limit = Infinity, ...filter }) {
      let query = recorded(database, filter);
      for (let left = limit; left > 0; left -= pageSize) {
        const rows = await query
          .orderBy("started_at", "desc")
          .orderBy("id", "desc")
          .limit(Math.min(left, pageSize))
          .execute();
        const last = rows.at(-1);
        if (last === undefined) return;
        for (const row of rows) yield told(row);
        query = recorded(database, filter).where((is) =>
          is.eb(is.refTuple("started_at", "id"), "<", is.tuple(last.started_at, last.id)),
        );
      }
    },
    newest: async (count) => {
      const rows = await recorded(database, {})
        .orderBy("started_at", "desc")
        .orderBy("id", "desc")
        .limit(count)
        .execute();
      return rows.map(({ id, source, started_at }) => ({
        id,
        source,
        startedAt: Date.parse(started_at),
      }));
    },
    count: async (filter) => {
      const { count } = await recorded(database, filter)
        .clearSelect()
        .select((is) => is.fn.countAll<number | string>().as("count"))
        .executeTakeFirstOrThrow();
      return Number(count);
    },
    rowsWithoutAttempt: (batch) => rowsWithoutAttempt(database, batch),
  };
}

/** Each once, and those alone of which rows still stand so. */
async function correctingFiles(
  database: Kysely<Tables>,
  batch: BatchId,
): Promise<readonly string[]> {
  const rows = await database
    .selectFrom("batch_row")
    .select("source")
    .distinct()
    .where("batch", "=", batch)
    .where("replaced", "=", 0)
    .where("source", "is not", null)
    .orderBy("source")
    .execute();
  return rows.flatMap(({ source }) => (source === null ? [] : [source]));
}

function recorded(database: Kysely<Tables>, { since, until }: BatchFilter) {
  let query = database.selectFrom("batch").selectAll().where("recorded_at", "is not", null);
  if (since !== undefined) query = query.where("started_at", ">=", iso(since));
  if (until !== undefined) query = query.where("started_at", "<", iso(until));
  return query;
}
