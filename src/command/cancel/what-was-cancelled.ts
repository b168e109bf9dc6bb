import type { AttemptId } from "../../domain/attempt-id.ts";
import type { Order } from "../../domain/order.ts";
import { showsPayment } from "../../domain/paid-out.ts";
import { type Attempt, isRefund } from "../../journal/attempt.ts";
import { attemptEvidence } from "../attempt-evidence.ts";
import { knownOrder } from "../known-order.ts";
import { waitingRefunds } from "./meant-refund.ts";

/** A refund can be cancelled for so long after it was asked for, by the vendor's own page. */
export const cancellableForMs = 2 * 3_600_000;

/** Which refund was cancelled, or in words why that is not clear. */
export type Proof =
  | { readonly tag: "withdrawn"; readonly attempt: AttemptId; readonly evidence: string }
  /** This journal knows none that it can have been. */
  | { readonly tag: "elsewhere" }
  | { readonly tag: "unclear"; readonly why: string };

/**
 * What a TRUE to `cancelRefund` proves, which names an order and no refund: only of the one refund that can
 * have been hit, and where nothing speaks against it, that it was this one.
 * @param attempts all on the order, newest first
 * @param order read again after the call; null when it could not be
 * @see docs/evidence.md, Cancelling
 */
export function whatWasCancelled(
  attempts: readonly Attempt[],
  order: Order | null,
  now: number,
): Proof {
  const waiting = waitingRefunds(attempts);
  const [only, ...others] = waiting;
  if (only === undefined) return { tag: "elsewhere" };
  if (others.length > 0) return unclear("several refunds of the order wait");
  const age = now - only.startedAt;
  // A clock that was set back tells no age.
  if (age > cancellableForMs || age < 0) {
    return unclear("the refund is older than the two hours for which it can be cancelled");
  }
  if (order === null) return unclear("the order could not be read again");
  if (showsPayment(order)) return unclear(`the order reads ${order.status}`);
  const undone = attempts.map((attempt) =>
    attempt.id === only.id && isRefund(attempt)
      ? { ...attempt, outcome: "withdrawn" as const }
      : attempt,
  );
  const known = knownOrder(order, undone);
  if (known.refunds.tag === "unreadable") {
    return unclear("the refunds that the order lists cannot be read");
  }
  const listed = attemptEvidence(only, known, undone);
  if (listed !== null) return unclear(listed);
  return {
    tag: "withdrawn",
    attempt: only.id,
    evidence: "2Checkout cancelled a refund of the order, and this was the only one that waited",
  };
}

function unclear(why: string): Proof {
  return { tag: "unclear", why };
}
