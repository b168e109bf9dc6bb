import type { Kysely } from "kysely";
import type { BatchId } from "../domain/attempt-id.ts";
import type { PrunedRefund } from "./batch-rows.ts";
import { newestEnds, type RowEnd } from "./row-end.ts";
import type { BatchRowTable, Tables } from "./tables.ts";

/** A row of a batch that no attempt tells of. */
export interface RowTold extends Pick<BatchRowTable, "api" | "number" | "name" | "kind"> {
  readonly batch: BatchId;
  /** Null where an earlier version recorded it. */
  readonly line: number | null;
  readonly sheetRow: number | null;
  /** What it asked for, as decimal text; null where it does not say. */
  readonly amount: string | null;
  readonly currency: string | null;
  /** Null of one that was never begun. */
  readonly end: RowEnd | null;
  /** What refunded it, where an earlier version of this program deleted that attempt. */
  readonly pruned: PrunedRefund | null;
}

const pageSize = 500;

/** In the order of the file. A row that was corrected, and has an attempt since, is told of by that. */
export async function* rowsWithoutAttempt(
  database: Kysely<Tables>,
  batch: BatchId,
): AsyncGenerator<readonly RowTold[]> {
  const all = database
    .selectFrom("batch_row")
    .selectAll()
    .where("batch_row.batch", "=", batch)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("attempt")
            .select("attempt.id")
            .whereRef("attempt.number", "=", "batch_row.number")
            .whereRef("attempt.api", "=", "batch_row.api")
            .where("attempt.batch", "=", batch),
        ),
      ),
    )
    .orderBy("line")
    .orderBy("key")
    .limit(pageSize);
  for (let page = all; ;) {
    const rows = await page.execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    const ends = await newestEnds(
      database,
      batch,
      rows.map(({ key }) => key),
    );
    yield rows.map((row) => toldRow(row, ends.get(row.key) ?? null));
    page = all.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("line", "key"), ">", tuple(last.line, last.key)),
    );
  }
}

function toldRow(row: BatchRowTable, end: RowEnd | null): RowTold {
  const { batch, api, number, name, kind, line, amount, currency, attempt, outcome } = row;
  return {
    batch,
    api,
    number,
    name,
    kind,
    line: line === 0 ? null : line,
    sheetRow: row.sheet_row,
    amount,
    currency,
    // A corrected order number makes what came of it before another row's end.
    end: end?.row.number === number ? end : null,
    pruned: attempt === null || outcome === null ? null : { attempt, outcome },
  };
}
