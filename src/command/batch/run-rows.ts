import { setMaxListeners } from "node:events";
import { openRpc6 } from "../../api/rpc6/rpc6.ts";
import { createGate, type Gate } from "./gate.ts";
import { paceTransport } from "./paced-transport.ts";
import { startProgress } from "./progress.ts";
import { inTurns } from "./event-loop.ts";
import { maskedEmail } from "./customer.ts";
import type { RowResult, SeenMoney } from "./row-result.ts";
import type { RefundOutcome } from "../../outcome.ts";
import { keepRowEnd } from "./keep-row-end.ts";
import { readingFlags } from "./reading-flags.ts";
import type { RowOutputs } from "./row-outputs.ts";
import { identitiesOf, type RowWithHistory, rowsWithHistory } from "./row-history.ts";
import type { StagedRow } from "./staging.ts";
import { startTally } from "./tally.ts";
import { inParallel } from "./workers.ts";
import type { BatchId } from "../../domain/attempt-id.ts";
import { Cancelled, ConfigurationError, problemOf, UsageError } from "../../failure.ts";
import type { NewRow } from "../../journal/batch-rows.ts";
import { safe, visibleLines } from "../../safe-text.ts";
import type { BatchOutcome } from "./batch-outcome.ts";
import type { BatchInput } from "./batch-input.ts";
import type { BatchDesk } from "./batch-desk.ts";
import type { PreparedBatch } from "./prepared-batch.ts";
import { knownRow, refusalOfChange } from "./known-row.ts";
import { reconcileBatch } from "./reconcile-batch.ts";
import { refundRow, type RowRun, type RowTools, runOfRow } from "./refund-row.ts";

/** This many consecutive rows without an answer, and more with more workers, mean that nobody answers. */
const fewestUnanswered = 10;

/** How many rows are under way for each call, so that 2Checkout stays busy while others wait for the disk. */
const rowsPerCall = 2;

/** Records the batch, checks what is unknown, and refunds what is left. */
export async function runRows(
  prepared: PreparedBatch,
  input: BatchInput,
  desk: Omit<BatchDesk, "stdoutResults"> & {
    readonly outputs: RowOutputs;
    readonly giveUp: AbortSignal;
  },
): Promise<BatchOutcome> {
  const { staging, outputs, journal, giveUp } = desk;
  const { context } = desk.run;
  const { stop, earlier } = prepared;
  const over = new AbortController();
  giveUp.addEventListener("abort", () => {
    over.abort();
  });
  // As many as there are rows under way.
  setMaxListeners(0, giveUp, stop.signal);
  const gate = createGate({
    rate: input.rate,
    clocks: context,
    sleep: context.sleep,
    stop: stop.signal,
    over: over.signal,
  });
  const transport = paceTransport(desk.run.transport, gate, {
    calls: input.concurrency,
    now: context.now,
    random: context.random,
  });
  const paced = { ...desk.run, transport };
  const run = runOfRow(paced, { stop: stop.signal, giveUp });
  const rpc = prepared.rpc && openRpc6(prepared.rpc, transport, context);
  const inJournal: NonNullable<RowTools["orders"]>["inJournal"] = (work) => work(journal);
  const tools: RowTools = {
    orders: prepared.rpc && rpc && { account: prepared.rpc, rpc, inJournal },
    lineItems: prepared.legacy && { account: prepared.legacy, inJournal },
  };
  const batch = await recordedBatch(prepared, input, desk);
  const tallying = startTally(prepared.totals.rows, {
    unanswered: Math.max(fewestUnanswered, 2 * input.concurrency),
    failures: input.stopAfter,
  });
  const progress = startProgress(desk.run, tallying.tally);
  stop.signal.addEventListener("abort", () => {
    tallying.stop("user");
    progress.clear();
  });
  const rows =
    earlier === null
      ? freshRows(inTurns(staging.pages()))
      : rowsWithHistory(inTurns(staging.pages()), journal.batches, earlier.id);
  let started = 0;
  const mayStart = (): boolean => {
    if (input.limit !== null && started >= input.limit) {
      tallying.stop("limit");
      return false;
    }
    started += 1;
    return true;
  };
  const look = async (standing: RowWithHistory): Promise<RowWithHistory> => {
    if (batch === null) return standing;
    for await (const now of rowsWithHistory([[standing]], journal.batches, batch)) return now;
    return standing;
  };
  try {
    if (earlier !== null && !input.dryRun) {
      await reconcileBatch(earlier.id, {
        journal,
        rpc,
        // Finishes every check that it has started.
        run: runOfRow(paced, { stop: over.signal, giveUp }),
        gate,
        workers: input.concurrency,
        stop: stop.signal,
      });
    }
    await inParallel(
      rows,
      // If failures are counted, no row starts before the answers to the earlier ones.
      (input.stopAfter === null ? rowsPerCall : 1) * input.concurrency,
      () => tallying.tally().stopped === null,
      async (row) => {
        const result = await resultFor(row, batch, input, {
          tools,
          run,
          gate,
          now: journal.now,
          look,
          mayStart,
        });
        if (result === null) return;
        if (!input.dryRun) await keepRowEnd(row, result, journal.batches, context);
        tallying.add(result);
        const written = await progress.around(() => outputs.add(row.ordinal, result));
        if (!written) tallying.stop("output");
      },
    );
  } catch (error) {
    if (error instanceof ConfigurationError && tallying.tally().done === 0) throw error;
    // Rows may have been sent, with known outcomes: it must not look as if nothing was sent.
    tallying.stop("fault");
    progress.clear();
    desk.run.talk.show(safe`Error: ${visibleLines(problemOf(error).message)}`);
  } finally {
    progress.end();
    // A read that no row waits for any more must not keep the process alive.
    over.abort();
  }
  await outputs.finish();
  const { output, failed, reading } = input;
  const files = { output, failed, flags: readingFlags(reading) };
  return { batch, files, tally: tallying.tally(), outputBroken: outputs.broken() };
}

