import type { AttemptId } from "./attempt-id.ts";
import {
  addMoney,
  compareMoney,
  largerOf,
  type Money,
  subtractMoney,
  sumMoney,
  zero,
} from "./money.ts";
import { linesNamed } from "./named-line.ts";
import type { Order, OrderLine } from "./order.ts";

/** A refund of this order that the journal knows to be accepted. */
export interface AcceptedRefund {
  readonly attempt: AttemptId;
  readonly amount: Money;
  /** Empty when the refund named no lines. */
  readonly items: readonly RefundedPieces[];
}

/** `quantity` pieces of one line, and the money for all of them together. */
export interface RefundedPieces {
  readonly reference: string | null;
  readonly productCode: string | null;
  readonly quantity: number;
  readonly amount: Money;
}

/** What was refunded and what is left, as far as journal and order show. Null means unknown. */
export interface Balance {
  readonly refunded: Money | null;
  readonly left: Money | null;
  /** What is left according to this journal alone, whatever the order says. */
  readonly leftByJournal: Money | null;
  /** One for each of the order's lines, in the same sequence; none if they are unknown. */
  readonly lines: readonly LineBalance[];
}

export interface LineBalance {
  readonly line: OrderLine;
  readonly refunded: Money;
  readonly left: Money | null;
  /** Pieces and money of this line that the journal knows to be refunded. */
  readonly journalled: { readonly quantity: number; readonly amount: Money };
  /** Whether the order itself confirms exactly what the journal knows. */
  readonly agreed: boolean;
}

/**
 * What is left = paid − the larger of what the journal knows to be accepted and what the order's
 * readable `Refunds` add up to; unreadable `Refunds` make it unknown.
 */
export function balanceOf(order: Order, accepted: readonly AcceptedRefund[]): Balance {
  const journalled = sumMoney(
    accepted.map((refund) => refund.amount),
    order.currency,
  );
  const refunded = refundedOf(order, journalled);
  const agreed = refunded !== null && listedTotal(order)?.minor === journalled.minor;
  const lines = (order.lines ?? []).map((line) => lineRefunds(line, order, accepted));
  const attributed = sumMoney(
    lines.map((line) => line.refunded),
    order.currency,
  );
  const allAttributed = refunded !== null && compareMoney(refunded, attributed) <= 0;
  const left = order.paid && refunded && atLeastZero(subtractMoney(order.paid, refunded));
  return {
    refunded,
    left,
    leftByJournal: order.paid && atLeastZero(subtractMoney(order.paid, journalled)),
    lines: lines.map((line) => ({
      ...line,
      left: left?.minor === 0n ? left : leftOfLine(line, allAttributed),
      agreed,
    })),
  };
}

/** Null where a refund of the order may have been of this line, too. */
function leftOfLine(
  { line, refunded }: Pick<LineBalance, "line" | "refunded">,
  allAttributed: boolean,
): Money | null {
  if (!allAttributed || line.amount === null) return null;
  return atLeastZero(subtractMoney(line.amount, refunded));
}

function refundedOf(order: Order, journalled: Money): Money | null {
  const listed = listedTotal(order);
  return listed && largerOf(journalled, listed);
}

function listedTotal(order: Order): Money | null {
  switch (order.refunds.tag) {
    case "none":
      return zero(order.currency);
    case "readable":
      return order.refunds.total;
    // Nobody has compared it with what is known to be withdrawn.
    case "partly-undone":
    case "unreadable":
      return null;
  }
}

function lineRefunds(line: OrderLine, order: Order, accepted: readonly AcceptedRefund[]) {
  const items = accepted
    .flatMap((refund) => refund.items)
    .filter((item) => linesNamed(order.lines ?? [], item).includes(line));
  const journalled = {
    quantity: items.reduce((pieces, item) => pieces + item.quantity, 0),
    amount: sumMoney(
      items.map((item) => item.amount),
      order.currency,
    ),
  };
  const listed =
    order.refunds.tag === "readable"
      ? order.refunds.entries
          .filter((entry) => entry.lines?.length === 1 && entry.lines[0] === line.reference)
          .reduce((sum, entry) => addMoney(sum, entry.amount), zero(order.currency))
      : zero(order.currency);
  return { line, journalled, refunded: largerOf(journalled.amount, listed) };
}

function atLeastZero(money: Money): Money {
  return largerOf(money, zero(money.currency));
}
