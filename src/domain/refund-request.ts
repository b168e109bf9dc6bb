import type { Balance } from "./balance.ts";
import {
  compareMoney,
  largerOf,
  type Money,
  moneyText,
  subtractMoney,
  sumMoney,
  zero,
} from "./money.ts";
import type { Order } from "./order.ts";
import type { OrderNumber } from "./order-number.ts";
import { concerns, unknownBalance } from "./concerns.ts";
import { placedTime } from "./placed-time.ts";
import { type Problem, problem } from "./problem.ts";
import type { RefundItem } from "./refund-item.ts";
import type { RefundKind } from "./refund-kind.ts";
import { type EarlierRefund, samenessOf } from "./same-refund.ts";
import type { ResolvedWish } from "./wish.ts";

declare const checked: unique symbol;

/** A refund that passed every check against one reading of its order. Only `checkRefund` makes one. */
export interface RefundRequest {
  readonly [checked]: true;
  readonly orderNumber: OrderNumber;
  readonly kind: RefundKind;
  readonly amount: Money;
  readonly items: readonly RefundItem[];
  readonly reason: string;
  /** The customer reads it. Empty when there is none. */
  readonly comment: string;
  /** Equal for the same refund, however it was spelled. */
  readonly sameness: string;
  /** After this refund nothing is left of what was paid. */
  readonly completes: boolean;
}

export interface Checks {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly reason: string;
  readonly comment: string;
  /** Turn local refusals into warnings; 2Checkout decides. */
  readonly skip: boolean;
  /** Accepted refunds of the order; this one may be the same as one of them. */
  readonly earlier: readonly EarlierRefund[];
}

export type CheckedRefund =
  | {
      readonly tag: "request";
      readonly request: RefundRequest;
      readonly warnings: readonly Problem[];
    }
  | { readonly tag: "refused"; readonly problem: Problem };

/**
 * The only function that makes a refund request. It checks every documented requirement and the balance.
 * @see docs/api-notes.md, Requirements
 */
export function checkRefund(
  order: Order,
  balance: Balance,
  wish: ResolvedWish,
  checks: Checks,
): CheckedRefund {
  const amount = amountOf(wish, balance, checks.skip);
  const refusals = [
    ...stateRefusals(order, checks.now),
    ...(amount === null
      ? [problem("balance-unknown", unknownBalance(order))]
      : amountRefusals(order, balance, { ...wish, amount })),
  ];
  const [first] = refusals;
  if (amount === null || amount.minor <= 0n || (first !== undefined && !checks.skip)) {
    return { tag: "refused", problem: first ?? nothingLeft(order) };
  }
  return {
    tag: "request",
    warnings: [...refusals, ...concerns(order, balance, wish, checks.now)],
    request: {
      orderNumber: order.number,
      kind: wish.kind,
      amount,
      items: wish.items,
      reason: checks.reason,
      comment: checks.comment,
      sameness: samenessOf(order, balance, amount, wish, checks.earlier),
      completes: isLast(balance, amount, wish),
      // The brand has no value: it keeps other places from building a request.
    } as RefundRequest,
  };
}

/** What would be taken; for a remainder that the order does not show, what the journal knows, if that is enough. */
export function amountOf(
  wish: ResolvedWish,
  { leftByJournal }: Balance,
  skip: boolean,
): Money | null {
  return wish.amount ?? (skip ? leftByJournal : null);
}

/** A `total` always takes what is left, whatever others took: that is its meaning. */
function isLast({ leftByJournal }: Balance, amount: Money, { kind }: ResolvedWish): boolean {
  return kind === "total" || (leftByJournal !== null && compareMoney(amount, leftByJournal) >= 0);
}

const dayMs = 86_400_000;
/** A year, plus a day because order dates have no zone. */
const refundablePeriodMs = 366 * dayMs + dayMs;

function stateRefusals(order: Order, now: number): Problem[] {
  const found: Problem[] = [];
  const refuse = (code: string, message: string) => found.push(problem(code, message));
  if (order.status === "REFUND") {
    refuse("already-refunded", `Order ${order.number} was already refunded (REFUND).`);
  } else if (order.status === "REVERSED") {
    refuse(
      "order-not-complete",
      `Order ${order.number} is REVERSED (a reversed authorization or a refund); it cannot be refunded.`,
    );
  } else if (order.status !== "COMPLETE") {
    refuse(
      "order-not-complete",
      `Order ${order.number} is ${order.status}; only a COMPLETE order can be refunded.`,
    );
  }
  if (order.paid !== null && order.paid.minor <= 0n) {
    refuse(
      "nothing-paid",
      `Nothing was paid on order ${order.number}, so nothing can be refunded.`,
    );
  }
  const placed = placedTime(order);
  if (placed !== null && now - placed > refundablePeriodMs) {
    refuse("too-late", `Order ${order.number} is older than a year (${String(order.placedAt)}).`);
  }
  if (order.chargeback === "lost" || order.chargeback === "accepted") {
    refuse(
      "chargeback-lost",
      `A chargeback on order ${order.number} was ${order.chargeback}: the customer has been paid already.`,
    );
  }
  return found;
}

function amountRefusals(
  order: Order,
  balance: Balance,
  wish: ResolvedWish & { readonly amount: Money },
): Problem[] {
  // The line first: a problem with the line says more than "the order has less than that".
  const found = wish.items.flatMap((item) => itemRefusals(item, balance));
  const { amount } = wish;
  if (order.paid !== null && compareMoney(amount, order.paid) > 0) {
    found.push(
      problem(
        "amount-exceeds-order",
        `${moneyText(amount)} is more than the ${moneyText(order.paid)} paid on order ${order.number}.`,
      ),
    );
  }
  // If the order's own refunds are unreadable, the journal alone still limits what is left.
  const left = balance.left ?? balance.leftByJournal;
  if (left?.minor === 0n && order.paid?.minor !== 0n) {
    found.push(nothingLeft(order));
  } else if (left !== null && compareMoney(amount, left) > 0) {
    found.push(
      problem(
        "amount-exceeds-balance",
        `${moneyText(amount)} is more than the ${moneyText(left)} left on order ${order.number}.`,
      ),
    );
  }
  return found;
}

function itemRefusals(item: RefundItem, balance: Balance): Problem[] {
  const { line, quantity, amount } = item;
  const name = line.productCode ?? line.name ?? line.reference ?? "?";
  const found: Problem[] = [];
  if (line.quantity !== null && quantity > line.quantity) {
    found.push(
      problem(
        "quantity-exceeds-line",
        `Line ${name} has ${line.quantity} pieces, not ${quantity}.`,
      ),
    );
  }
  if (line.amount === null) return found;
  const earlier = balance.lines.filter((candidate) => candidate.line === line);
  const refunded = sumMoney(
    earlier.map((candidate) => candidate.refunded),
    amount.currency,
  );
  const left = largerOf(subtractMoney(line.amount, refunded), zero(amount.currency));
  if (compareMoney(amount, line.amount) > 0) {
    found.push(
      problem(
        "amount-exceeds-line",
        `${moneyText(amount)} is more than line ${name} cost, ${moneyText(line.amount)}.`,
      ),
    );
  } else if (compareMoney(amount, left) > 0) {
    found.push(
      problem(
        "amount-exceeds-balance",
        `${moneyText(amount)} is more than the ${moneyText(left)} left on line ${name}.`,
      ),
    );
  }
  return found;
}

function nothingLeft(order: Order): Problem {
  return problem("already-refunded", `Nothing is left to refund on order ${order.number}.`);
}
