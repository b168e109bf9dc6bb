import type { BatchId } from "../../domain/attempt-id.ts";
import type { Attempt } from "../../journal/attempt.ts";
import type { AttemptFilter } from "../../journal/filter.ts";
import type { Journal } from "../../journal/journal.ts";
import type { RowWithoutAttempt } from "../../journal/rows-without-attempt.ts";

/** Some of what a list shows: attempts, or rows of a batch that no attempt tells of. */
export type Entries =
  | { readonly tag: "attempts"; readonly attempts: readonly Attempt[] }
  | { readonly tag: "rows"; readonly rows: readonly RowWithoutAttempt[] };

/** The attempts that pass, newest first; of a batch then its other rows, in the order of its file. */
export async function* entriesIn(journal: Journal, filter: AttemptFilter): AsyncGenerator<Entries> {
  let left = filter.limit ?? Infinity;
  for await (const attempts of journal.pages(filter)) {
    left -= attempts.length;
    yield { tag: "attempts", attempts };
  }
  const { batch } = filter;
  if (batch === undefined || left <= 0) return;
  for await (const page of rowsOf(journal, batch, filter.outcome)) {
    const rows = page.slice(0, left);
    left -= rows.length;
    if (rows.length > 0) yield { tag: "rows", rows };
    if (left <= 0) return;
  }
}

/** How many there are in all. */
export async function countEntries(journal: Journal, filter: AttemptFilter): Promise<number> {
  let count = await journal.count({ ...filter, limit: undefined });
  const { batch, outcome } = filter;
  if (batch === undefined) return count;
  for await (const rows of rowsOf(journal, batch, outcome)) count += rows.length;
  return count;
}

async function* rowsOf(
  journal: Journal,
  batch: BatchId,
  outcome: AttemptFilter["outcome"],
): AsyncGenerator<readonly RowWithoutAttempt[]> {
  for await (const rows of journal.batches.rowsWithoutAttempt(batch)) {
    yield rows.filter((row) => outcome === undefined || rowOutcome(row) === outcome);
  }
}

/** Null of a row that was never begun. */
export function rowOutcome({ end, pruned }: RowWithoutAttempt) {
  return pruned?.outcome ?? end?.outcome ?? null;
}
