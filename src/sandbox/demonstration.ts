import { createHash } from "node:crypto";
import { decimalText, minorUnits } from "./amount.ts";
import { lineItemsAt, refundedBefore } from "./demonstration-line-items.ts";
import { orderSketches, plainOrder, type OrderSketch } from "./demonstration-orders.ts";
import type { LineItem } from "./shop-line-item.ts";
import type { Line, Order } from "./shop-order.ts";
import type { Refund } from "./refund.ts";
import { firstRefundId, type Memory } from "./shop.ts";

const dayMs = 86_400_000;

/** The line that the vendor's own example of a partial refund names. */
const exampleReference = "a439c84a4b1e8ad1d7bf38407f5ea7473433ce7b";

/** The orders and line items as they stand in a shop opened at the given moment (ms). */
export function demonstrationAt(openedAt: number): {
  readonly orders: readonly Order[];
  readonly lineItems: readonly LineItem[];
} {
  return {
    orders: orderSketches.map((sketch) => orderAt(openedAt, sketch)),
    lineItems: lineItemsAt(openedAt),
  };
}

/** The demonstration orders by number, for people to choose from. */
export const demonstrationOrders: readonly { readonly refNo: string; readonly about: string }[] =
  demonstrationAt(0).orders.map(({ refNo, about, paid, currency }) => ({
    refNo,
    about: `${decimalText(paid, currency)} ${currency}, ${about}`,
  }));

/** The demonstration line items by number, with their sales, for people to choose from. */
export const demonstrationLineItems: readonly {
  readonly id: string;
  readonly sale: string;
  readonly about: string;
}[] = demonstrationAt(0).lineItems.map(({ id, about, amount, invoice: { currency, sale } }) => ({
  id,
  sale,
  about: `${decimalText(amount, currency)} ${currency}, ${about}`,
}));

/** What a shop knows when it opens: the refunds made before that, and no sessions. */
export function openingMemory(openedAt: number): Memory {
  const yesterday = openedAt - dayMs;
  const before = { id: "", items: [], comment: "", withdrawn: null } as const;
  const ofOrders = orderSketches.flatMap((sketch): Refund | readonly Refund[] => {
    const { refNo, currency = "USD", refunded, pending, requested } = sketch;
    const amount = refunded ?? pending ?? requested;
    if (amount === undefined) return [];
    return {
      ...before,
      // What the customer asks for in the account page is decided on for 10 days.
      at: requested === undefined ? yesterday : openedAt - 3_600_000,
      by: requested === undefined ? "past" : "shopper",
      api: "rpc6",
      refNo,
      lineItemId: null,
      currency,
      settlesAt:
        refunded !== undefined ? yesterday : requested === undefined ? null : openedAt + 10 * dayMs,
      amount: minor(amount, currency),
      reason: "Other",
      category: null,
    };
  });
  const ofLineItems = lineItemsAt(openedAt)
    .filter((item) => item.id === refundedBefore)
    .map(({ id, amount, invoice: { currency } }): Refund => ({
      ...before,
      at: yesterday,
      by: "past",
      api: "legacy",
      refNo: null,
      lineItemId: id,
      currency,
      amount,
      reason: null,
      category: 5,
      settlesAt: yesterday,
    }));
  const refunds = [...ofOrders, ...ofLineItems].map((refund, index) => ({
    ...refund,
    id: String(firstRefundId + index),
  }));
  return { openedAt, sessions: [], refunds };
}

function orderAt(openedAt: number, sketch: OrderSketch): Order {
  const { refNo, about, currency = "USD", daysOld = 20, rest = {} } = sketch;
  const order = { ...plainOrder, ...rest };
  const placedAt = openedAt - daysOld * dayMs;
  const lines = sketch.lines.map(([name, code, quantity, paid, gross = paid], index): Line => {
    const reference = code === "PRO-1Y" ? exampleReference : sha1(`${refNo} ${index}`);
    return {
      name,
      code,
      quantity,
      gross: minor(gross, currency),
      paid: minor(paid, currency),
      reference: order.shape === "2015" ? null : reference,
    };
  });
  const sum = lines.reduce((total, line) => total + line.paid, 0);
  return {
    ...order,
    refNo,
    about,
    currency,
    placedAt,
    lines,
    finishedAt: order.status === "COMPLETE" ? placedAt + 90_000 : null,
    paid: sketch.paid === undefined ? sum : minor(sketch.paid, currency),
  };
}

function minor(text: string, currency: string): number {
  const value = minorUnits(text, currency);
  if (value === null) throw new Error(`${text} is not an amount in ${currency}`);
  return value;
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
