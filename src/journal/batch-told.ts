import { sql } from "kysely";
import type { BatchId } from "../domain/attempt-id.ts";
import { addMoney, type Money } from "../domain/money.ts";
import { refundedOutcomes, type SettledOutcome, type UntriedOutcome } from "./attempt.ts";
import type { Batch } from "./batch.ts";
import type { Engine } from "./engine.ts";
import { minorSum, moneyOfSum } from "./minor-sum.ts";

/** What came of a batch, row by row. A row that was corrected since is one row. */
export interface RowCounts {
  readonly rows: number;
  /** How many rows ended so; those that were never begun are missing. */
  readonly outcomes: ReadonlyMap<SettledOutcome | UntriedOutcome | "unknown", number>;
  /** What was accepted and not withdrawn, by currency. */
  readonly totals: readonly Money[];
  /** The code of what stood in the way, and of how many rows. */
  readonly causes: ReadonlyMap<string, number>;
  /** Whether every row has an outcome, and it is known. */
  readonly finished: boolean;
}

export interface BatchTold extends Omit<Batch, "rows">, RowCounts {
  /** The file's name. */
  readonly source: string;
  /** Empty where that was pruned. */
  readonly who: { readonly user: string; readonly host: string };
}

/**
 * Counts the rows of a batch. No file may name an order or a line item twice, so within a batch that is what a
 * row is told apart by, whatever was corrected in it. An attempt without an outcome tells most of it, then one
 * that refunded it, and then the newest that is known.
 */
export async function tellBatch(
  { database, jsonText }: Pick<Engine, "database" | "jsonText">,
  batch: BatchId,
): Promise<RowCounts> {
  const known = database
    .selectFrom("attempt")
    .select(["api", "number", "amount", "currency", "started_at as at"])
    .select([
      sql<SettledOutcome | UntriedOutcome | "unknown">`coalesce(outcome, 'unknown')`.as("outcome"),
      jsonText("problem", "code").as("code"),
      sql<number>`case when outcome is null then 0 when outcome in (${sql.join(refundedOutcomes.map((each) => sql.lit(each)))}) then 1 else 2 end`.as(
        "weight",
      ),
    ])
    .where("batch", "=", batch)
    .where("batch", "<>", "")
    .unionAll(
      database
        .selectFrom("row_end")
        .select(["api", "number"])
        .select([sql<null>`null`.as("amount"), sql<null>`null`.as("currency"), "at", "outcome"])
        .select([jsonText("problem", "code").as("code"), sql<number>`2`.as("weight")])
        .where("batch", "=", batch),
    )
    .unionAll(
      // What an earlier version of this program knew of a row whose attempt it deleted.
      database
        .selectFrom("batch_row")
        .select(["api", "number"])
        .select([sql<null>`null`.as("amount"), sql<null>`null`.as("currency")])
        .select([sql<string>`''`.as("at"), sql<SettledOutcome>`outcome`.as("outcome")])
        .select([sql<null>`null`.as("code"), sql<number>`1`.as("weight")])
        .where("batch", "=", batch)
        .where("attempt", "is not", null),
    );
  const ranked = database
    .selectFrom(known.as("known"))
    .selectAll()
    .select((is) =>
      is.fn
        .agg<number | string>("row_number")
        .over((over) =>
          over
            .partitionBy(["known.api", "known.number"])
            .orderBy("known.weight")
            .orderBy("known.at", "desc"),
        )
        .as("place"),
    );
  const rows = database
    .selectFrom("batch_row")
    .select(["api", "number"])
    .distinct()
    .where("batch", "=", batch);
  const counted = await database
    .selectFrom(rows.as("own"))
    .leftJoin(ranked.as("standing"), (join) =>
      join
        .onRef("standing.api", "=", "own.api")
        .onRef("standing.number", "=", "own.number")
        .on("standing.place", "=", 1),
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
  readonly outcome: SettledOutcome | UntriedOutcome | "unknown" | null;
  readonly code: string | null;
  readonly currency: string | null;
  readonly count: number | string;
  readonly minor: string | null;
}

function countsOf(counted: readonly Counted[]): RowCounts {
  const outcomes = new Map<NonNullable<Counted["outcome"]>, number>();
  const causes = new Map<string, number>();
  const totals = new Map<string, Money>();
  let rows = 0;
  let begun = 0;
  for (const { outcome, code, currency, count: counts, minor } of counted) {
    const count = Number(counts);
    rows += count;
    if (outcome === null) continue;
    begun += count;
    add(outcomes, outcome, count);
    if (!refundedOutcomes.some((each) => each === outcome)) {
      add(causes, code ?? (outcome === "unknown" ? "unresolved-attempt" : outcome), count);
    }
    for (const sum of outcome === "accepted" ? moneyOfSum(currency, minor) : []) {
      const before = totals.get(sum.currency);
      totals.set(sum.currency, before === undefined ? sum : addMoney(before, sum));
    }
  }
  return {
    rows,
    outcomes,
    causes,
    totals: [...totals.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    finished: begun === rows && !outcomes.has("unknown"),
  };
}

function add<K>(counts: Map<K, number>, key: K, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
