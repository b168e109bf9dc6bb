import type { Kysely, Selectable } from "kysely";
import type { BatchId } from "../domain/attempt-id.ts";
import type { Origin } from "./attempt.ts";
import type { PrunedRefund } from "./batch-rows.ts";
import { fileOfRow } from "./attempt-origin.ts";
import { newestEnds, type RowEnd } from "./row-end.ts";
import { attemptTells } from "./row-standing.ts";
import type { BatchRowTable, Tables } from "./tables.ts";

/** A row of a batch that no attempt tells of. */
export interface RowWithoutAttempt
  extends
    Pick<BatchRowTable, "api" | "number" | "name" | "kind">,
    Pick<Origin, "source" | "otherFile"> {
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

/** In the order of the file, each as it was corrected last. */
export async function* rowsWithoutAttempt(
  database: Kysely<Tables>,
  batch: BatchId,
): AsyncGenerator<readonly RowWithoutAttempt[]> {
  const all = database
    .selectFrom("batch_row")
    .innerJoin("batch", "batch.id", "batch_row.batch")
    .selectAll("batch_row")
    .select("batch.source as batch_source")
    .where("batch_row.batch", "=", batch)
    .where("batch_row.replaced", "=", 0)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("attempt")
            .select("attempt.id")
            .whereRef("attempt.number", "=", "batch_row.number")
            .whereRef("attempt.api", "=", "batch_row.api")
            .where("attempt.batch", "=", batch)
            .where(attemptTells),
        ),
      ),
    )
    .orderBy("batch_row.line")
    .orderBy("batch_row.key")
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
    page = all.where((is) =>
      is.eb(is.refTuple("batch_row.line", "batch_row.key"), ">", is.tuple(last.line, last.key)),
    );
  }
}

function toldRow(
  row: Selectable<BatchRowTable> & { readonly batch_source: string },
  end: RowEnd | null,
): RowWithoutAttempt {
  const { batch, api, number, name, kind, line, amount, currency, attempt, outcome } = row;
  return {
    batch,
    ...fileOfRow(row.source, row.batch_source),
    api,
    number,
    name,
    kind,
    line: line === 0 ? null : line,
    sheetRow: row.sheet_row,
    amount,
    currency,
    end,
    pruned: attempt === null || outcome === null ? null : { attempt, outcome },
  };
}
