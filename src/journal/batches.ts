import type { Kysely } from "kysely";
import type { AttemptId, BatchId } from "../domain/attempt-id.ts";
import type { LineItemId, OrderNumber } from "../domain/order-number.ts";
import type { RowKey } from "../domain/row-key.ts";
import type { Api } from "../domain/api.ts";
import { type AccountKey, type Attempt, type Refunded, refundedOutcomes } from "./attempt.ts";
import { newBatchId } from "./attempt-id.ts";
import { attemptOf, iso } from "./attempt-row.ts";
import type { Commit } from "./commit-queue.ts";
import type { Tables } from "./tables.ts";

/** The accounts that a batch refunds through; null where its file has no row for that API. */
export interface BatchAccounts {
  readonly rpc6: AccountKey | null;
  readonly legacy: AccountKey | null;
}

/** A file of refunds as it was confirmed. */
export interface Batch {
  readonly id: BatchId;
  /** Equal for files of the same rows. */
  readonly digest: string;
  readonly accounts: BatchAccounts;
  readonly rows: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

export interface NewBatch extends Omit<Batch, "id"> {
  /** The file's name, for people. */
  readonly source: string;
  readonly who: { readonly user: string; readonly host: string };
}

/** What a row is known by, and the order or line item that it is about. */
export interface RowIdentity {
  readonly key: RowKey;
  readonly content: string;
  readonly api: Api;
  readonly number: OrderNumber | LineItemId;
}

/** What refunded a row whose attempt an earlier version of this program deleted. */
export interface PrunedRefund {
  readonly attempt: AttemptId;
  readonly outcome: Refunded;
}

/** A row of a recorded batch. */
export interface RecordedRow extends RowIdentity {
  readonly batch: BatchId;
  /** Null as long as its attempts tell. */
  readonly pruned: PrunedRefund | null;
}

/** The batches that were confirmed, and which rows they have. */
export interface Batches {
  readonly find: (id: BatchId) => Promise<Batch | null>;
  /** The newest batch of the very same rows and accounts. */
  readonly findSame: (digest: string, accounts: BatchAccounts) => Promise<Batch | null>;
  /** Whether there is any batch of one of these accounts. */
  readonly areThere: (accounts: BatchAccounts) => Promise<boolean>;
  /** Writes a batch with all its rows in one commit: killed before that, nothing of it is there. Its id. */
  readonly record: (
    batch: NewBatch,
    pages: () => AsyncIterable<readonly RowIdentity[]>,
  ) => Promise<BatchId>;
  /**
   * Rows that are known by one of these keys, or are about one of these numbers.
   * @param within a batch, or every batch of these accounts
   */
  readonly rowsLike: (
    rows: readonly RowIdentity[],
    within: { readonly batch: BatchId } | BatchAccounts,
  ) => Promise<readonly RecordedRow[]>;
  /** How many rows of a batch are refunded. */
  readonly countRefunded: (batch: BatchId) => Promise<number>;
  /** The attempts for rows of a batch that have no outcome. */
  readonly unresolvedIn: (batch: BatchId) => Promise<readonly Attempt[]>;
  /** The attempts made for rows of a batch, newest first. */
  readonly attemptsFor: (batch: BatchId, keys: readonly RowKey[]) => Promise<readonly Attempt[]>;
  /** Takes rows that were corrected or added into a batch; those that are in it already stay as they are. */
  readonly amend: (batch: BatchId, rows: readonly RowIdentity[]) => Promise<void>;
}

export function batchesIn(database: Kysely<Tables>, commit: Commit): Batches {
  const recorded = () =>
    database.selectFrom("batch").selectAll().where("recorded_at", "is not", null);
  const attemptsIn = (batch: BatchId) =>
    database
      .selectFrom("attempt")
      .selectAll()
      .where("batch", "=", batch)
      // Says to SQLite that its index of batches' attempts will do.
      .where("batch", "<>", "");
  return {
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
    areThere: async ({ rpc6, legacy }) => {
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
    record: ({ digest, accounts, rows, startedAt, source, who }, pages) =>
      commit(async (transaction) => {
        const id = newBatchId(startedAt);
        await transaction
          .insertInto("batch")
          .values({
            ...columnsOf(accounts),
            id,
            digest,
            source,
            rows,
            user: who.user,
            host: who.host,
            started_at: iso(startedAt),
            recorded_at: iso(startedAt),
          })
          .execute();
        for await (const page of pages()) {
          await transaction
            .insertInto("batch_row")
            .values(page.map((row) => rowValues(id, row)))
            .execute();
        }
        return id;
      }),
    rowsLike: async (rows, within) => {
      if (rows.length === 0) return [];
      const keys = rows.map(({ key }) => key);
      const numbers = rows.map(({ number }) => number);
      const like = (
        column: "key" | "number",
        values: readonly (RowKey | OrderNumber | LineItemId)[],
      ) => {
        const found = database
          .selectFrom("batch_row")
          .innerJoin("batch", "batch.id", "batch_row.batch")
          .select(["batch_row.batch", "key", "content", "api", "number", "attempt", "outcome"])
          .where("recorded_at", "is not", null)
          .where(column, "in", values);
        return "batch" in within
          ? found.where("batch.id", "=", within.batch)
          : found.where((is) =>
              is.or([
                is.and({ api: "rpc6", ...accountColumns("rpc", within.rpc6) }),
                is.and({ api: "legacy", ...accountColumns("legacy", within.legacy) }),
              ]),
            );
      };
      const found = await like("key", keys).union(like("number", numbers)).execute();
      return found.map(({ attempt, outcome, ...row }) => ({
        ...row,
        pruned: attempt === null || outcome === null ? null : { attempt, outcome },
      }));
    },
    countRefunded: async (batch) => {
      const refunded = database
        .selectFrom("attempt")
        .select("row as key")
        .where("batch", "=", batch)
        .where("batch", "<>", "")
        .where("outcome", "in", refundedOutcomes)
        // Told apart by their keys, because a row may be in both.
        .union(
          database
            .selectFrom("batch_row")
            .select("key")
            .where("batch", "=", batch)
            .where("attempt", "is not", null),
        );
      const { count } = await database
        .selectFrom(refunded.as("refunded"))
        .select((is) => is.fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      return count;
    },
    unresolvedIn: async (batch) => {
      const rows = await attemptsIn(batch).where("outcome", "is", null).execute();
      return rows.map(attemptOf);
    },
    amend: async (batch, rows) => {
      if (rows.length === 0) return;
      await commit((transaction) =>
        transaction
          .insertInto("batch_row")
          .values(rows.map((row) => rowValues(batch, row)))
          .onConflict((conflict) =>
            conflict.columns(["key", "batch"]).doUpdateSet((is) => ({
              content: is.ref("excluded.content"),
              api: is.ref("excluded.api"),
              number: is.ref("excluded.number"),
            })),
          )
          .execute(),
      );
    },
    attemptsFor: async (batch, keys) => {
      const rows = await attemptsIn(batch)
        .where("row", "in", keys)
        .orderBy("started_at", "desc")
        .orderBy("id", "desc")
        .execute();
      return rows.map(attemptOf);
    },
  };
}

function rowValues(batch: BatchId, { key, content, api, number }: RowIdentity) {
  return { batch, key, content, api, number };
}

function accountColumns<Name extends "rpc" | "legacy">(name: Name, account: AccountKey | null) {
  const { realm, account: own } = account ?? { realm: "", account: "" };
  return { [`${name}_realm`]: realm, [`${name}_account`]: own } as Record<
    `${Name}_realm` | `${Name}_account`,
    string
  >;
}

function columnsOf({ rpc6, legacy }: BatchAccounts) {
  return { ...accountColumns("rpc", rpc6), ...accountColumns("legacy", legacy) };
}

function batchOf(row: Tables["batch"]): Batch {
  const account = (realm: string, name: string) => (realm === "" ? null : { realm, account: name });
  return {
    id: row.id,
    digest: row.digest,
    rows: row.rows,
    accounts: {
      rpc6: account(row.rpc_realm, row.rpc_account),
      legacy: account(row.legacy_realm, row.legacy_account),
    },
    startedAt: Date.parse(row.started_at),
  };
}
