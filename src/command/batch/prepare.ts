import { basename } from "node:path";
import type { BatchSettings } from "../../config/settings.ts";
import { Cancelled, UsageError } from "../../failure.ts";
import type { BatchId } from "../../domain/attempt-id.ts";
import type { Attempt } from "../../journal/attempt.ts";
import type { BatchAccounts } from "../../journal/batch.ts";
import { isBusy } from "../../journal/busy.ts";
import { safe, visible } from "../../safe-text.ts";
import { knownReasons } from "../reason.ts";
import { legacyAccount, rpcAccount } from "../credentials.ts";
import { legacyKey, rpcKey } from "../subject.ts";
import type { BatchDesk } from "./batch-desk.ts";
import type { BatchInput, StatedReading } from "./batch-input.ts";
import { startStopping } from "./batch-stopping.ts";
import { checkFile, requireApproved, requireFingerprint } from "./check-file.ts";
import { differencesFrom } from "./differences.ts";
import { earlierBatch, isEdited } from "./earlier-batch.ts";
import { shownFingerprint } from "../shown-fingerprint.ts";
import { maybeAtWork, othersAtWork } from "./known-row.ts";
import type { PreparedBatch } from "./prepared-batch.ts";
import { noteReading, type Reading } from "./reading.ts";
import { readRecords } from "./records.ts";
import { needsWritten } from "./row-outputs.ts";
import { startReporting } from "./reporting.ts";

/** Checks a whole file. Every bad row is reported, and then nothing is sent. @throws UsageError */
export async function prepareBatch(
  bytes: AsyncIterable<Uint8Array>,
  input: BatchInput,
  desk: BatchDesk,
): Promise<PreparedBatch> {
  const { staging, journal, run } = desk;
  const { context, settings } = run;
  const stop = startStopping(run);
  const reporting = startReporting(desk, input);
  const { defaultReason, ceiling } = settings;
  const reasons = knownReasons(settings);
  const rules = { reasons, defaultReason, ceiling, approval: input.approval };
  const seen = noteReading();
  const wanted = {
    reading: readingOf(input.reading, settings.batch),
    notes: seen.notes,
    keepsWritten: needsWritten(input),
  };
  const records = untilStopped(readRecords(bytes, wanted), stop.signal);
  const totals = await checkFile(records, rules, staging, reporting.report, stop.signal);
  reporting.end();
  if (totals.rows === 0)
    throw new UsageError(
      `${input.source === "-" ? "Standard input" : input.source} has no rows. Nothing was sent.`,
    );
  requireApproved(totals, input.approval);
  for (const warning of seen.warnings) run.talk.show(safe`Warning: ${warning}`);

  const rpc = totals.legacy < totals.rows ? await rpcAccount(run) : null;
  const legacy = totals.legacy > 0 ? await legacyAccount(run) : null;
  const accounts: BatchAccounts = {
    rpc6: rpc && rpcKey(settings, rpc),
    legacy: legacy && legacyKey(settings, legacy),
  };
  const digest = await staging.digest(stop.signal);
  const fingerprint = shownFingerprint(digest, accounts);
  requireFingerprint(fingerprint, input.approval);
  const earlier = await earlierBatch(digest, accounts, input, desk, stop.signal);
  const refunded = earlier === null ? 0 : await journal.batches.countRefunded(earlier.id);
  const open = earlier === null ? [] : await journal.batches.unresolvedIn(earlier.id);
  if (earlier !== null) await tellOfOthers(earlier.id, open, desk);
  const edited = earlier !== null && isEdited(earlier, digest) ? earlier : null;
  const differences = edited && (await differencesFrom(edited.id, desk, stop.signal));
  return {
    totals,
    fingerprint,
    shape: seen.shape(),
    rpc,
    legacy,
    earlier,
    stop,
    left: edited === null ? totals.rows - refunded : null,
    differences,
    unresolved: open.length,
    toRecord: {
      digest,
      beside: input.newBatch,
      accounts,
      rows: totals.rows,
      startedAt: context.now(),
      who: context.who,
      source: basename(input.source),
    },
  };
}

/** Whoever runs a batch that others are running is told so. */
async function tellOfOthers(
  batch: BatchId,
  open: readonly Attempt[],
  { journal, run }: BatchDesk,
): Promise<void> {
  const others = await journal.batches.workersOn(batch);
  const busy = open.filter((attempt) => isBusy(attempt, journal.now()));
  if (others.length > 0) run.talk.show(visible(othersAtWork(batch, others)));
  else if (busy.length > 0) run.talk.show(visible(maybeAtWork(batch, busy)));
}

/** Flags win over what the settings say of files in general. */
function readingOf({ map, ignoreOthers, ...stated }: StatedReading, usual: BatchSettings): Reading {
  return {
    ...stated,
    decimal: stated.decimal ?? usual.decimal,
    naming: {
      map,
      usualMap: usual.map,
      ignoreOthers: ignoreOthers || usual.ignoreOtherColumns,
    },
  };
}

async function* untilStopped<T>(items: AsyncIterable<T>, stop: AbortSignal): AsyncGenerator<T> {
  for await (const item of items) {
    if (stop.aborted) throw new Cancelled();
    yield item;
  }
}
