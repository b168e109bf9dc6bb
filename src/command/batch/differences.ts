import type { BatchId } from "../../domain/attempt-id.ts";
import { Cancelled } from "../../failure.ts";
import type { ListedRow } from "../../journal/batch-rows.ts";
import type { BatchDesk } from "./batch-desk.ts";
import { inTurns } from "./event-loop.ts";
import { knownRow, whyUnchangeable } from "./known-row.ts";
import { rowsText } from "./rows-text.ts";
import { type Change, type RowWithHistory, rowsWithHistory } from "./row-history.ts";

/** How a file differs from the one of the batch that it goes on with, in rows. */
export interface Differences {
  readonly same: number;
  readonly corrected: number;
  readonly added: number;
  /** In the batch, and not in the file. They are left alone. */
  readonly missing: number;
  /** How many of the file's rows are tried as things stand: they are neither done, nor unknown, nor refused. */
  readonly toTry: number;
  /** How many of the corrected ones are refused, as `whyUnchangeable` says. */
  readonly toRefuse: number;
}

/** Compares the rows that the file has. @param changed is given each that differs */
export async function countChanges(
  batch: BatchId,
  { staging, journal, run }: BatchDesk,
  stop: AbortSignal,
  changed: (row: RowWithHistory, change: Change) => Promise<void> = () => Promise.resolve(),
): Promise<Omit<Differences, "missing">> {
  const counts = { same: 0, corrected: 0, added: 0, toTry: 0, toRefuse: 0 };
  const now = run.context.now();
  const pages = inTurns(staging.pages(), stop);
  for await (const found of rowsWithHistory(pages, journal.batches, batch)) {
    counts[found.changed ?? "same"] += 1;
    if (knownRow(found, now) === null) counts.toTry += 1;
    else if (whyUnchangeable(found, now) !== null) counts.toRefuse += 1;
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
export function differencesText({
  same,
  corrected,
  added,
  missing,
}: Omit<Differences, "toTry" | "toRefuse">): string {
  return `${rowsText(same)} as before, ${corrected} corrected, ${added} added, ${missing} missing`;
}

/** `2 rows will be tried; 1 corrected row will be refused: it was already refunded, or its outcome is unknown` */
export function triesText({ toTry, toRefuse }: Differences): string {
  const tried = `${rowsText(toTry)} will be tried`;
  if (toRefuse === 0) return tried;
  return toRefuse === 1
    ? `${tried}; 1 corrected row will be refused: it was already refunded, or its outcome is unknown`
    : `${tried}; ${toRefuse} corrected rows will be refused: they were already refunded, or their outcomes are unknown`;
}
