import { doubtfulOf, type Explained, findEvidence } from "../domain/evidence.ts";
import type { Order } from "../domain/order.ts";
import { type Attempt, isRefund } from "../journal/attempt.ts";
import type { Journal } from "../journal/journal.ts";
import type { SettlementRecord } from "../journal/settlement.ts";
import { mayBeAboutCopy } from "./about-a-copy.ts";

/**
 * The evidence that the order, as read now, shows for an attempt in doubt; null if there is none. What may also be
 * another attempt's that is still open is no evidence for one that was said not to be, or refused in plain words.
 * @param attempts all attempts on the same order; the attempt itself may be among them
 */
export function attemptEvidence(
  attempt: Attempt,
  order: Order,
  attempts: readonly Attempt[],
): string | null {
  if (!isRefund(attempt)) return null;
  const { kind, amount, items, before } = attempt;
  if (amount === null || before === null) return null;
  const others = attempts.filter(({ id }) => id !== attempt.id);
  const isRival = (other: Attempt) =>
    other.outcome === null && attemptEvidence(other, order, others) !== null;
  const isUnlikely = isSaidNotToBe(attempt) || attempt.settledBy === "answer";
  const rivals = isUnlikely ? others.filter(isRival) : [];
  return findEvidence(
    doubtfulOf({ kind, amount, items }, before),
    order,
    [...acceptedOf(others), ...rivals].flatMap(explanationOf),
  );
}

/** What the attempts on an order that are known to be accepted explain of what it shows. */
export function explainedBy(attempts: readonly Attempt[]): readonly Explained[] {
  return acceptedOf(attempts).flatMap(explanationOf);
}

function acceptedOf(attempts: readonly Attempt[]): readonly Attempt[] {
  return attempts.filter(({ outcome }) => outcome === "accepted");
}

function explanationOf(attempt: Attempt): readonly Explained[] {
  const { id, amount, items, completes, before } = attempt;
  return amount === null ? [] : [{ attempt: id, amount, items, completes, before }];
}

/**
 * The attempts on an order that was just read. Those that a person called not applied, that were withdrawn, or whose
 * refusal the order can contradict, become accepted if it now shows them. The correction is recorded unless nothing may be
 * recorded.
 */
export async function overruleByEvidence(
  attempts: readonly Attempt[],
  order: Order,
  journal: Pick<Journal, "settle" | "revive">,
  { record }: { readonly record: boolean },
): Promise<readonly Attempt[]> {
  let corrected = attempts;
  // Oldest first, each with the earlier ones corrected, so that one refund in the order explains one attempt.
  for (const attempt of attempts.toReversed()) {
    if (!mayBeShown(attempt)) continue;
    const evidence = attemptEvidence(attempt, order, corrected);
    if (evidence === null) continue;
    if (record) {
      await (attempt.outcome === "withdrawn"
        ? journal.revive(attempt.id, { by: "evidence", evidence, at: order.readAt })
        : journal.settle(attempt.id, shownAccepted(evidence, order.readAt)));
    }
    corrected = corrected.map((other) =>
      other.id === attempt.id ? { ...attempt, outcome: "accepted" } : other,
    );
  }
  return corrected;
}

/**
 * An outcome that a person gave, one that rested on an order that did not show the refund yet, or that a
 * refund was withdrawn: whoever said so, it may be paid out after all.
 */
export function mayBeOverruled(attempt: Attempt): boolean {
  if (!isRefund(attempt)) return false;
  if (isSaidNotToBe(attempt)) return true;
  return attempt.outcome === "refused" && attempt.settledBy === "evidence";
}

/** The same, and a refusal that may be about a copy of the request: only the order itself speaks against that. */
export function mayBeShown(attempt: Attempt): boolean {
  if (mayBeOverruled(attempt)) return true;
  const { outcome, problem, subject } = attempt;
  if (!isRefund(attempt) || subject.api !== "rpc6" || outcome !== "refused") return false;
  return problem !== null && mayBeAboutCopy(problem);
}

function isSaidNotToBe({ outcome }: Attempt): boolean {
  return outcome === "not-applied" || outcome === "withdrawn";
}

/** What is recorded of an attempt that the order, read again, shows to be accepted. */
export function shownAccepted(evidence: string, at: number): SettlementRecord {
  return { outcome: "accepted", by: "evidence", problem: null, evidence, at };
}
