import type { Reading, Settlement } from "../api/contract.ts";
import type { Rpc6 } from "../api/rpc6/rpc6.ts";
import { doubtfulOf, type Explained, findEvidence, mayTellOf } from "../domain/evidence.ts";
import type { Order } from "../domain/order.ts";
import type { Problem } from "../domain/problem.ts";
import type { RefundRequest } from "../domain/refund-request.ts";
import { type OrderSnapshot, sameSnapshot, snapshotOf } from "../domain/snapshot.ts";
import { retryAfterMs } from "../transport/retry.ts";
import { contradictedRefusal, mayBeAboutCopy } from "./about-a-copy.ts";
import {
  accepted,
  acceptedByEvidence,
  alreadyRefunded,
  type Conclusion,
  notSent,
  refused,
  unknown,
} from "./conclusion.ts";
import { type Calls, refundVerdict } from "./verdict.ts";

export interface Concluding {
  readonly request: RefundRequest;
  readonly before: OrderSnapshot;
  /** Only called when needed: while this attempt waited, another may have been accepted. */
  readonly others: () => Promise<readonly Explained[]>;
  readonly readOrder: Rpc6["readOrder"];
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** Asked when a search for evidence begins, for what ends it: the user's second stop, or one more time-out. */
  readonly lookUntil: () => AbortSignal;
}

/** Pauses before each look at the order after a lost answer. */
const lookPausesMs = [0, 500, 1_500];

/**
 * Turns the answers to one refund's calls into the outcome of the last of them, reading the order again
 * if the answers alone do not decide it.
 */
export async function conclude(calls: Calls, about: Concluding): Promise<Conclusion> {
  const verdict = refundVerdict(calls);
  if (verdict.certainty === "lost") return lookForEvidence(verdict.cause, about);
  const { last } = verdict;
  switch (last.tag) {
    case "accepted":
      return accepted(last.warnings);
    case "already-refunded":
      return alreadyRefunded(last.problem);
    case "refused":
      return documentedRefusal(last.problem, about);
    case "not-sent":
      return notSent(last.problem);
    case "credentials":
      return notSent(last.problem, { tag: "account-rejected" });
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
  if (evidence !== null) return acceptedByEvidence(evidence);
  if (reading.tag === "read" && isUnclear(reading.value, about)) {
    return unknown(butChanged(cause));
  }
  const unchanged = reading.tag === "read" && sameSnapshot(about.before, snapshotOf(reading.value));
  return unchanged && wait <= longestWaitMs
    ? notSent(cause, { tag: "repeat", afterMs: wait })
    : notSent(cause);
}

/** A refund that went through can cause such a refusal of its own copy, so the order is read once more. */
async function documentedRefusal(said: Problem, about: Concluding): Promise<Conclusion> {
  const reading = mayBeAboutCopy(said) ? await readAgain(about) : null;
  if (reading?.tag !== "read") return refused(said);
  const order = reading.value;
  // A journal that cannot be read by now does not make the answer less known.
  const evidence = await evidenceIn(order, about).catch(() => null);
  if (evidence !== null) return unknown(contradictedRefusal(said, evidence));
  return isUnclear(order, about) ? unknown(butChanged(said)) : refused(said);
}

function butChanged(said: Problem): Problem {
  const message = `${said.message} But the order's refunds have changed since, and this refund may be why.`;
  return { ...said, message };
}

function isUnclear(order: Order, { request, before }: Concluding): boolean {
  return mayTellOf(doubtfulOf(request, before), order);
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
  if (evidence !== null) return acceptedByEvidence(evidence);
  if (isUnclear(order, about)) {
    return unknown(butChanged(settlement.problem));
  }
  const unchanged = sameSnapshot(about.before, snapshotOf(order));
  return unchanged || settlement.tag === "not-accepted"
    ? refused(settlement.problem, { by: "evidence", evidence: nothingShown })
    : unknown(settlement.problem);
}

/** No evidence does not prove that nothing happened: without any, the outcome stays unknown. */
async function lookForEvidence(cause: Problem, about: Concluding): Promise<Conclusion> {
  const signal = about.lookUntil();
  for (const pause of lookPausesMs) {
    if (signal.aborted) break;
    await about.sleep(pause);
    const reading = await about.readOrder(about.request.orderNumber, { signal });
    // An order that cannot be read now will hardly be readable in a second.
    if (reading.tag === "failed") break;
    const evidence = await evidenceIn(reading.value, about);
    if (evidence !== null) return acceptedByEvidence(evidence);
  }
  return unknown(cause);
}

function readAgain({ readOrder, request, lookUntil }: Concluding): Promise<Reading<Order>> {
  return readOrder(request.orderNumber, { signal: lookUntil() });
}

async function evidenceIn(order: Order, { request, before, others }: Concluding) {
  return findEvidence(doubtfulOf(request, before), order, await others());
}
