import { createHash } from "node:crypto";
import { plainOrder } from "./demonstration-orders.ts";
import type { LineItem } from "./shop-line-item.ts";
import type { Line, Order } from "./shop-order.ts";

const dayMs = 86_400_000;
const firstOrder = 2_000_000_000;
const firstLineItem = 3_000_000_000;

/** The number of a generated order; the first has index 0. */
export function generatedOrderNumber(index: number): string {
  return String(firstOrder + index);
}

/** The id of a generated line item of the legacy API. */
export function generatedLineItemId(index: number): string {
  return String(firstLineItem + index);
}

/** An order made from its number, so that a million of them take no space; null if it is not one of the first `count`. */
export function generatedOrder(refNo: string, count: number, openedAt: number): Order | null {
  const index = indexOf(refNo, firstOrder, count);
  if (index === null) return null;
  const price = 1_000 + ((index * 37) % 9_000);
  const placedAt = openedAt - 20 * dayMs;
  const lines = [line(refNo, "Licence", "GEN-A", 1, price), line(refNo, "Seat", "GEN-B", 2, 500)];
  return {
    ...plainOrder,
    refNo,
    about: "generated",
    currency: "USD",
    lines,
    paid: price + 500,
    placedAt,
    finishedAt: placedAt + 90_000,
  };
}

/** A line item made from its id, in the same way. */
export function generatedLineItem(id: string, count: number, openedAt: number): LineItem | null {
  const index = indexOf(id, firstLineItem, count);
  if (index === null) return null;
  const amount = 500 + ((index * 11) % 2_000);
  const invoice = { id: `9${id}`, sale: `8${id}`, currency: "USD", balance: amount, ours: true };
  return {
    id,
    about: "generated",
    name: "Licence",
    amount,
    refundable: true,
    oddity: null,
    invoice: { ...invoice, placedAt: openedAt - 20 * dayMs },
  };
}

function indexOf(text: string, first: number, count: number): number | null {
  const index = Number(text) - first;
  return Number.isInteger(index) && index >= 0 && index < count ? index : null;
}

function line(refNo: string, name: string, code: string, quantity: number, paid: number): Line {
  const reference = createHash("sha1").update(`${refNo} ${code}`).digest("hex");
  return { name, code, quantity, gross: paid, paid, reference };
}
