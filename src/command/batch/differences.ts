import type { BatchId } from "../../domain/attempt-id.ts";
import { Cancelled } from "../../failure.ts";
import type { ListedRow } from "../../journal/batch-rows.ts";
import type { BatchDesk } from "./batch-desk.ts";
import { inTurns } from "./event-loop.ts";
import { rowsText } from "./rows-text.ts";
import { type Change, type RowWithHistory, rowsWithHistory } from "./row-history.ts";

/** How a file differs from the one of the batch that it goes on with, in rows. */
export interface Differences {
  readonly same: number;
  readonly corrected: number;
  readonly added: number;
  /** In the batch, and not in the file. They are left alone. */
  readonly missing: number;
}

/** Compares the rows that the file has. @param changed is given each that differs */
export async function countChanges(
  batch: BatchId,
  { staging, journal }: BatchDesk,
  stop: AbortSignal,
  changed: (row: RowWithHistory, change: Change) => Promise<void> = () => Promise.resolve(),
): Promise<Omit<Differences, "missing">> {
  const counts = { same: 0, corrected: 0, added: 0 };
  const pages = inTurns(staging.pages(), stop);
  for await (const found of rowsWithHistory(pages, journal.batches, batch)) {
    counts[found.changed ?? "same"] += 1;
    if (found.changed !== null) await changed(found, found.changed);
  }
  return counts;
}

/** Looks for the rows that the file has no more. @param tell is given each. @throws Cancelled */
export async function countMissing(
  batch: BatchId,
  { staging, journal }: BatchDesk,
  stop: AbortSignal,
  tell: (row: ListedRow, count: number) => void = () => undefined,
): Promise<number> {
  let missing = 0;
  for await (const page of journal.batches.rowsIn(batch)) {
    if (stop.aborted) throw new Cancelled();
    for (const row of page) {
      if (staging.holds(row)) continue;
      missing += 1;
      tell(row, missing);
    }
  }
  return missing;
}

/** The same without a word. @throws Cancelled */
export async function differencesFrom(
  batch: BatchId,
  desk: BatchDesk,
  stop: AbortSignal,
): Promise<Differences> {
  const changes = await countChanges(batch, desk, stop);
  return { ...changes, missing: await countMissing(batch, desk, stop) };
}

/** `3 rows as before, 1 corrected, 0 added, 2 missing` */
export function differencesText({ same, corrected, added, missing }: Differences): string {
  return `${rowsText(same)} as before, ${corrected} corrected, ${added} added, ${missing} missing`;
}
