import type { BatchId } from "../../domain/attempt-id.ts";
import { ConfigurationError, problemOf } from "../../failure.ts";
import { safe, visibleLines } from "../../safe-text.ts";
import { isDatabaseError } from "../../journal/database-error.ts";
import type { BatchDesk } from "./batch-desk.ts";
import type { BatchInput } from "./batch-input.ts";
import type { BatchEnd } from "./batch-end.ts";
import type { DueRow, RowSource } from "./due-row.ts";
import { type OpenedRows, openRowRun } from "./open-row-run.ts";
import { plainRows } from "./plain-rows.ts";
import type { PreparedBatch } from "./prepared-batch.ts";
import { startProgress } from "./progress.ts";
import { readingFlags } from "./reading-flags.ts";
import { reconcileBatch } from "./reconcile-batch.ts";
import { recordBatch } from "./record-batch.ts";
import type { RowOutputs } from "./row-outputs.ts";
import type { RowResult } from "./row-result.ts";
import { sharedRows } from "./shared-rows.ts";
import type { StagedRow } from "./staging.ts";
import { startTally, type Tallying } from "./tally.ts";
import { tryRow } from "./try-row.ts";
import { settledRows, type UnsettledRow } from "./unsettled-rows.ts";
import { inParallel } from "./workers.ts";

/** This many consecutive rows without an answer, and more with more workers, mean that nobody answers. */
const fewestUnanswered = 10;

/** How many rows are under way for each call, so that 2Checkout stays busy while others wait for the disk. */
const rowsPerCall = 2;

type Running = Omit<BatchDesk, "stdoutResults"> & {
  readonly outputs: RowOutputs;
  readonly giveUp: AbortSignal;
};

/** Records the batch, checks what is unknown, and refunds what is left, together with whoever runs it, too. */
export async function runRows(
  prepared: PreparedBatch,
  input: BatchInput,
  desk: Running,
): Promise<BatchEnd> {
  const { outputs } = desk;
  const { stop, earlier } = prepared;
  const opened = openRowRun(prepared, input, desk);
  const batch = input.dryRun ? (earlier?.id ?? null) : await recordBatch(prepared, desk);
  const tallying = startTally(prepared.totals.rows, {
    unanswered: Math.max(fewestUnanswered, 2 * input.concurrency),
    failures: input.stopAfter,
  });
  const progress = startProgress(desk.run, tallying.tally);
  stop.signal.addEventListener("abort", () => {
    tallying.stop("user");
    progress.clear();
  });
  // If failures are counted, no row starts before the answers to the earlier ones.
  const workers = (input.stopAfter === null ? rowsPerCall : 1) * input.concurrency;
  const unsettled: UnsettledRow[] = [];
  const tell = async ({ ordinal }: StagedRow, result: RowResult) => {
    const written = await progress.around(() => outputs.add(ordinal, result));
    if (!written) tallying.stop("output");
  };
  let source: RowSource | null = null;
  try {
    source = await openSource(batch, workers, { prepared, input, desk, opened, tallying });
    const { ended } = source;
    const resultFor = async (due: DueRow) => {
      if (due.tag === "known") return due.result;
      const result = await tryRow(due, batch, input, opened);
      ended(due.row, result);
      return result;
    };
    const workOn = async (due: DueRow) => {
      const result = await resultFor(due);
      if (result === null) return;
      tallying.add(result);
      if (result.outcome === "unknown") unsettled.push({ row: due.row, unknown: result });
      else await tell(due.row, result);
    };
    await inParallel(
      source.rows(),
      workers,
      () => tallying.tally().stopped === null,
      (due) =>
        workOn(due).catch((error: unknown) => {
          // At once: the others may be waiting for what comes of a row that nobody is at any more.
          tallying.stop("fault");
          throw error;
        }),
    );
  } catch (error) {
    if (error instanceof ConfigurationError && tallying.tally().done === 0) throw error;
    // Rows may have been sent, with known outcomes: it must not look as if nothing was sent.
    tallying.stop("fault");
    progress.clear();
    const isGivenUp = desk.giveUp.aborted && desk.journal.isAway(error);
    if (!isGivenUp) desk.run.talk.show(safe`Error: ${visibleLines(wordsOf(error))}`);
  } finally {
    progress.end();
    // If the others cannot be told, they find out from the journal's attempts.
    await source?.close().catch(() => undefined);
    opened.end();
  }
  try {
    const canLook = () => !desk.giveUp.aborted;
    for await (const settled of settledRows(unsettled, batch, desk.journal, canLook)) {
      const { row, unknown, result } = settled;
      if (result !== unknown) tallying.settle(unknown, result);
      await tell(row, result);
    }
  } catch (error) {
    // Refunds were made: how the batch ended is told all the same.
    tallying.stop("fault");
    desk.run.talk.show(safe`Error: ${visibleLines(wordsOf(error))}`);
  }
  await outputs.finish();
  const { output, failed, reading } = input;
  const files = { output, failed, flags: readingFlags(reading) };
  return {
    batch,
    resumed: input.resume !== null,
    files,
    tally: tallying.tally(),
    outputBroken: outputs.broken(),
  };
}

function wordsOf(error: unknown): string {
  return isDatabaseError(error) && error instanceof Error
    ? `The journal cannot be used: ${error.message}`
    : problemOf(error).message;
}

interface Opening {
  readonly prepared: PreparedBatch;
  readonly input: BatchInput;
  readonly desk: Running;
  readonly opened: OpenedRows;
  readonly tallying: Tallying;
}

/** Where the rows come from. What is unknown of a batch that is continued is checked first. */
async function openSource(
  batch: BatchId | null,
  workers: number,
  { prepared, input, desk, opened, tallying }: Opening,
): Promise<RowSource> {
  const { limit, rate } = input;
  const limitReached = () => {
    tallying.stop("limit");
  };
  if (batch === null || input.dryRun) return plainRows(desk, batch, { limit, limitReached });
  const { gate, rpc, checking, journal } = opened;
  const stop = prepared.stop.signal;
  if (prepared.earlier !== null) {
    const { concurrency } = input;
    await reconcileBatch(batch, { journal, rpc, run: checking, gate, workers: concurrency, stop });
  }
  return sharedRows(batch, desk, {
    source: prepared.toRecord.source,
    rate,
    workers,
    limit,
    limitReached,
    pause: (ms, until) =>
      gate.pause(ms, until === undefined ? stop : AbortSignal.any([stop, until])),
    isOver: () => tallying.tally().stopped !== null,
    isStopped: () => stop.aborted,
  });
}
