import type { Kysely } from "kysely";
import type { AttemptId, BatchId } from "../domain/attempt-id.ts";
import type { Api } from "../domain/api.ts";
import type { LineItemId, OrderNumber } from "../domain/order-number.ts";
import type { RowKey } from "../domain/row-key.ts";
import type { Attempt } from "./attempt.ts";
import { type Refunded, refundedOutcomes } from "../domain/attempt-outcome.ts";
import { withOrigins } from "./attempt-origin.ts";
import { attemptOf } from "./attempt-row.ts";
import { accountColumns, type BatchAccounts } from "./batch.ts";
import type { Tables } from "./tables.ts";

/** What a row is known by, and the order or line item that it is about. */
export interface RowIdentity {
  readonly key: RowKey;
  readonly content: string;
  readonly api: Api;
  readonly number: OrderNumber | LineItemId;
}

/** A row as it is recorded: besides, what is told of it to whoever asks later. */
export interface NewRow extends RowIdentity {
  /** Where it begins in its file, and the row that a spreadsheet shows it in. */
  readonly line: number;
  readonly sheetRow: number | null;
  /** The id that its author gave it. */
  readonly name: string | null;
  readonly kind: string;
  /** Decimal text; null where the row does not say. */
  readonly amount: string | null;
  readonly currency: string | null;
}

/** What refunded a row whose attempt an earlier version of this program deleted. */
export interface PrunedRefund {
  readonly attempt: AttemptId;
  readonly outcome: Refunded;
}

/** A row of a recorded batch. */
export interface RecordedRow extends RowIdentity {
  readonly batch: BatchId;
  /** Whether another row of the batch has taken its place on its order or line item since. */
  readonly replaced: boolean;
  /** Null as long as its attempts tell. */
  readonly pruned: PrunedRefund | null;
}

/** Which row of a batch, and the line of its file; that is 0 where an earlier version recorded it. */
export type ListedRow = Pick<NewRow, "key" | "api" | "number" | "line">;

/** What the journal tells of the rows of batches. */
export interface BatchRows {
  /**
   * Rows that are known by one of these keys, or are about one of these numbers.
   * @param within a batch, or every batch of these accounts
   */
  readonly rowsLike: (
    rows: readonly RowIdentity[],
    within: { readonly batch: BatchId } | BatchAccounts,
  ) => Promise<readonly RecordedRow[]>;
  /** All rows of a batch in the order of its file, some hundred at a time. */
  readonly rowsIn: (batch: BatchId) => AsyncGenerator<readonly ListedRow[]>;
  /** How many rows of a batch are refunded. */
  readonly countRefunded: (batch: BatchId) => Promise<number>;
  /** The attempts for rows of a batch that have no outcome. */
  readonly unresolvedIn: (batch: BatchId) => Promise<readonly Attempt[]>;
  /** The attempts made for rows of a batch, newest first. */
  readonly attemptsFor: (batch: BatchId, keys: readonly RowKey[]) => Promise<readonly Attempt[]>;
}

const pageSize = 500;

export function batchRowsIn(database: Kysely<Tables>): BatchRows {
  const attemptsIn = (batch: BatchId) =>
    database
      .selectFrom("attempt")
      .selectAll()
      .where("batch", "=", batch)
      // Says to SQLite that its index of batches' attempts will do.
      .where("batch", "<>", "");
  return {
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
          .select(["batch_row.batch", "key", "content", "api", "number", "replaced"])
          .select(["attempt", "outcome"])
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
      return found.map(({ attempt, outcome, replaced, ...row }) => ({
        ...row,
        replaced: replaced === 1,
        pruned: attempt === null || outcome === null ? null : { attempt, outcome },
      }));
    },
    rowsIn: async function* (batch) {
      const all = database
        .selectFrom("batch_row")
        .select(["key", "api", "number", "line"])
        .where("batch", "=", batch)
        .where("replaced", "=", 0)
        .orderBy("line")
        .orderBy("key")
        .limit(pageSize);
      for (let page = all; ;) {
        const rows = await page.execute();
        const last = rows.at(-1);
        if (last === undefined) return;
        yield rows;
        page = all.where((is) =>
          is.eb(is.refTuple("line", "key"), ">", is.tuple(last.line, last.key)),
        );
      }
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
      const open = attemptsIn(batch).where("outcome", "is", null);
      return (await withOrigins(database, open).execute()).map(attemptOf);
    },
    attemptsFor: async (batch, keys) => {
      if (keys.length === 0) return [];
      const made = attemptsIn(batch).where("row", "in", keys);
      return (await withOrigins(database, made).execute()).map(attemptOf);
    },
  };
}

/** The columns of a row as it is recorded. */
export function rowValues(batch: BatchId, { sheetRow, ...row }: NewRow) {
  const { key, content, api, number, line, name, kind, amount, currency } = row;
  return {
    batch,
    key,
    content,
    api,
    number,
    line,
    sheet_row: sheetRow,
    name,
    kind,
    amount,
    currency,
  };
}
