import type { BatchId } from "../../domain/attempt-id.ts";
import { UsageError } from "../../failure.ts";
import type { SeenBatch } from "../../journal/amending.ts";
import type { Batch } from "../../journal/batch.ts";
import type { NewRow } from "../../journal/batch-rows.ts";
import type { BatchDesk } from "./batch-desk.ts";
import { inTurns } from "./event-loop.ts";
import { isEdited } from "./earlier-batch.ts";
import type { PreparedBatch } from "./prepared-batch.ts";
import type { StagedRow } from "./staging.ts";
import { identitiesOf, rowsWithHistory } from "./row-history.ts";

type Recording = Pick<BatchDesk, "staging" | "journal" | "run">;

/**
 * Records what runs before any of it does: the whole batch, or of one that is continued the corrected and
 * added rows.
 * @throws Cancelled if it was stopped before that
 * @throws UsageError if somebody else has corrected the batch since it was shown
 */
export async function recordBatch(
  { earlier, toRecord, stop }: PreparedBatch,
  desk: Recording,
): Promise<BatchId> {
  const { staging, journal } = desk;
  if (earlier === null) {
    const pages = () => identityPages(inTurns(staging.pages(), stop.signal));
    return journal.batches.record(toRecord, pages);
  }
  if (isEdited(earlier, toRecord.digest)) {
    await amendBatch(earlier, toRecord.source, desk, stop.signal);
  }
  return earlier.id;
}

async function amendBatch(
  earlier: Batch,
  source: string,
  { staging, journal }: Recording,
  stop: AbortSignal,
): Promise<void> {
  let seen: SeenBatch = earlier;
  for await (const page of inTurns(staging.pages(), stop)) {
    const changed: NewRow[] = [];
    for await (const standing of rowsWithHistory([page], journal.batches, earlier.id)) {
      if (standing.changed !== null) changed.push(standing.identity);
    }
    const amended = await journal.batches.amend(seen, changed, source);
    if (amended === null) {
      throw new UsageError(
        `Somebody else corrected batch ${earlier.id} after this file was checked. Nothing was sent. Run it again to see how the file differs now.`,
      );
    }
    seen = amended;
  }
}

async function* identityPages(
  pages: AsyncIterable<readonly StagedRow[]>,
): AsyncGenerator<readonly NewRow[]> {
  for await (const page of pages) yield identitiesOf(page);
}
