import type { Kysely } from "kysely";
import type { BatchId } from "../domain/attempt-id.ts";
import { iso } from "./attempt-row.ts";
import { batchOf } from "./batch.ts";
import { type BatchTold, tellBatch } from "./batch-told.ts";
import type { Engine } from "./engine.ts";
import { type RowTold, rowsWithoutAttempt } from "./row-told.ts";
import type { Tables } from "./tables.ts";

export interface BatchFilter {
  /** Milliseconds since the epoch; `since` is included, `until` is not. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly limit?: number | undefined;
}

/** What is told of batches to whoever looks at them later. */
export interface BatchTelling {
  readonly tell: (id: BatchId) => Promise<BatchTold | null>;
  /** Newest first, one after another, so that any number of them takes little memory. */
  readonly tellAll: (filter: BatchFilter) => AsyncGenerator<BatchTold>;
  readonly count: (filter: BatchFilter) => Promise<number>;
  /** The rows of a batch that no attempt tells of, in the order of its file, some at a time. */
  readonly rowsWithoutAttempt: (batch: BatchId) => AsyncGenerator<readonly RowTold[]>;
}

const pageSize = 50;

export function batchTellingIn(engine: Pick<Engine, "database" | "jsonText">): BatchTelling {
  const { database } = engine;
  const told = async (row: Tables["batch"]): Promise<BatchTold> => ({
    ...batchOf(row),
    source: row.source,
    who: { user: row.user, host: row.host },
    ...(await tellBatch(engine, row.id)),
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
        query = recorded(database, filter).where(({ eb, refTuple, tuple }) =>
          eb(refTuple("started_at", "id"), "<", tuple(last.started_at, last.id)),
        );
      }
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

function recorded(database: Kysely<Tables>, { since, until }: BatchFilter) {
  let query = database.selectFrom("batch").selectAll().where("recorded_at", "is not", null);
  if (since !== undefined) query = query.where("started_at", ">=", iso(since));
  if (until !== undefined) query = query.where("started_at", "<", iso(until));
  return query;
}
