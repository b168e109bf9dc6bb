import type { Balance } from "./balance.ts";
import type { Order } from "./order.ts";
import { takesSecondRefund } from "./payment-method.ts";
import { placedTime } from "./placed-time.ts";
import { type Problem, problem } from "./problem.ts";
import { type ResolvedWish, unknownLines } from "./wish.ts";

const dayMs = 86_400_000;
/** Three months, less a day because order dates bear no zone. */
const threeMonthsMs = 90 * dayMs - dayMs;

/** Things that are only inferred, or only unusual: they cause a warning, never a refusal. */
export function concerns(
  order: Order,
  balance: Balance,
  wish: ResolvedWish,
  now: number,
): Problem[] {
  const found: Problem[] = [];
  const warn = (code: string, message: string) => found.push(problem(code, message));
  if (order.chargeback === "open") {
    warn(
      "chargeback-open",
      `A chargeback on order ${order.number} is open; 2Checkout will delay the refund.`,
    );
  }
  if (order.chargeback === "unreadable") {
    warn(
      "chargeback-unreadable",
      `2Checkout reports a chargeback state for order ${order.number} that is not known here. Look at it in the control panel before you refund the order.`,
    );
  }
  if (order.approveStatus === "FRAUD" || order.approveStatus === "INVALIDDATA") {
    warn(
      "order-not-approved",
      `Order ${order.number} is marked ${order.approveStatus}. Look at it in the control panel before you refund it.`,
    );
  }
  const placed = placedTime(order);
  if (placed === null) {
    warn(
      "order-date-unknown",
      `The date of order ${order.number} is unknown; 2Checkout refuses refunds after a year. Look it up in the control panel.`,
    );
  }
  if (placed !== null && now - placed > threeMonthsMs) {
    warn(
      "older-than-three-months",
      `Order ${order.number} is older than three months. 2Checkout's pages disagree about such orders, so it may refuse; then ask 2Checkout's support for the refund.`,
    );
  }
  if (balance.refunded !== null && balance.refunded.minor > 0n) {
    if (takesSecondRefund(order.payment) === false) {
      const how = order.payment.card ?? order.payment.type ?? "another method";
      warn(
        "second-partial-refund",
        `Part of order ${order.number} was refunded before, and it was paid by ${how}. 2Checkout makes a second partial refund only for Visa, MasterCard, Discover, Amex and PayPal, so it may refuse.`,
      );
    }
  }
  if (order.lines === null) warn("lines-unknown", unknownLines(order));
  if (balance.left === null) warn("balance-unknown", unknownBalance(order));
  const partOfOrder = order.paid === null || balance.left?.minor !== order.paid.minor;
  if (wish.items.length === 0 && (wish.kind === "partial" || partOfOrder)) {
    warn(
      "amount-without-lines",
      "This refund names an amount and no lines. If 2Checkout refuses it, refund the lines instead.",
    );
  }
  return found;
}

export function unknownBalance(order: Order): string {
  return order.paid === null
    ? `The amount paid on order ${order.number} is unknown.`
    : `The earlier refunds of order ${order.number} cannot be read, so the amount left is unknown.`;
}
