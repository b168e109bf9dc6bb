import { elapsedSince, momentOf } from "../../clocks.ts";
import type { Attempt } from "../../journal/attempt.ts";
import type { SettledOutcome } from "../../domain/attempt-outcome.ts";
import { isBusy } from "../../journal/busy.ts";
import type { Journal } from "../../journal/journal.ts";
import { safe } from "../../safe-text.ts";
import type { Run } from "../run.ts";
import { askOrder } from "./ask-order.ts";
import { isOwn, ordersToAsk } from "./own-attempt.ts";
import type { ReaderFor } from "./order-reader.ts";
import type { OrderReader } from "./orders-ahead.ts";
import { settleAttempt } from "./settle-word.ts";

/** Between two looks, so that an order is not asked for all the time. */
const pauseMs = 15_000;
const pieceMs = 500;

/** An attempt that evidence has settled meanwhile. */
interface Settled {
  readonly attempt: Attempt;
  readonly outcome: SettledOutcome;
  readonly evidence: string;
}

interface Waiting {
  readonly journal: Journal;
  readonly readerFor: ReaderFor;
  readonly run: Run;
}

/**
 * Looks at the orders of unresolved attempts again and again until evidence has settled all of them, or the
 * time is over. Nobody is asked meanwhile, and a legacy call is not made again: looking is all it does.
 */
export async function waitUntilSettled(
  open: () => Promise<readonly Attempt[]>,
  waitMs: number,
  waiting: Waiting,
): Promise<readonly Settled[]> {
  const { context, talk, stopping } = waiting.run;
  const begun = momentOf(context);
  const settled: Settled[] = [];
  for (;;) {
    const attempts = await open();
    const now = context.now();
    const reader = waiting.readerFor(await ordersToAsk(attempts, waiting.run, now));
    for (const attempt of attempts) {
      const found = await lookAt(attempt, reader, waiting);
      if (found !== null) settled.push(found);
    }
    const left = waitMs - elapsedSince(begun, context);
    const unsettled = await open();
    if (unsettled.length === 0 || left <= 0) return settled;
    await talk.during(
      safe`Waiting for ${unsettled.length} unresolved…`,
      pause(Math.min(pauseMs, left), waiting.run),
    );
    if (stopping.signal.aborted) return settled;
  }
}

/** In short pieces, so that Ctrl-C ends it. */
async function pause(ms: number, { context, stopping }: Run): Promise<void> {
  for (let left = ms; left > 0 && !stopping.signal.aborted; left -= pieceMs) {
    await context.sleep(Math.min(pieceMs, left));
  }
}

async function lookAt(
  attempt: Attempt,
  reader: OrderReader,
  { journal, run }: Waiting,
): Promise<Settled | null> {
  const { subject } = attempt;
  const at = run.context.now();
  if (subject.api !== "rpc6" || isBusy(attempt, at)) return null;
  if (!(await isOwn(attempt, run))) return null;
  const { settled } = await askOrder(attempt, subject, journal, reader);
  if (settled === null) return null;
  const { outcome, evidence } = settled;
  const written = await settleAttempt(attempt, { outcome, by: "evidence", evidence, at }, journal);
  return written ? { attempt, outcome, evidence } : null;
}
