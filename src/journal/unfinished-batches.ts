import type { BatchId } from "../domain/attempt-id.ts";
import type { BatchSummaries } from "./batch-summaries.ts";

/** A batch of which some rows have no outcome, or were never begun. */
export interface UnfinishedBatch {
  readonly id: BatchId;
  readonly source: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly rows: number;
  /** Rows that have an outcome, whichever that is. */
  readonly done: number;
  readonly unresolved: number;
}

/** All of them, however old: nothing else says that rows of one are left. Newest first. */
export async function unfinishedBatches({
  tellAll,
}: Pick<BatchSummaries, "tellAll">): Promise<readonly UnfinishedBatch[]> {
  const found: UnfinishedBatch[] = [];
  for await (const told of tellAll({})) {
    const { id, source, startedAt, rows, outcomes, finished } = told;
    if (finished) continue;
    const unresolved = outcomes.get("unknown") ?? 0;
    const ended = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
    found.push({ id, source, startedAt, rows, done: ended - unresolved, unresolved });
  }
  return found;
}
