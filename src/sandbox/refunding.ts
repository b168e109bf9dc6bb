import { minorUnits } from "./amount.ts";
import { isObject } from "./json.ts";
import type { Line, Order } from "./shop-order.ts";
import {
  isSettled,
  orderOf,
  recordRefund,
  refundsOfOrder,
  statusOf,
  sumOf,
  type Hand,
  type RefundedItem,
  type Shop,
} from "./shop.ts";

const yearMs = 365 * 86_400_000;

/** The vendor's documented refusals, word for word; the last three are this stand-in's assumptions. */
export const refusals = {
  orderRefFormat: "ORDER_REF missing or format incorrect",
  orderRef: "Invalid ORDER_REF",
  amountFormat: "ORDER_AMOUNT missing or format incorrect",
  amount: "Invalid ORDER_AMOUNT",
  codesFormat: "PRODUCTS_CODES missing or format incorrect",
  quantityFormat: "PRODUCTS_QTY missing or format incorrect",
  quantity: "Invalid PRODUCTS_QTY",
  canceled: "Order already canceled",
  total: "You have already placed a Total refund for this order.",
  pending: "You already have a pending refund request.",
  exceeded: "The maximum refundable amount for this order has been exceeded.",
  status: "You cannot place a refund request due to the order's current status.",
  payment: "You cannot place a refund request due to the order's payment details.",
  expired: "The allowed period to request a new refund for this order has expired.",
  reasonMissing: "REFUND_REASON missing or format incorrect",
  reason: "Invalid REFUND_REASON",
  commentFormat: "COMMENT format incorrect",
} as const;

type Refusal = (typeof refusals)[keyof typeof refusals];

/** issueRefund's parameters after the session, not yet looked at. */
export interface RefundWish {
  readonly refNo: unknown;
  readonly amount: unknown;
  readonly items: unknown;
  readonly comment: unknown;
  readonly reason: unknown;
}

/** Enters the refund, or says why not; null means accepted, and pending until it is settled. */
export function placeRefund(shop: Shop, wish: RefundWish, by: Hand): Refusal | null {
  const { refNo, comment, reason } = wish;
  if (typeof refNo !== "string" || !/^\d+$/.test(refNo)) return refusals.orderRefFormat;
  if (typeof reason !== "string" || reason === "") return refusals.reasonMissing;
  if (!shop.account.reasons.includes(reason)) return refusals.reason;
  if (comment !== null && typeof comment !== "string") return refusals.commentFormat;

  const order = orderOf(shop, refNo);
  if (order === undefined) return refusals.orderRef;
  const ineligible = whyIneligible(shop, order);
  if (ineligible !== null) return ineligible;

  const earlier = refundsOfOrder(shop, order);
  const items = readItems(
    order,
    wish.items,
    earlier.flatMap((refund) => refund.items),
  );
  if (typeof items === "string") return items;
  const amount = readAmount(order, wish.amount, items);
  if (typeof amount === "string") return amount;
  if (sumOf(earlier) + amount > order.paid) return refusals.exceeded;

  recordRefund(shop, {
    api: "rpc6",
    by,
    refNo,
    lineItemId: null,
    currency: order.currency,
    amount,
    items,
    reason,
    category: null,
    comment: comment ?? "",
    settlesAt: shop.now + shop.settings.settleAfterMs,
  });
  return null;
}

function whyIneligible(shop: Shop, order: Order): Refusal | null {
  const refunds = refundsOfOrder(shop, order);
  if (order.status === "CANCELED") return refusals.canceled;
  if (statusOf(shop, order) === "REFUND") return refusals.total;
  if (refunds.some((refund) => !isSettled(refund, shop.now))) return refusals.pending;
  if (order.status !== "COMPLETE") return refusals.status;
  if (order.chargeback === "LOST" || order.chargeback === "ACCEPTED") return refusals.payment;
  if (!order.payment.collected || order.paid <= 0) return refusals.payment;
  return shop.now - order.placedAt > yearMs ? refusals.expired : null;
}

function readItems(
  order: Order,
  value: unknown,
  earlier: readonly RefundedItem[],
): readonly RefundedItem[] | Refusal {
  if (!Array.isArray(value)) return refusals.codesFormat;
  const items: RefundedItem[] = [];
  for (const wanted of value as readonly unknown[]) {
    const line = isObject(wanted) ? lineOf(order, wanted) : null;
    if (!isObject(wanted) || line === null) return refusals.codesFormat;
    if (items.some((item) => names(item, line))) return refusals.codesFormat;
    const { Quantity: quantity, Amount: value } = wanted;
    if (typeof quantity !== "number" || !Number.isInteger(quantity) || quantity < 1) {
      return refusals.quantityFormat;
    }
    if (quantity > line.quantity) return refusals.quantity;
    const amount = typeof value === "number" ? minorUnits(value, order.currency) : null;
    if (amount === null) return refusals.amountFormat;
    if (amount <= 0 || amount > line.paid) return refusals.amount;
    const refunded = sumOf(earlier.filter((item) => names(item, line)));
    if (refunded + amount > line.paid) return refusals.exceeded;
    items.push({ lineItemReference: line.reference, productCode: line.code, quantity, amount });
  }
  return items;
}

function names(item: RefundedItem, line: Line): boolean {
  return item.lineItemReference === line.reference && item.productCode === line.code;
}

/** The one line that an item names; null if it names none, or if several lines have the code. */
function lineOf(order: Order, item: Readonly<Record<string, unknown>>): Line | null {
  const { LineItemReference: reference, ProductCode: code } = item;
  if (typeof reference !== "string" && typeof code !== "string") return null;
  const matches = order.lines.filter(
    (line) =>
      (reference === undefined || line.reference === reference) &&
      (code === undefined || line.code === code),
  );
  const [match] = matches;
  return matches.length === 1 && match !== undefined ? match : null;
}

/** The refund's whole amount: stated, or else the sum of the items; if both are given, it must be their sum. */
function readAmount(
  order: Order,
  value: unknown,
  items: readonly RefundedItem[],
): number | Refusal {
  const sum = sumOf(items);
  if (value === null) return items.length === 0 ? refusals.amountFormat : sum;
  const amount = minorUnits(value, order.currency);
  if (amount === null) return refusals.amountFormat;
  const wrong = amount <= 0 || amount > order.paid || (items.length > 0 && amount !== sum);
  return wrong ? refusals.amount : amount;
}
