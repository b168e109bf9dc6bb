import { findEvidence } from "../domain/evidence.ts";
import type { Order } from "../domain/order.ts";
import type { Attempt } from "../journal/attempt.ts";
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
