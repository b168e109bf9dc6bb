import { apis } from "../../domain/api.ts";
import type { BatchId } from "../../domain/attempt-id.ts";
import { Cancelled, UsageError } from "../../failure.ts";
import type { Batch, BatchAccounts } from "../../journal/batch.ts";
import { batchNamed } from "../names.ts";
import type { BatchInput } from "./batch-input.ts";
import { inTurns } from "./event-loop.ts";
import { refusalOfChange } from "./known-row.ts";
import type { BatchDesk } from "./batch-desk.ts";
import { rowsText } from "./render.ts";
import { maxReported, startReporting } from "./reporting.ts";
import { safe } from "../../safe-text.ts";
import { identitiesOf, rowsWithHistory } from "./row-history.ts";

/**
 * The batch that this file continues; null if it is one of its own. @throws UsageError for a file that was
 * edited since it was a batch, after saying what is different
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
  const same = await batches.findSame(digest, accounts);
  if (same !== null) return same;
  if (!(await batches.hasAny(accounts))) return null;
  const edited = await mostAlike(accounts, desk, stop);
  // Somebody else has started the very same file since the first look.
  if (edited === null || edited.digest === digest) return edited;
  throw await whatDiffers(edited, input, desk, stop);
}

/** The batch with which the file shares most rows; null if it shares none with any. */
async function mostAlike(
  accounts: BatchAccounts,
  { staging, journal }: BatchDesk,
  stop: AbortSignal,
): Promise<Batch | null> {
  const shared = new Map<BatchId, number>();
  for await (const page of inTurns(staging.pages(), stop)) {
    for (const { batch } of await journal.batches.rowsLike(identitiesOf(page), accounts)) {
      shared.set(batch, (shared.get(batch) ?? 0) + 1);
    }
  }
  const [most] = [...shared].sort(([a, m], [b, n]) => n - m || (a < b ? 1 : -1));
  return most === undefined ? null : journal.batches.find(most[0]);
}

/** Tells every row that is not as it was, and what to do. */
async function whatDiffers(
  batch: Batch,
  input: BatchInput,
  desk: BatchDesk,
  stop: AbortSignal,
): Promise<UsageError> {
  const reporting = startReporting(desk, input.spoken);
  const counts = { same: 0, corrected: 0, added: 0 };
  const now = desk.run.context.now();
  const pages = inTurns(desk.staging.pages(), stop);
  for await (const found of rowsWithHistory(pages, desk.journal.batches, batch.id)) {
    const { place, row, changed } = found;
    counts[changed ?? "same"] += 1;
    if (changed === null) continue;
    const refusal = refusalOfChange(found, now);
    const then = refusal === null ? "it would run" : refusal.message.replace(/\.$/, "");
    const causes = [`it was ${changed} since batch ${batch.id}; with --resume ${then}`];
    await reporting.report({ place, code: "row-in-batch", causes, row, fields: {} });
  }
  reporting.sumUp();
  const missing = await tellMissing(batch, desk, stop);
  return new UsageError(
    `${input.source} is not the file of batch ${batch.id}, with which it shares rows: ${rowsText(counts.same)} as before, ${counts.corrected} corrected, ${counts.added} added, ${missing} missing. Nothing was sent. To continue that batch with this file, add --resume ${batch.id}: corrected and added rows run, unless they were refunded before or their outcome is unknown. If the file is meant beside that batch, add --new-batch.`,
  );
}

/** Tells the rows of a batch that the file does not have any more; how many there are. */
async function tellMissing(
  { id }: Batch,
  { staging, journal, run }: BatchDesk,
  stop: AbortSignal,
): Promise<number> {
  let missing = 0;
  for await (const page of journal.batches.rowsIn(id)) {
    if (stop.aborted) throw new Cancelled();
    for (const { key, api, number, line } of page) {
      if (staging.holds({ key, api, number })) continue;
      missing += 1;
      if (missing > maxReported) continue;
      const subject = api === "legacy" ? "line item" : "order";
      const where = line === 0 ? "" : `, line ${line} of the batch's file`;
      run.talk.show(safe`Missing: ${subject} ${number}${where}.`);
    }
  }
  if (missing > maxReported) run.talk.show(safe`… and ${missing - maxReported} more are missing.`);
  return missing;
}

function requireAccounts({ id, accounts: own }: Batch, accounts: BatchAccounts): void {
  const differs = apis.some((api) => {
    const [a, b] = [own[api], accounts[api]];
    return a !== null && b !== null && (a.realm !== b.realm || a.account !== b.account);
  });
  if (differs) throw new UsageError(`Batch ${id} belongs to another account.`);
}
