import { type Kysely, sql } from "kysely";
import { isRefunded } from "../domain/attempt-outcome.ts";
import type { RowKey } from "../domain/row-key.ts";
import type { Batch } from "./batch.ts";
import { type NewRow, rowValues } from "./batch-rows.ts";
import type { Engine } from "./engine.ts";
import { notSinceCorrected } from "./row-standing.ts";
import type { Tables } from "./tables.ts";

export interface Amending {
  /**
   * Takes rows that were corrected or added into a batch, and sets aside those that were about the same order or
   * line item. A row that was refunded or may have been stays as it is. Null where somebody else has amended the
   * batch since it was seen: then nothing is written.
   * @param source the name of the file that has the rows so
   */
  readonly amend: (
    seen: SeenBatch,
    rows: readonly NewRow[],
    source: string,
  ) => Promise<SeenBatch | null>;
}

/** A batch, and how often it had been amended. */
export type SeenBatch = Pick<Batch, "id" | "amendments">;

export function amendingIn({ commit }: Pick<Engine, "commit">): Amending {
  return {
    amend: (seen, rows, source) => {
      if (rows.length === 0) return Promise.resolve(seen);
      return commit(async (transaction) => {
        const { free, setAside } = await standingOf(rows, seen, transaction);
        // Whoever corrects what stands so already takes nothing from anybody.
        if (free.length === 0 && setAside.length === 0) return seen;
        const { id } = seen;
        const amended = await transaction
          .updateTable("batch")
          .set({ amended: sql<number>`amended + 1` })
          .where("id", "=", id)
          .where("amended", "=", seen.amendments)
          .returning("amended as amendments")
          .executeTakeFirst();
        if (amended === undefined) return null;
        await replace(setAside, seen, transaction);
        await writeOver(transaction, seen, free, source);
        return { id, ...amended };
      });
    },
  };
}

interface Standing {
  /** Those for which, as their batch had them, nothing was refunded and nothing may be under way. */
  readonly free: readonly NewRow[];
  /**
   * Of the others, those that have not begun themselves: another row has refunded the order that they are about now,
   * so they do not run as they are, nor any more as they were.
   */
  readonly setAside: readonly RowKey[];
}

async function standingOf(
  rows: readonly NewRow[],
  { id }: SeenBatch,
  tables: Kysely<Tables>,
): Promise<Standing> {
  const keys = rows.map(({ key }) => key);
  const numbers = rows.map(({ number }) => number);
  // Locks them, so that none begins until this is done, and whoever waits to begin one sees what became of it.
  const recorded = await tables
    .updateTable("batch_row")
    .set((is) => ({ replaced: is.ref("replaced") }))
    .where("batch", "=", id)
    .where((is) => is.or([is("key", "in", keys), is("number", "in", numbers)]))
    .returning(["key", "api", "number", "outcome", "replaced"])
    .execute();
  const allNumbers = [...numbers, ...recorded.map(({ number }) => number)];
  const attempts = await tables
    .selectFrom("attempt")
    .select(["row as key", "api", "number", "outcome"])
    .where("batch", "=", id)
    .where("batch", "<>", "")
    .where((is) => is.or([is("row", "in", keys), is("number", "in", allNumbers)]))
    .execute();
  const begun = [
    ...attempts.filter(({ outcome }) => outcome === null || isRefunded(outcome)),
    // Of these the attempt is gone.
    ...recorded.filter(({ outcome }) => outcome !== null),
  ];
  const isFree = ({ key, api, number }: Pick<NewRow, "key" | "api" | "number">) =>
    !begun.some((done) => done.key === key || (done.api === api && done.number === number));
  const blocked = new Set(rows.flatMap((row) => (isFree(row) ? [] : [row.key])));
  return {
    free: rows.filter(isFree),
    setAside: recorded
      .filter((row) => row.replaced === 0 && blocked.has(row.key) && isFree(row))
      .map(({ key }) => key),
  };
}

async function replace(
  keys: readonly RowKey[],
  { id }: SeenBatch,
  tables: Kysely<Tables>,
): Promise<void> {
  if (keys.length === 0) return;
  await tables
    .updateTable("batch_row")
    .set({ replaced: 1 })
    .where("batch", "=", id)
    .where("key", "in", keys)
    .execute();
}

/** One row of a batch speaks for an order or line item, whatever it is known by. */
async function writeOver(
  tables: Kysely<Tables>,
  { id }: SeenBatch,
  rows: readonly NewRow[],
  source: string,
): Promise<void> {
  if (rows.length === 0) return;
  for (const api of new Set(rows.map((row) => row.api))) {
    const numbers = rows.flatMap((row) => (row.api === api ? [row.number] : []));
    await tables
      .updateTable("batch_row")
      .set({ replaced: 1 })
      .where("batch", "=", id)
      .where("api", "=", api)
      .where("number", "in", numbers)
      .execute();
  }
  await tables
    .insertInto("batch_row")
    .values(rows.map((row) => ({ ...rowValues(id, row), source })))
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
        // What came of it before, and whoever has it, is about what it was before.
        begun: is.lit(notSinceCorrected),
        done: is.lit(0),
        worker: is.val(""),
        leased_until: is.lit(0),
      })),
    )
    .execute();
}
