import { type Balance, type RefundedPieces } from "../domain/balance.ts";
import { decimalText, type Money } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import type { Problem } from "../domain/problem.ts";
import type { Attempt } from "../journal/attempt.ts";
import type { OutcomeError } from "../outcome.ts";
import type { AttemptDocument } from "./documents/attempt-document.ts";
import type { RefundOutcomeDocument } from "./documents/refund-outcome-document.ts";

/** Decimal text, or null for money that is not known. */
export function moneyPart(money: Money | null): string | null {
  return money && decimalText(money);
}

export function orderPart({ order, balance }: { order: Order; balance: Balance }) {
  return {
    refNo: order.number,
    status: order.status,
    currency: order.currency,
    paid: moneyPart(order.paid),
    refunded: moneyPart(balance.refunded),
    refundable: moneyPart(balance.left),
  };
}

export function itemPart({ reference, productCode, quantity, amount }: RefundedPieces) {
  return { lineItemReference: reference, productCode, quantity, amount: decimalText(amount) };
}

export function warningPart({ code, message, api }: Problem) {
  return { code, message, api: api ?? null };
}

export function errorPart(
  error: OutcomeError | null,
): NonNullable<RefundOutcomeDocument["error"]> | null {
  return error && { ...warningPart(error), attempt: error.attempt ?? null };
}

export function attemptPart(attempt: Attempt): AttemptDocument {
  const { subject, amount, problem } = attempt;
  return {
    schema: "refund.attempt/1",
    attempt: attempt.id,
    api: subject.api,
    realm: subject.realm,
    account: subject.account,
    order: subject.api === "rpc6" ? subject.number : null,
    lineItem: subject.api === "legacy" ? subject.number : null,
    kind: attempt.kind,
    amount: moneyPart(amount),
    currency: amount && amount.currency,
    items: attempt.items.map(itemPart),
    reason: attempt.reason,
    comment: attempt.comment,
    ticket: attempt.ticket,
    again: attempt.again,
    cancels: attempt.kind === "cancel" ? attempt.cancels : null,
    outcome: attempt.outcome ?? "unknown",
    processed: attempt.processed && {
      at: timePart(attempt.processed.at),
      by: attempt.processed.by,
    },
    settledBy: attempt.settledBy,
    batch: attempt.row && attempt.row.batch,
    row: attempt.origin && attempt.origin.row,
    source: attempt.origin && attempt.origin.source,
    evidence: attempt.evidence,
    error: errorPart(problem),
    user: attempt.who.user,
    host: attempt.who.host,
    startedAt: timePart(attempt.startedAt),
    settledAt: attempt.settledAt === null ? null : timePart(attempt.settledAt),
  };
}

/** Milliseconds since the epoch as ISO 8601 in UTC. */
export function timePart(time: number): string {
  return new Date(time).toISOString();
}
