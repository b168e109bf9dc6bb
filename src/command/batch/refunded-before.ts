import { balanceOf } from "../../domain/balance.ts";
import { decimalText, type Money, moneyText } from "../../domain/money.ts";
import type { Order } from "../../domain/order.ts";
import { problem } from "../../domain/problem.ts";
import type { Attempt, RowOfBatch } from "../../journal/attempt.ts";
import type { OutcomeError } from "../../outcome.ts";
import { explainedBy } from "../attempt-evidence.ts";
import type { Objection, SeenOrder } from "../refund/refund-task.ts";
import type { OrderRow, Row } from "./row.ts";

/**
 * Whether a row may refund an order of which something was refunded before. Whoever wrote the file may not
 * have known of that; with the column `refunded` they say that they did.
 * @param own the row's own attempts, which do not count
 * @param despite whether `--despite-refunds` was given: then it is only a warning
 */
export function refundedBefore(
  row: OrderRow,
  own: RowOfBatch | null,
  despite: boolean,
  { order, attempts }: SeenOrder,
): Objection {
  const others = attempts.filter(({ row: made }) => !isSameRow(made, own));
  const accepted = explainedBy(others);
  const before = balanceOf(order, accepted).refunded;
  const isSaid = row.refunded !== null;
  if (isSaid && before !== null && row.refunded === decimalText(before)) return nothing;
  if (!isSaid && before?.minor === 0n) return nothing;
  const found = problem("refunded-before", `${whatWasFound(order, before, others)}.`);
  if (despite || !isBoundByRefunds(row)) return { error: null, warnings: [found] };
  const error: OutcomeError = {
    ...found,
    message: `${found.message} ${whatToDo(row, before)} Nothing was sent.`,
  };
  const [latest] = accepted;
  return {
    error: latest === undefined ? error : { ...error, attempt: latest.attempt },
    warnings: [],
  };
}

/** Whether what was refunded before can keep a row from being refunded. */
export function isBoundByRefunds(row: Row): boolean {
  return row.api === "rpc6" && (row.wish.kind !== "total" || row.refunded !== null);
}

const nothing: Objection = { error: null, warnings: [] };

function isSameRow(made: RowOfBatch | null, own: RowOfBatch | null): boolean {
  return made !== null && own !== null && made.batch === own.batch && made.key === own.key;
}

/** How much, and as far as this journal knows also when and by which attempt. */
function whatWasFound(order: Order, before: Money | null, others: readonly Attempt[]): string {
  if (before === null) {
    return `2Checkout shows refunds of order ${order.number} that cannot be read, so it is unknown how much was refunded before`;
  }
  if (before.minor === 0n) {
    return `Nothing was refunded on order ${order.number} before`;
  }
  const made = others.flatMap(({ id, outcome, amount, startedAt }) =>
    outcome === "accepted" && amount !== null
      ? [`attempt ${id} of ${dayOf(startedAt)} (${moneyText(amount)})`]
      : [],
  );
  const by = made.length === 0 ? "as the order itself shows" : `by ${made.join(", ")}`;
  return `${moneyText(before)} of order ${order.number} was refunded before, ${by}`;
}

function whatToDo({ refunded, currency }: OrderRow, before: Money | null): string {
  if (before === null) {
    return "Look the order up in the control panel; if the refund is right, add --despite-refunds.";
  }
  const amount = decimalText(before);
  return refunded === null
    ? `If the row is meant on top of that, put ${amount} into its column refunded, or add --despite-refunds.`
    : `The row says that ${refunded} ${currency ?? ""} was. If the row is right all the same, put ${amount} there, or add --despite-refunds.`;
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
