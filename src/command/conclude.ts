import type { Reading, Settlement } from "../api/contract.ts";
import type { Rpc6 } from "../api/rpc6/rpc6.ts";
import { type Explained, findEvidence } from "../domain/evidence.ts";
import type { Order } from "../domain/order.ts";
import { type Problem, problem } from "../domain/problem.ts";
import type { RefundRequest } from "../domain/refund-request.ts";
import { type OrderSnapshot, sameSnapshot, snapshotOf } from "../domain/snapshot.ts";
import { retryAfterMs } from "../transport/retry.ts";
import type { Attempt, SettledOutcome } from "../journal/attempt.ts";
import { type Calls, refundVerdict } from "./verdict.ts";

/** The outcome of an attempt, and what it rests on. */
export interface Conclusion {
  readonly outcome: Exclude<SettledOutcome, "not-applied"> | "unknown";
  readonly by: "answer" | "evidence";
  readonly problem: Problem | null;
  readonly evidence: string | null;
  readonly warnings: readonly Problem[];
  /** The credentials were rejected: nothing was done, and the account is to blame. */
  readonly credentials: boolean;
  /**
   * Milliseconds after which one more attempt may follow, because the answer proved that nothing was done
   * and the order is unchanged. Null when none may.
   */
  readonly repeatAfterMs: number | null;
}

export interface Concluding {
  readonly request: RefundRequest;
  readonly before: OrderSnapshot;
  /** Only called when needed: while this attempt waited, another may have been accepted. */
  readonly others: () => Promise<readonly Explained[]>;
  readonly readOrder: Rpc6["readOrder"];
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** Ends the search for evidence: the user's second stop, or the end of one more time-out. */
  readonly lookUntil: AbortSignal;
}

/** Pauses before each look at the order after a lost answer. */
const lookPausesMs = [0, 500, 1_500];

/**
 * Turns the answers to one refund's calls into the outcome of the last of them, reading the order again
 * if the answers alone do not decide it.
 */
export async function conclude(calls: Calls, about: Concluding): Promise<Conclusion> {
  const { standing, last, cause } = refundVerdict(calls);
  if (standing === "lost") return lookForEvidence(cause, about);
  switch (last.tag) {
    case "accepted":
      return settled("accepted", null, { warnings: last.warnings });
    case "already-refunded":
    case "refused":
    case "not-sent":
      return settled(last.tag, last.problem);
    case "credentials":
      return settled("not-sent", last.problem, { credentials: true });
    case "nothing-done":
      return nothingDone(last, about);
    case "refused-undocumented":
    case "not-accepted":
      return doubtfulRefusal(last, about);
    case "unknown":
      return lookForEvidence(last.problem, about);
  }
}

/** If 2Checkout asks for a longer wait than this, the user decides when to run it again. */
const longestWaitMs = 10_000;

async function nothingDone(
  { problem: cause, retryAfter }: Extract<Settlement, { tag: "nothing-done" }>,
  about: Concluding,
): Promise<Conclusion> {
  const wait = retryAfter === null ? 0 : (retryAfterMs(retryAfter, about.now()) ?? 0);
  const reading = await readAgain(about);
  // It is only inferred that such an answer proves anything; the order itself decides.
  const evidence = reading.tag === "read" ? await evidenceIn(reading.value, about) : null;
  if (evidence !== null) return accepted(evidence);
  if (wait > longestWaitMs) return settled("not-sent", cause);
  const unchanged = reading.tag === "read" && sameSnapshot(about.before, snapshotOf(reading.value));
  return settled("not-sent", cause, { repeatAfterMs: unchanged ? wait : null });
}

/** The evidence of a refusal that rests on the order alone, so a later look may say otherwise. */
const nothingShown = "the order was read again and showed no such refund";

/** An undocumented error, or a bare FALSE: the order itself decides. */
async function doubtfulRefusal(
  settlement: Extract<Settlement, { tag: "refused-undocumented" | "not-accepted" }>,
  about: Concluding,
): Promise<Conclusion> {
  const reading = await readAgain(about);
  if (reading.tag === "failed") return unknown(settlement.problem);
  const order = reading.value;
  const evidence = await evidenceIn(order, about);
  if (evidence !== null) return accepted(evidence);
  const unchanged = sameSnapshot(about.before, snapshotOf(order));
  return unchanged || settlement.tag === "not-accepted"
    ? settled("refused", settlement.problem, { by: "evidence", evidence: nothingShown })
    : unknown(settlement.problem);
}

/** No evidence does not prove that nothing happened: without any, the outcome stays unknown. */
async function lookForEvidence(cause: Problem | null, about: Concluding): Promise<Conclusion> {
  for (const pause of lookPausesMs) {
    if (about.lookUntil.aborted) break;
    await about.sleep(pause);
    const reading = await readAgain(about);
    // An order that cannot be read now will hardly be readable in a second.
    if (reading.tag === "failed") break;
    const evidence = await evidenceIn(reading.value, about);
    if (evidence !== null) return accepted(evidence);
  }
  return unknown(cause);
}

function readAgain({ readOrder, request, lookUntil }: Concluding): Promise<Reading<Order>> {
  return readOrder(request.refNo, { signal: lookUntil });
}

async function evidenceIn(order: Order, { request, before, others }: Concluding) {
  const { kind, amount, items } = request;
  const lines = items.flatMap(({ reference }) => (reference === null ? [] : [reference]));
  return findEvidence({ kind, amount, lines, before }, order, await others());
}

/** The other attempts on the order that are known to be accepted. */
export function explainedBy(attempts: readonly Attempt[]): readonly Explained[] {
  return attempts.flatMap(({ id, outcome, amount, items, completes, before }) =>
    outcome === "accepted" && amount !== null
      ? [{ attempt: id, amount, items, completes, before }]
      : [],
  );
}

function settled(
  outcome: Exclude<SettledOutcome, "not-applied">,
  cause: Problem | null,
  more: Partial<Conclusion> = {},
): Conclusion {
  return {
    outcome,
    by: "answer",
    problem: cause,
    evidence: null,
    warnings: [],
    credentials: false,
    repeatAfterMs: null,
    ...more,
  };
}

function accepted(evidence: string): Conclusion {
  const warning = problem("settled-by-evidence", `The answer was not clear, but ${evidence}.`);
  return {
    ...settled("accepted", null, { warnings: [warning] }),
    by: "evidence",
    evidence,
  };
}

function unknown(cause: Problem | null): Conclusion {
  return { ...settled("not-sent", cause), outcome: "unknown" };
}
