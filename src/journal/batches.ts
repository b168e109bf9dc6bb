import type { Kysely } from "kysely";
import type { BatchId } from "../domain/attempt-id.ts";
import { type Amending, amendingIn } from "./amending.ts";
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
import type { Tables } from "./tables.ts";

/** The batches that were confirmed, and which rows they have. */
export interface Batches extends Amending, BatchRows, BatchSummaries, BatchWork {
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
}

export function batchesIn(engine: Engine): Batches {
  const { database, commit, time } = engine;
  const recorded = () =>
    database.selectFrom("batch").selectAll().where("recorded_at", "is not", null);
  return {
    ...amendingIn(engine),
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
  };
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
