import { type Kysely, sql } from "kysely";
import type { BatchId } from "../domain/attempt-id.ts";
import type { LineItemId, OrderNumber } from "../domain/order-number.ts";
import type { SettledBy } from "./attempt.ts";
import type { RowOutcome } from "../domain/attempt-outcome.ts";
import type { Money } from "../domain/money.ts";
import { iso } from "./attempt-row.ts";
import { minorSum, moneyOfSum } from "./minor-sum.ts";
import type { AttemptTable, Tables } from "./tables.ts";

/** What is left out is not filtered by. */
export interface AttemptFilter {
  readonly number?: OrderNumber | LineItemId | undefined;
  readonly account?: string | undefined;
  readonly ticket?: string | undefined;
  readonly outcome?: RowOutcome | undefined;
  readonly settledBy?: SettledBy | undefined;
  /** Milliseconds since the epoch; `since` is included, `until` is not. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly limit?: number | undefined;
  /** Only attempts for rows of it. */
  readonly batch?: BatchId | undefined;
  /** Only what comes behind this one, newest first. */
  readonly after?: Pick<AttemptTable, "started_at" | "id"> | undefined;
  /** No cancellations. */
  readonly refunds?: true;
  /** Refunds that were not seen paid out. */
  readonly unprocessed?: true;
  /** Refunds that were paid out although they were withdrawn and made anew. */
  readonly paidTwice?: true;
}

/** The attempts that pass, newest first. */
export function filtered(database: Kysely<Tables>, filter: AttemptFilter) {
  let query = database
    .selectFrom("attempt")
    .selectAll()
    .orderBy("started_at", "desc")
    .orderBy("id", "desc");
  for (const column of ["number", "account", "ticket"] as const) {
    const value = filter[column];
    if (value !== undefined) query = query.where(column, "=", value);
  }
  const { outcome, settledBy, since, until, limit, batch, after } = filter;
  if (batch !== undefined) query = query.where("batch", "=", batch).where("batch", "<>", "");
  if (after !== undefined) {
    query = query.where((is) =>
      is.eb(is.refTuple("started_at", "id"), "<", is.tuple(after.started_at, after.id)),
    );
  }
  if (outcome === "unknown") query = query.where("outcome", "is", null);
  else if (outcome !== undefined) query = query.where(sql<boolean>`outcome = ${outcome}`);
  if (settledBy !== undefined) query = query.where("settled_by", "=", settledBy);
  if (since !== undefined) query = query.where("started_at", ">=", iso(since));
  if (until !== undefined) query = query.where("started_at", "<", iso(until));
  if (filter.unprocessed === true) query = query.where("processed_at", "is", null);
  if (filter.refunds === true || filter.unprocessed === true) {
    query = query.where("kind", "<>", "cancel");
  }
  if (filter.paidTwice === true) {
    // One that was withdrawn again since was paid once.
    const both = query.where("paid_twice", "=", 1).where("outcome", "=", "accepted");
    query = both.where((is) =>
      is.exists(
        is
          .selectFrom("attempt as other")
          .select("other.id")
          .whereRef("other.realm", "=", "attempt.realm")
          .whereRef("other.api", "=", "attempt.api")
          .whereRef("other.account", "=", "attempt.account")
          .whereRef("other.number", "=", "attempt.number")
          .whereRef("other.sameness", "=", "attempt.sameness")
          .whereRef("other.id", "<>", "attempt.id")
          // One that is still open may turn out not to have been made.
          .where("other.outcome", "=", "accepted"),
      ),
    );
  }
  return limit === undefined ? query : query.limit(limit);
}

export async function countOf(database: Kysely<Tables>, filter: AttemptFilter): Promise<number> {
  const { count } = await database
    .selectFrom(filtered(database, filter).clearOrderBy().as("found"))
    .select((is) => is.fn.countAll<number | string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

export interface Sums {
  readonly sums: readonly Money[];
  /** How many refunds are in none, because only 2Checkout knows their amounts. */
  readonly unstated: number;
}

/** What refunds that pass come to, by currency: those that were accepted and not withdrawn. */
export async function sumsOf(database: Kysely<Tables>, filter: AttemptFilter): Promise<Sums> {
  const sums = await database
    .selectFrom(filtered(database, filter).clearOrderBy().as("found"))
    .select((is) => [
      "currency",
      minorSum("amount").as("minor"),
      is.fn.countAll<number | string>().as("count"),
    ])
    .where("outcome", "=", "accepted")
    .where("kind", "<>", "cancel")
    .groupBy("currency")
    .orderBy("currency")
    .execute();
  return {
    sums: sums.flatMap(({ currency, minor }) => moneyOfSum(currency, minor)),
    unstated: Number(sums.find(({ currency }) => currency === null)?.count ?? 0),
  };
}
