import { apis } from "../../domain/api.ts";
import type { BatchId } from "../../domain/attempt-id.ts";
import { UsageError } from "../../failure.ts";
import type { ListedRow } from "../../journal/batch-rows.ts";
import type { Batch, BatchAccounts } from "../../journal/batch.ts";
import { batchNamed } from "../names.ts";
import type { BatchInput } from "./batch-input.ts";
import { countChanges, countMissing, differencesText } from "./differences.ts";
import { inTurns } from "./event-loop.ts";
import { whyUnchangeable } from "./known-row.ts";
import type { BatchDesk } from "./batch-desk.ts";
import { maxReported, startReporting } from "./reporting.ts";
import { safe, type SafeText } from "../../safe-text.ts";
import { identitiesOf } from "./row-history.ts";

/**
 * The batch that this file continues; null if it is one of its own. @throws UsageError for a file that shares rows
 * with a batch and is not as that is by now, after saying what is different
 */
export async function earlierBatch(
  digest: string,
  accounts: BatchAccounts,
  input: BatchInput,
  desk: BatchDesk,
  stop: AbortSignal,
): Promise<Batch | null> {
  const { batches } = desk.journal;
  const { resume, newBatch } = input;
  if (resume !== null) {
    const id = await batchNamed(resume, desk.journal, desk.run);
    const batch = await batches.find(id);
    if (batch === null) throw new UsageError(`The journal has no batch ${id}.`);
    requireAccounts(batch, accounts);
    return batch;
  }
  if (newBatch) return null;
  const like =
    (await batches.findSame(digest, accounts)) ?? (await mostAlike(accounts, desk, stop));
  if (like === null || !isEdited(like, digest)) return like;
  const refusal = await whatDiffers(like, input, desk, stop);
  if (refusal !== null) throw refusal;
  return like;
}

/**
 * Whether a file may have other rows than the batch that it goes on with has by now. The file that a batch began as
 * has, too, once rows of it were corrected.
 */
export function isEdited({ digest, amendments }: Batch, ofFile: string): boolean {
  return digest !== ofFile || amendments > 0;
}

/** The batch with which the file shares most rows; null if it shares none with any. */
async function mostAlike(
  accounts: BatchAccounts,
  { staging, journal }: BatchDesk,
  stop: AbortSignal,
): Promise<Batch | null> {
  if (!(await journal.batches.hasAny(accounts))) return null;
  const shared = new Map<BatchId, number>();
  for await (const page of inTurns(staging.pages(), stop)) {
    for (const { batch } of await journal.batches.rowsLike(identitiesOf(page), accounts)) {
      shared.set(batch, (shared.get(batch) ?? 0) + 1);
    }
  }
  const [most] = [...shared].sort(([a, m], [b, n]) => n - m || (a < b ? 1 : -1));
  return most === undefined ? null : journal.batches.find(most[0]);
}

/** Tells every row that is not as the batch has it by now, and what to do. Null if there is none. */
async function whatDiffers(
  batch: Batch,
  input: BatchInput,
  desk: BatchDesk,
  stop: AbortSignal,
): Promise<UsageError | null> {
  const reporting = startReporting(desk, input);
  const now = desk.run.context.now();
  const changes = await countChanges(batch.id, desk, stop, async (found, change) => {
    const { place, row } = found;
    const why = whyUnchangeable(found, now)?.why;
    const then = why === undefined ? "it would run" : `it would be refused: ${why}`;
    const causes = [`it was ${change} since batch ${batch.id}; with --resume ${then}`];
    await reporting.report({ place, code: "row-in-batch", causes, row, fields: {} });
  });
  reporting.sumUp();
  const missing = await countMissing(batch.id, desk, stop, (row, count) => {
    if (count <= maxReported) desk.run.talk.show(missingText(row));
  });
  const more = missing - maxReported;
  if (more > 0) desk.run.talk.show(safe`… and ${more} more are missing.`);
  if (changes.corrected + changes.added + missing === 0) return null;
  const differs = differencesText({ ...changes, missing });
  return new UsageError(
    `${input.source} and batch ${batch.id} share rows, but they differ: ${differs}. Nothing was sent. To continue that batch with this file, add --resume ${batch.id}: corrected and added rows run, unless they were refunded before or their outcome is unknown. If the file is meant beside that batch, add --new-batch.`,
  );
}

function missingText({ api, number, line }: ListedRow): SafeText {
  const subject = api === "legacy" ? "line item" : "order";
  const where = line === 0 ? "" : `, line ${line} of the batch's file`;
  return safe`Missing: ${subject} ${number}${where}.`;
}

function requireAccounts({ id, accounts: own }: Batch, accounts: BatchAccounts): void {
  const differs = apis.some((api) => {
    const [a, b] = [own[api], accounts[api]];
    return a !== null && b !== null && (a.realm !== b.realm || a.account !== b.account);
  });
  if (differs) throw new UsageError(`Batch ${id} belongs to another account.`);
}
