import { minorUnits } from "./amount.ts";
import { isObject } from "./json.ts";
import type { Line, Order } from "./shop-order.ts";
import { type Hand, type Refund, type RefundedItem, stateOf, sumOf } from "./refund.ts";
import { isReturned, orderOf, recordRefund, type Shop, standingRefunds } from "./shop.ts";

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

  const earlier = standingRefunds(shop, order);
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
    ...endOf(shop, order),
  });
  return null;
}

/** Decides that the newest refund is declined where it would have been paid out. */
export function declineLater(shop: Shop): void {
  const newest = shop.memory.refunds.at(-1);
  if (newest === undefined || newest.settlesAt === null) return;
  const { settlesAt: at } = newest;
  shop.memory.refunds = shop.memory.refunds.map((refund) =>
    refund === newest ? { ...refund, settlesAt: null, withdrawn: { as: "declined", at } } : refund,
  );
}

/** When, and how, a refund of an order that is made now comes to its end. */
function endOf(shop: Shop, { course }: Order): Pick<Refund, "settlesAt" | "withdrawn"> {
  const at = shop.now + (course.pendingMs ?? shop.settings.settleAfterMs);
  return course.end === "declined"
    ? { settlesAt: null, withdrawn: { as: "declined", at } }
    : { settlesAt: at, withdrawn: null };
}

function whyIneligible(shop: Shop, order: Order): Refusal | null {
  const refunds = standingRefunds(shop, order);
  if (order.status === "CANCELED") return refusals.canceled;
  if (isReturned(shop, order)) return refusals.total;
  if (refunds.some((refund) => stateOf(refund, shop.now) === "pending")) return refusals.pending;
  if (order.status !== "COMPLETE") return refusals.status;
  if (order.chargeback === "LOST" || order.chargeback === "ACCEPTED") return refusals.payment;
  if (!order.payment.collected || order.paid <= 0) return refusals.payment;
  if (refunds.length > 0 && !takesSecondRefund(order)) return refusals.payment;
  return shop.now - order.placedAt > yearMs ? refusals.expired : null;
}

/** A second partial refund is possible with these cards and PayPal only. */
function takesSecondRefund({ payment: { type, card } }: Order): boolean {
  const cards = /^(visa|master ?card|discover|amex|american express)$/i;
  return type === "PAYPAL" || (card !== null && cards.test(card.type));
}

function readItems(
  order: Order,
  value: unknown,
  earlier: readonly RefundedItem[],
): readonly RefundedItem[] | Refusal {
  const list = listOf(value);
  if (list === null) return refusals.codesFormat;
  const items: RefundedItem[] = [];
  for (const wanted of list) {
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

/**
 * Old samples of the vendor send an empty text for no items, and one an object in place of the list: the one
 * item, or what PHP makes of a list, an object with indexes.
 */
function listOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (value === "") return [];
  if (!isObject(value)) return null;
  return "Quantity" in value ? [value] : Object.values(value);
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

/**
 * The refund's whole amount: stated, or else the sum of the items. Stated with items it is their sum, as the
 * vendor's plug-ins send it, or the order's whole amount, as its samples do.
 */
function readAmount(
  order: Order,
  value: unknown,
  items: readonly RefundedItem[],
): number | Refusal {
  const sum = sumOf(items);
  if (value === null) return items.length === 0 ? refusals.amountFormat : sum;
  const amount = minorUnits(value, order.currency);
  if (amount === null) return refusals.amountFormat;
  if (amount <= 0 || amount > order.paid) return refusals.amount;
  if (items.length === 0) return amount;
  return amount === sum || amount === order.paid ? sum : refusals.amount;
}
