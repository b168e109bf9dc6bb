import { compareMoney, type Money, sumMoney } from "./money.ts";
import type { Order } from "./order.ts";

/** A refund of an order that was accepted, and whether it was seen paid out. */
export interface AcceptedOnOrder<Id> {
  readonly id: Id;
  readonly amount: Money | null;
  /** How many refund invoices there were at the first look; null before that. */
  readonly invoices: number | null;
  readonly isProcessed: boolean;
}

/**
 * The accepted refunds that the order's status shows to be paid out: REFUND, where all of them together make
 * up what was paid. Less than that, and somebody else may have refunded the rest.
 * @param order at the largest prices that were ever read
 */
export function paidOutByStatus<Id>(
  order: Order,
  accepted: readonly AcceptedOnOrder<Id>[],
): readonly Id[] {
  if (order.status !== "REFUND" || order.paid === null) return [];
  const amounts = accepted.map(({ amount }) => amount).filter((amount) => amount !== null);
  if (amounts.length < accepted.length) return [];
  if (amounts.some(({ currency }) => currency !== order.currency)) return [];
  if (compareMoney(sumMoney(amounts, order.currency), order.paid) !== 0) return [];
  return waiting(accepted).map(({ id }) => id);
}

/**
 * The accepted refunds that refund invoices show to be paid out: as many are new as refunds wait. One of them
 * that was never looked at before leaves open what is new.
 * @param count how many refund invoices the order has now
 */
export function paidOutByInvoices<Id>(
  count: number,
  accepted: readonly AcceptedOnOrder<Id>[],
): readonly Id[] {
  const open = waiting(accepted);
  const before = open.map(({ invoices }) => invoices).filter((invoices) => invoices !== null);
  if (open.length === 0 || before.length < open.length) return [];
  return count - Math.min(...before) === open.length ? open.map(({ id }) => id) : [];
}

/** Whether an order looks as if a refund of it had been paid out, or its payment been reversed. */
export function showsPayment({ status, paid }: Order): boolean {
  return status === "REFUND" || status === "REVERSED" || (paid !== null && paid.minor < 0n);
}

function waiting<Id>(accepted: readonly AcceptedOnOrder<Id>[]): readonly AcceptedOnOrder<Id>[] {
  return accepted.filter(({ isProcessed }) => !isProcessed);
}
