import type { Kysely } from "kysely";
import { apis } from "../domain/api.ts";
import type { BatchId } from "../domain/attempt-id.ts";
import { newBatchId } from "./attempt-id.ts";
import {
  accountColumns,
  type Batch,
  type BatchAccounts,
  batchOf,
  columnsOf,
  type NewBatch,
} from "./batch.ts";
import { type BatchRows, batchRowsIn, type NewRow, rowValues } from "./batch-rows.ts";
import { type BatchSummaries, batchSummariesIn } from "./batch-summaries.ts";
import { type BatchWork, batchWorkIn } from "./batch-work.ts";
import type { Engine } from "./engine.ts";
import { notSinceCorrected } from "./row-standing.ts";
import type { Tables } from "./tables.ts";

/** The batches that were confirmed, and which rows they have. */
export interface Batches extends BatchRows, BatchSummaries, BatchWork {
  readonly find: (id: BatchId) => Promise<Batch | null>;
  /** The newest batch of the very same rows and accounts. */
  readonly findSame: (digest: string, accounts: BatchAccounts) => Promise<Batch | null>;
  /** Whether there is any batch of one of these accounts. */
  readonly hasAny: (accounts: BatchAccounts) => Promise<boolean>;
  /**
   * Writes a batch with all its rows in one commit: killed before that, nothing of it is there. Its id, or
   * that of the one which another process started from the same file at the same time.
   */
  readonly record: (
    batch: NewBatch,
    pages: () => AsyncIterable<readonly NewRow[]>,
  ) => Promise<BatchId>;
  /**
   * Takes rows that were corrected or added into a batch; those that are in it already stay as they are, unless
   * one of these takes their place on an order or line item.
   * @param source the name of the file that has them so
   */
  readonly amend: (batch: BatchId, rows: readonly NewRow[], source: string) => Promise<void>;
}

export function batchesIn(engine: Engine): Batches {
  const { database, commit, time } = engine;
  const recorded = () =>
    database.selectFrom("batch").selectAll().where("recorded_at", "is not", null);
  return {
    ...batchRowsIn(database),
    ...batchSummariesIn(engine),
    ...batchWorkIn(engine),
    find: async (id) => {
      const row = await recorded().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : batchOf(row);
    },
    findSame: async (digest, accounts) => {
      const row = await recorded()
        .where("digest", "=", digest)
        .where((is) => is.and(columnsOf(accounts)))
        .orderBy("started_at", "desc")
        .orderBy("id", "desc")
        .executeTakeFirst();
      return row === undefined ? null : batchOf(row);
    },
    hasAny: async ({ rpc6, legacy }) => {
      const row = await recorded()
        .where((is) =>
          is.or([
            ...(rpc6 === null ? [] : [is.and(accountColumns("rpc", rpc6))]),
            ...(legacy === null ? [] : [is.and(accountColumns("legacy", legacy))]),
          ]),
        )
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    record: ({ digest, accounts, beside, rows, startedAt, source, who }, pages) =>
      commit(async (transaction) => {
        const id = newBatchId(startedAt);
        const recorded = await transaction
          .insertInto("batch")
          .values({
            ...columnsOf(accounts),
            beside: beside ? id : "",
            id,
            digest,
            source,
            rows,
            user: who.user,
            host: who.host,
            started_at: time(startedAt),
            recorded_at: time(startedAt),
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning("id")
          .executeTakeFirst();
        if (recorded === undefined) return sameAs(transaction, digest, accounts);
        for await (const page of pages()) {
          await transaction
            .insertInto("batch_row")
            .values(page.map((row) => rowValues(id, row)))
            .execute();
        }
        return id;
      }),
    amend: async (batch, rows, source) => {
      if (rows.length === 0) return;
      await commit(async (transaction) => {
        // Locks it: of two who correct the same row at once, the second replaces what the first wrote.
        await transaction
          .updateTable("batch")
          .set({ amended: 1 })
          .where("id", "=", batch)
          .execute();
        await makeWay(transaction, batch, rows);
        await transaction
          .insertInto("batch_row")
          .values(rows.map((row) => ({ ...rowValues(batch, row), source })))
          .onConflict((conflict) =>
            conflict.columns(["key", "batch"]).doUpdateSet((is) => ({
              content: is.ref("excluded.content"),
              api: is.ref("excluded.api"),
              number: is.ref("excluded.number"),
              line: is.ref("excluded.line"),
              sheet_row: is.ref("excluded.sheet_row"),
              source: is.ref("excluded.source"),
              name: is.ref("excluded.name"),
              kind: is.ref("excluded.kind"),
              amount: is.ref("excluded.amount"),
              currency: is.ref("excluded.currency"),
              replaced: is.lit(0),
              // What came of it before was of what it was before.
              begun: is.lit(notSinceCorrected),
              done: is.lit(0),
            })),
          )
          .execute();
      });
    },
  };
}

/** One row of a batch speaks for an order or line item, whatever it is known by. */
async function makeWay(
  tables: Kysely<Tables>,
  batch: BatchId,
  rows: readonly NewRow[],
): Promise<void> {
  for (const api of apis) {
    const numbers = rows.flatMap((row) => (row.api === api ? [row.number] : []));
    if (numbers.length === 0) continue;
    await tables
      .updateTable("batch_row")
      .set({ replaced: 1 })
      .where("batch", "=", batch)
      .where("api", "=", api)
      .where("number", "in", numbers)
      .execute();
  }
}

async function sameAs(
  tables: Kysely<Tables>,
  digest: string,
  accounts: BatchAccounts,
): Promise<BatchId> {
  const { id } = await tables
    .selectFrom("batch")
    .select("id")
    .where("digest", "=", digest)
    .where((is) => is.and(columnsOf(accounts)))
    .where("beside", "=", "")
    .executeTakeFirstOrThrow();
  return id;
}
