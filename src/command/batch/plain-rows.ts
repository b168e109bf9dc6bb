import type { BatchId } from "../../domain/attempt-id.ts";
import type { DueRow, RowLimit, RowSource } from "./due-row.ts";
import { inTurns, nextTurn } from "./event-loop.ts";
import { knownResult } from "./known-row.ts";
import type { BatchDesk } from "./batch-desk.ts";
import { type RowWithHistory, rowsWithHistory } from "./row-history.ts";
import type { StagedRow } from "./staging.ts";

/** All rows of the file for a dry run, which shares nothing with others. */
export function plainRows(
  { staging, journal }: Pick<BatchDesk, "staging" | "journal">,
  batch: BatchId | null,
  { limit, limitReached }: RowLimit,
): RowSource {
  let left = limit ?? Infinity;
  const rows = async function* (): AsyncGenerator<DueRow> {
    const pages = inTurns(staging.pages());
    const standings =
      batch === null ? freshRows(pages) : rowsWithHistory(pages, journal.batches, batch);
    for await (const row of standings) {
      const result = knownResult(row, batch, journal.now());
      if (result !== null) yield { tag: "known", row, result };
      else if (left > 0) {
        left -= 1;
        yield { tag: "start", row, lease: null, notBefore: 0 };
      } else {
        // What was given out is taken by then.
        await nextTurn();
        limitReached();
        return;
      }
    }
  };
  return { rows, ended: () => undefined, close: () => Promise.resolve() };
}

async function* freshRows(
  pages: AsyncIterable<readonly StagedRow[]>,
): AsyncGenerator<RowWithHistory> {
  for await (const page of pages) {
    for (const staged of page) yield { ...staged, attempts: [], pruned: null, changed: null };
  }
}
