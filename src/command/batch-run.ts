import { setMaxListeners } from "node:events";
import { openRpc6 } from "../api/rpc6/rpc6.ts";
import { createGate, type Gate } from "../batch/gate.ts";
import { paceTransport } from "../batch/paced-transport.ts";
import { startProgress } from "../batch/progress.ts";
import type { RowResult } from "../batch/result.ts";
import { identitiesOf, type StandingRow, standingRows } from "../batch/standing.ts";
import type { StagedRow } from "../batch/staging.ts";
import { startTally } from "../batch/tally.ts";
import { inParallel } from "../batch/workers.ts";
import { problem } from "../domain/problem.ts";
import { ConfigurationError, problemOf, UsageError } from "../failure.ts";
import type { RowIdentity } from "../journal/batches.ts";
import { renderRow, renderSpokenRow } from "../render/batch-row.ts";
import { safe, visibleLines } from "../safe-text.ts";
import type { BatchInput, BatchOutcome } from "./batch.ts";
import type { BatchDesk, PreparedBatch } from "./batch-check.ts";
import { reconcileBatch } from "./reconcile-batch.ts";
import { refundRow, type RowTools, runOfRow } from "./refund-row.ts";
import type { Run } from "./run.ts";

/** So many rows in a row without an answer, and more where there are more workers, mean that nobody is there. */
const fewestUnanswered = 10;

/** So many rows are under way for each call, so that 2Checkout is kept busy while others wait for the disk. */
const rowsPerCall = 2;

/** Records the batch, asks about what is unknown, and refunds what is left. */
export async function runRows(
  prepared: PreparedBatch,
  input: BatchInput,
  desk: BatchDesk & { readonly giveUp: AbortSignal },
): Promise<BatchOutcome> {
  const { staging, results, journal, giveUp } = desk;
  const { context } = desk.run;
  const { stop, earlier } = prepared;
  // As many as there are rows under way.
  setMaxListeners(0, giveUp);
  const gate = createGate({ ...context, rate: input.rate, stop: stop.signal });
  const transport = paceTransport(desk.run.transport, gate, {
    ...{ ...context, calls: input.concurrency },
  });
  const run = runOfRow({ ...desk.run, transport }, giveUp);
  const rpc = prepared.rpc && openRpc6(prepared.rpc, transport, context.now);
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
      ? freshRows(staging.pages())
      : standingRows(staging.pages(), journal.batches, earlier.id);
  try {
    if (earlier !== null && !input.dryRun) {
      const workers = input.concurrency;
      await reconcileBatch(earlier.id, { journal, rpc, run, gate, workers, stop: stop.signal });
    }
    await inParallel(
      rows,
      // Where failures are counted, no row is begun ahead of the answers to those before it.
      (input.stopAfter === null ? rowsPerCall : 1) * input.concurrency,
      () => tallying.tally().stopped === null,
      async (row) => {
        const result = await resultFor(row, batch, input.dryRun, { tools, run, gate });
        if (result === null) return;
        tallying.add(result);
        const line = input.spoken
          ? renderSpokenRow(result, desk.run.talk.screen)
          : renderRow(result);
        const written = await progress.around(() => results.write(line));
        if (!written) tallying.stop("output");
      },
    );
  } catch (error) {
    if (error instanceof ConfigurationError && tallying.tally().done === 0) throw error;
    // Rows may have been sent, whose outcomes are known: it must not look as if nothing had been.
    tallying.stop("fault");
    progress.clear();
    desk.run.talk.show(safe`Error: ${visibleLines(problemOf(error).message)}`);
  } finally {
    progress.end();
  }
  return { batch, tally: tallying.tally(), outputBroken: results.broken() };
}

/** A dry run records nothing; it looks at the earlier batch where there is one. */
async function recordedBatch(
  { earlier, toRecord }: PreparedBatch,
  { dryRun }: BatchInput,
  { staging, journal }: BatchDesk,
): Promise<string | null> {
  if (earlier !== null) return earlier.id;
  return dryRun ? null : journal.batches.record(toRecord, identityPages(staging.pages()));
}

function* identityPages(pages: Iterable<readonly StagedRow[]>): Generator<readonly RowIdentity[]> {
  for (const page of pages) yield identitiesOf(page);
}

async function* freshRows(pages: Iterable<readonly StagedRow[]>): AsyncGenerator<StandingRow> {
  await Promise.resolve();
  for (const page of pages) {
    for (const staged of page) yield { ...staged, attempts: [], pruned: null, changed: null };
  }
}

interface RowWork {
  readonly tools: RowTools;
  readonly run: Run;
  readonly gate: Gate;
}

/** Null when the batch was stopped before the row began. */
async function resultFor(
  standing: StandingRow,
  batch: string | null,
  dryRun: boolean,
  { tools, run, gate }: RowWork,
): Promise<RowResult | null> {
  const { line, row, identity } = standing;
  const common = { line, row, batch, warnings: [], earlier: false, accountRejected: false };
  const known = knownResult(standing);
  if (known !== null) return { ...common, ...known };
  if (!(await gate.beginRow())) return null;
  // A row of the legacy API reads nothing first, so it waits here.
  if (row.api === "legacy" && !(await gate.pass())) return null;
  const ofBatch = batch === null ? null : { batch, key: identity.key };
  try {
    const outcome = await refundRow(row, ofBatch, dryRun, tools, run);
    return {
      ...{ ...common, outcome: outcome.tag, attempt: outcome.attempt },
      ...{ amount: outcome.refund && outcome.refund.amount, error: outcome.error },
      ...{ warnings: outcome.warnings, accountRejected: outcome.cause === "configuration" },
    };
  } catch (error) {
    // These are thrown before anything of the row was sent, and are this row's alone.
    if (!(error instanceof UsageError || error instanceof ConfigurationError)) throw error;
    return {
      ...{ ...common, outcome: "failed", attempt: null, amount: null, error: problemOf(error) },
      accountRejected: error instanceof ConfigurationError,
    };
  }
}

/** What needs no doing: it is done, it is not known, or it is not what was confirmed. */
function knownResult(
  standing: StandingRow,
): Pick<RowResult, "outcome" | "attempt" | "amount" | "error" | "earlier"> | null {
  const { attempts, changed } = standing;
  const done = refundOf(standing);
  const open = attempts.find(({ outcome }) => outcome === null);
  if (open !== undefined) {
    const message =
      open.problem?.message ?? "The process that sent it ended before the answer came.";
    const error = { ...problem("unresolved-attempt", message), attempt: open.id };
    return { outcome: "unknown", attempt: open.id, amount: open.amount, error, earlier: true };
  }
  if (changed !== null) {
    const paid = done === null ? "" : `; attempt ${done.attempt} refunded it as it was`;
    const message = `The row was changed: ${changed}${paid}. Nothing was sent.`;
    const error = problem("row-changed", message);
    return { outcome: "refused", attempt: null, amount: null, error, earlier: false };
  }
  return done && { ...done, earlier: true };
}

/** What refunded the row before; of an attempt that was pruned the amount is not known any more. */
function refundOf({ attempts, pruned }: StandingRow) {
  for (const { id, outcome, amount, problem: error } of attempts) {
    if (outcome === "accepted" || outcome === "already-refunded") {
      return { outcome, attempt: id, amount, error };
    }
  }
  return pruned && { ...pruned, amount: null, error: null };
}
