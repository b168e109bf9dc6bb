import type { AttemptId } from "../domain/attempt-id.ts";
import type { Order } from "../domain/order.ts";
import { type AcceptedOnOrder, paidOutByInvoices, paidOutByStatus } from "../domain/paid-out.ts";
import { type Attempt, isRefund, type Processed } from "../journal/attempt.ts";
import type { Journal } from "../journal/journal.ts";
import { positionOf } from "./plan.ts";

/** A first look at the invoices tells what is new later, if it comes so soon after the refund. */
const firstLookWithinMs = 86_400_000;

/** What was seen of an order. */
export interface Look {
  readonly order: Order;
  /** How many refund invoices it has; null where nobody asked, or nobody could tell. */
  readonly invoices: number | null;
}

/**
 * The attempts on an order that was just read, with those marked that it shows to be paid out. What is seen is
 * recorded unless nothing may be.
 * @param attempts all on the order
 */
export async function lookAtPaidOut(
  attempts: readonly Attempt[],
  { order, invoices }: Look,
  journal: Pick<Journal, "markProcessed" | "keepInvoices">,
  { record }: { readonly record: boolean },
): Promise<readonly Attempt[]> {
  const at = order.readAt;
  const byStatus = paidOutByStatus(positionOf(order, attempts).order, acceptedIn(attempts));
  const shown = await mark(attempts, byStatus, { at, by: "status" });
  if (invoices === null) return shown;

  const unseen = acceptedAttempts(shown).filter(
    ({ invoices: first, processed, startedAt }) =>
      first === null && processed === null && at - startedAt <= firstLookWithinMs,
  );
  const firstSeen = unseen.map(({ id }) => id);
  if (record && firstSeen.length > 0) await journal.keepInvoices(firstSeen, invoices, at);
  const looked = shown.map((attempt) =>
    firstSeen.includes(attempt.id) ? { ...attempt, invoices } : attempt,
  );
  const byInvoices = paidOutByInvoices(invoices, acceptedIn(looked));
  return mark(looked, byInvoices, { at, by: "invoices" });

  async function mark(
    all: readonly Attempt[],
    ids: readonly AttemptId[],
    processed: Processed,
  ): Promise<readonly Attempt[]> {
    if (ids.length === 0) return all;
    if (record) await journal.markProcessed(ids, processed);
    return all.map((attempt) => (ids.includes(attempt.id) ? { ...attempt, processed } : attempt));
  }
}

function acceptedAttempts(attempts: readonly Attempt[]): readonly Attempt[] {
  return attempts.filter((attempt) => isRefund(attempt) && attempt.outcome === "accepted");
}

function acceptedIn(attempts: readonly Attempt[]): readonly AcceptedOnOrder<AttemptId>[] {
  return acceptedAttempts(attempts).map(({ id, amount, invoices, processed }) => ({
    id,
    amount,
    invoices,
    isProcessed: processed !== null,
  }));
}