/**
 * A dry run records nothing; it looks at the earlier batch if there is one.
 * @throws Cancelled if it was stopped before the whole batch was recorded
 */
async function recordedBatch(
  { earlier, toRecord, stop }: PreparedBatch,
  { dryRun }: BatchInput,
  { staging, journal, run }: Pick<BatchDesk, "staging" | "journal" | "run">,
): Promise<BatchId | null> {
  if (earlier !== null) {
    if (!dryRun && earlier.digest !== toRecord.digest) {
      await amendBatch(earlier.id, { staging, journal, run }, stop.signal);
    }
    return earlier.id;
  }
  if (dryRun) return null;
  const pages = () => identityPages(inTurns(staging.pages(), stop.signal));
  return journal.batches.record(toRecord, pages);
}

/** What runs under a batch is recorded in it before: the corrected and added rows that may run. */
async function amendBatch(
  batch: BatchId,
  { staging, journal, run }: Pick<BatchDesk, "staging" | "journal" | "run">,
  stop: AbortSignal,
): Promise<void> {
  for await (const page of inTurns(staging.pages(), stop)) {
    const changed: NewRow[] = [];
    for await (const standing of rowsWithHistory([page], journal.batches, batch)) {
      const mayRun = refusalOfChange(standing, run.context.now()) === null;
      if (standing.changed !== null && mayRun) changed.push(standing.identity);
    }
    await journal.batches.amend(batch, changed);
  }
}

type Pages = AsyncIterable<readonly StagedRow[]>;

async function* identityPages(pages: Pages): AsyncGenerator<readonly NewRow[]> {
  for await (const page of pages) yield identitiesOf(page);
}

async function* freshRows(pages: Pages): AsyncGenerator<RowWithHistory> {
  for await (const page of pages) {
    for (const staged of page) yield { ...staged, attempts: [], pruned: null, changed: null };
  }
}

/** The order as it was read before the refund. */
function seenOf({ target }: RefundOutcome): SeenMoney | null {
  if (target.api === "legacy" || target.order === null) return null;
  const { order, balance } = target.order;
  return {
    currency: order.currency,
    paid: order.paid,
    refunded: balance.refunded,
    left: balance.left,
    customer: maskedEmail(order.customer.email),
  };
}

interface RowWork {
  /** False once `--limit` is reached, which ends the run. */
  readonly mayStart: () => boolean;
  readonly tools: RowTools;
  readonly run: RowRun;
  readonly gate: Gate;
  /** By the journal's clock. */
  readonly now: () => number;
  /** What happened to the row meanwhile, in another process that runs the same batch. */
  readonly look: (standing: RowWithHistory) => Promise<RowWithHistory>;
}

/** Null if the batch was stopped before the row started. */
async function resultFor(
  standing: RowWithHistory,
  batch: BatchId | null,
  input: BatchInput,
  { tools, run, gate, now, look, mayStart }: RowWork,
): Promise<RowResult | null> {
  const { place, row, identity } = standing;
  const common = {
    place,
    row,
    fields: {},
    batch,
    warnings: [],
    seen: null,
    earlier: false,
    accountRejected: false,
  };
  const known = knownRow(standing, now());
  if (known !== null) return { ...common, ...known };
  if (!mayStart() || !(await gate.beginRow())) return null;
  // A row of the legacy API reads nothing first, so it waits here.
  if (row.api === "legacy" && !(await gate.pass(run.stop))) return null;
  const ofBatch = batch === null ? null : { batch, key: identity.key };
  try {
    const outcome = await refundRow(row, ofBatch, input, tools, run);
    const { end, refund, warnings } = outcome;
    if (end.tag === "blocked") {
      const meanwhile = knownRow(await look(standing), now());
      if (meanwhile !== null) return { ...common, ...meanwhile };
    }
    return {
      ...common,
      outcome: end.tag,
      attempt: end.attempt,
      amount: refund && refund.amount,
      error: end.error,
      warnings,
      seen: seenOf(outcome),
      accountRejected: end.tag === "failed" && end.cause === "configuration",
    };
  } catch (error) {
    if (error instanceof Cancelled) return null;
    // These are thrown before anything was sent for the row, and concern only this row.
    if (!(error instanceof UsageError || error instanceof ConfigurationError)) throw error;
    return {
      ...common,
      outcome: "failed",
      attempt: null,
      amount: null,
      error: problemOf(error),
      accountRejected: error instanceof ConfigurationError,
    };
  }
}
