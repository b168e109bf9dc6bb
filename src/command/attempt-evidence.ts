import { findEvidence } from "../domain/evidence.ts";
import type { Order } from "../domain/order.ts";
import type { Attempt } from "../journal/attempt.ts";
import type { Journal } from "../journal/journal.ts";
import { explainedBy } from "./conclude.ts";

/**
 * What the order, read now, shows for an attempt in doubt; null when nothing does.
 * @param others all attempts on the same order; the attempt itself may be among them
 */
export function attemptEvidence(
  attempt: Attempt,
  order: Order,
  others: readonly Attempt[],
): string | null {
  const { kind, amount, items, before } = attempt;
  if (amount === null || before === null) return null;
  const lines = items.flatMap(({ reference }) => (reference === null ? [] : [reference]));
  return findEvidence(
    { kind, amount, lines, before },
    order,
    explainedBy(others.filter(({ id }) => id !== attempt.id)),
  );
}

/**
 * The attempts on an order that was just read, those corrected that a person called not applied although
 * the order now shows them. The correction is recorded unless nothing may be.
 */
export async function overruleByEvidence(
  attempts: readonly Attempt[],
  order: Order,
  journal: Pick<Journal, "settle">,
  { record }: { readonly record: boolean },
): Promise<readonly Attempt[]> {
  const corrected: Attempt[] = [];
  for (const attempt of attempts) {
    const evidence =
      attempt.outcome === "not-applied" ? attemptEvidence(attempt, order, attempts) : null;
    if (evidence !== null && record) {
      await journal.settle(attempt.id, {
        ...{ outcome: "accepted", by: "evidence", problem: null, evidence, at: order.readAt },
      });
    }
    corrected.push(evidence === null ? attempt : { ...attempt, outcome: "accepted" });
  }
  return corrected;
}
