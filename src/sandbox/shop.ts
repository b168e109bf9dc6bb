import { generatedLineItem, generatedOrder } from "./generated.ts";
import type { LineItem } from "./shop-line-item.ts";
import type { Order, OrderStatus } from "./shop-order.ts";
import { endedNow, type Refund, stands, stateOf, sumOf } from "./refund.ts";
import type { RefundsShape } from "./shapes.ts";

/** The credentials and refund reasons of the simulated merchant. */
export interface Account {
  readonly merchantCode: string;
  readonly secretKey: string;
  readonly reasons: readonly string[];
  readonly legacyUsername: string;
  readonly legacyPassword: string;
  /** A login with the same password that lacks "API Access". */
  readonly legacyOrdinaryUsername: string;
}

/** How this stand-in behaves where the vendor's behaviour is not known. */
interface Settings {
  readonly settleAfterMs: number;
  readonly refundsShape: RefundsShape;
  readonly pendingShown: boolean;
  /** Whether a refund that was cancelled or declined is listed as such; else it is shown no more. */
  readonly withdrawnShown: boolean;
  /** cancelRefund answers like issueRefund, or like its REST twin. */
  readonly cancelAnswer: "true" | "record";
}

/** A session of the 6.0 API; times are milliseconds since the epoch. */
export interface Session {
  readonly id: string;
  readonly endsAt: number;
}

/** Everything that changes, and all that is kept in the folder. Operations change it in place. */
export interface Memory {
  /** When the demonstration data was made: the dates of its orders are relative to it. */
  readonly openedAt: number;
  sessions: readonly Session[];
  /** Only ever added to, or replaced as a whole. */
  refunds: Refund[];
}

/** The shop at one moment: what is fixed, what changes, and the time. */
export interface Shop {
  readonly account: Account;
  readonly settings: Settings;
  readonly orders: readonly Order[];
  readonly lineItems: readonly LineItem[];
  /** How many further orders and line items there are, made from their numbers. */
  readonly generated: number;
  readonly memory: Memory;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The ids of refunds count up from here. */
export const firstRefundId = 9_000_001;

/** Enters a refund into the books, with the next id. */
export function recordRefund(shop: Shop, refund: Omit<Refund, "id" | "at">): void {
  const id = String(firstRefundId + shop.memory.refunds.length);
  shop.memory.refunds.push({ id, at: shop.now, ...refund });
}

/** The order of this number, if there is one. */
export function orderOf(shop: Shop, refNo: string): Order | undefined {
  const found = shop.orders.find((each) => each.refNo === refNo);
  return found ?? generatedOrder(refNo, shop.generated, shop.memory.openedAt) ?? undefined;
}

/** The legacy line item of this id, if there is one. */
export function lineItemOf(shop: Shop, id: string): LineItem | undefined {
  const found = shop.lineItems.find((each) => each.id === id);
  return found ?? generatedLineItem(id, shop.generated, shop.memory.openedAt) ?? undefined;
}

/** Brings every pending refund to its end now. */
export function settleAll(shop: Shop): void {
  shop.memory.refunds = shop.memory.refunds.map((refund) => endedNow(refund, shop.now));
}

/** Takes back a refund that is pending. */
export function withdraw(shop: Shop, id: string, as: "cancelled" | "declined"): void {
  shop.memory.refunds = shop.memory.refunds.map((refund) =>
    refund.id === id ? { ...refund, withdrawn: { as, at: shop.now } } : refund,
  );
}

/** The refunds of an order, oldest first, also those that were taken back. */
export function refundsOfOrder(shop: Shop, order: Order): readonly Refund[] {
  return refundsAbout(shop, `order ${order.refNo}`);
}

/** Those of them that take their amount of it. */
export function standingRefunds(shop: Shop, order: Order): readonly Refund[] {
  return refundsOfOrder(shop, order).filter((refund) => stands(refund, shop.now));
}

/** The refund of a legacy line item, if it was refunded. */
export function refundOfLineItem(shop: Shop, lineItemId: string): Refund | undefined {
  return refundsAbout(shop, `line item ${lineItemId}`)[0];
}

/** Refunds by what they are about; if the list grew, reading continues where it ended. */
const indexes = new WeakMap<Refund[], { seen: number; readonly about: Map<string, Refund[]> }>();

function refundsAbout({ memory: { refunds } }: Shop, what: string): readonly Refund[] {
  const index = indexes.get(refunds) ?? { seen: 0, about: new Map<string, Refund[]>() };
  indexes.set(refunds, index);
  for (const refund of refunds.slice(index.seen)) {
    const { refNo, lineItemId } = refund;
    const key = refNo === null ? `line item ${String(lineItemId)}` : `order ${refNo}`;
    const known = index.about.get(key);
    if (known === undefined) index.about.set(key, [refund]);
    else known.push(refund);
  }
  index.seen = refunds.length;
  return index.about.get(what) ?? [];
}

/** So long after its last refund was paid out an order that reverses goes on from REFUND. */
const reversesAfterMs = 10_000;

/** The status of an order by the books: REFUND once all of it was refunded and settled, and then maybe REVERSED. */
export function statusOf(shop: Shop, order: Order): OrderStatus {
  const settled = refundsOfOrder(shop, order).filter(
    (refund) => stateOf(refund, shop.now) === "settled",
  );
  if (settled.length === 0 || sumOf(settled) < order.paid) return order.status;
  const last = Math.max(...settled.map(({ settlesAt }) => settlesAt ?? 0));
  return order.course.reverses && shop.now - last >= reversesAfterMs ? "REVERSED" : "REFUND";
}

/** Whether all that was paid has been returned. */
export function isReturned(shop: Shop, order: Order): boolean {
  return order.paid > 0 && statusOf(shop, order) !== order.status;
}
