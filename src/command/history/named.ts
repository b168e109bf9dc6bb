import type { AttemptId, BatchId } from "../../domain/attempt-id.ts";
import { parseAttemptId, parseBatchId } from "../../domain/pasted.ts";
import { UsageError } from "../../failure.ts";
import type { Journal } from "../../journal/journal.ts";
import type { Run } from "../run.ts";
import { noSuchAttempt } from "../use-journal.ts";

/** What somebody named who wants to read of it. */
export type Named =
  | { readonly tag: "attempt"; readonly id: AttemptId }
  | { readonly tag: "batch"; readonly id: BatchId };

/** An id of the journal: a ULID. */
const idPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** The attempt or the batch of this name. @throws UsageError where there is neither */
export async function namedIn(journal: Journal, name: string, run: Run): Promise<Named> {
  const attempt = parseAttemptId(name);
  if (!idPattern.test(attempt)) {
    throw new UsageError(
      `"${name}" is not an order number, a line item id, an attempt or a batch.`,
    );
  }
  if ((await journal.find(attempt)) !== null) return { tag: "attempt", id: attempt };
  const batch = parseBatchId(attempt);
  if ((await journal.batches.find(batch)) !== null) return { tag: "batch", id: batch };
  throw noSuchAttempt(attempt, run);
}

/** The batch of this name. @throws UsageError where there is none */
export async function batchNamedIn(journal: Journal, name: string): Promise<BatchId> {
  const id = parseBatchId(parseAttemptId(name));
  if ((await journal.batches.find(id)) !== null) return id;
  throw new UsageError(`The journal has no batch ${name}. List them: refund history --batches`);
}
