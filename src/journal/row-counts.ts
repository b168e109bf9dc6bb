import { sql } from "kysely";
import type { BatchId } from "../domain/attempt-id.ts";
import { addMoney, type Money } from "../domain/money.ts";
import { isRefunded, type RowOutcome, type SettledOutcome } from "../domain/attempt-outcome.ts";
import type { Engine } from "./engine.ts";
import { minorSum, moneyOfSum } from "./minor-sum.ts";
import { attemptTells, attemptWeight, endWeight, refundedWeight } from "./row-standing.ts";

/** What came of the rows of a batch, each as it was corrected last. */
export interface RowCounts {
  readonly rows: number;
  /** How many rows ended so; those that were never begun are missing. */
  readonly outcomes: ReadonlyMap<RowOutcome, number>;
  /** What was accepted and not withdrawn, by currency. */
  readonly totals: readonly Money[];
  /** Accepted refunds whose amount only 2Checkout knows. */
  readonly unstated: number;
  /** The code of what stood in the way, and of how many rows. */
  readonly causes: ReadonlyMap<string, number>;
  /** Whether every row has an outcome, and it is known. */
  readonly finished: boolean;
}

/** Counts the rows of a batch by the one attempt, or else the one end, that tells of each. */
export async function countRows(
  { database, jsonText }: Pick<Engine, "database" | "jsonText">,
  batch: BatchId,
): Promise<RowCounts> {
  const rows = database
    .selectFrom("batch_row")
    .where("batch_row.batch", "=", batch)
    .where("batch_row.replaced", "=", 0);
  const told = rows
    .innerJoin("attempt", (join) =>
      join
        .onRef("attempt.number", "=", "batch_row.number")
        .onRef("attempt.api", "=", "batch_row.api")
        .onRef("attempt.batch", "=", "batch_row.batch"),
    )
    .where(attemptTells)
    .select(["batch_row.key", "attempt.amount", "attempt.currency", "attempt.started_at as at"])
    .select([
      sql<RowOutcome>`coalesce(attempt.outcome, 'unknown')`.as("outcome"),
      jsonText("attempt.problem", "code").as("code"),
      attemptWeight.as("weight"),
    ])
    .unionAll(
      rows
        .innerJoin("row_end", (join) =>
          join
            .onRef("row_end.batch", "=", "batch_row.batch")
            .onRef("row_end.key", "=", "batch_row.key")
            .onRef("row_end.content", "=", "batch_row.content"),
        )
        .select("batch_row.key")
        .select([sql<null>`null`.as("amount"), sql<null>`null`.as("currency"), "row_end.at"])
        .select(["row_end.outcome", jsonText("row_end.problem", "code").as("code")])
        .select(sql<number>`${sql.lit(endWeight)}`.as("weight")),
    )
    .unionAll(
      // What an earlier version of this program knew of a row whose attempt it deleted.
      rows
        .where("batch_row.attempt", "is not", null)
        .select("batch_row.key")
        .select([sql<null>`null`.as("amount"), sql<null>`null`.as("currency")])
        .select([sql<string>`''`.as("at"), sql<SettledOutcome>`batch_row.outcome`.as("outcome")])
        .select([sql<null>`null`.as("code"), sql<number>`${sql.lit(refundedWeight)}`.as("weight")]),
    );
  const ranked = database
    .selectFrom(told.as("told"))
    .selectAll()
    .select((is) =>
      is.fn
        .agg<number | string>("row_number")
        .over((over) =>
          over.partitionBy("told.key").orderBy("told.weight").orderBy("told.at", "desc"),
        )
        .as("place"),
    );
  const counted = await rows
    .leftJoin(ranked.as("standing"), (join) =>
      join.onRef("standing.key", "=", "batch_row.key").on("standing.place", "=", 1),
    )
    .select(["standing.outcome", "standing.code", "standing.currency"])
    .select((is) => [
      is.fn.countAll<number | string>().as("count"),
      minorSum("standing.amount").as("minor"),
    ])
    .groupBy(["standing.outcome", "standing.code", "standing.currency"])
    .execute();
  return countsOf(counted);
}

interface Counted {
  readonly outcome: RowOutcome | null;
  readonly code: string | null;
  readonly currency: string | null;
  readonly count: number | string;
  readonly minor: string | null;
}

function countsOf(counted: readonly Counted[]): RowCounts {
  const outcomes = new Map<RowOutcome, number>();
  const causes = new Map<string, number>();
  const totals = new Map<string, Money>();
  let rows = 0;
  let begun = 0;
  let unstated = 0;
  for (const { outcome, code, currency, count: counts, minor } of counted) {
    const count = Number(counts);
    rows += count;
    if (outcome === null) continue;
    begun += count;
    add(outcomes, outcome, count);
    if (!isRefunded(outcome)) {
      add(causes, code ?? (outcome === "unknown" ? "unresolved-attempt" : outcome), count);
    }
    if (outcome !== "accepted") continue;
    if (currency === null) unstated += count;
    for (const sum of moneyOfSum(currency, minor)) {
      const before = totals.get(sum.currency);
      totals.set(sum.currency, before === undefined ? sum : addMoney(before, sum));
    }
  }
  return {
    rows,
    outcomes,
    causes,
    unstated,
    totals: [...totals.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    finished: begun === rows && !outcomes.has("unknown"),
  };
}

function add<K>(counts: Map<K, number>, key: K, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
