import { decimalText } from "./amount.ts";
import { generatedLineItem, generatedOrder } from "./generated.ts";
import type { LineItem } from "./shop-line-item.ts";
import type { Order, OrderStatus } from "./shop-order.ts";
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
}

/** A session of the 6.0 API; times are milliseconds since the epoch. */
export interface Session {
  readonly id: string;
  readonly endsAt: number;
}

/** A line that a refund names; the amount is minor units for the line, not for a piece. */
export interface RefundedItem {
  readonly lineItemReference: string | null;
  readonly productCode: string | null;
  readonly quantity: number;
  readonly amount: number;
}

/** Who made a refund; "past" ones came with the demonstration data. */
export type Hand = "api" | "panel" | "past";

/** A refund that was really made, pending or settled. Amounts are minor units. */
export interface Refund {
  readonly id: string;
  readonly at: number;
  readonly api: "rpc6" | "legacy";
  readonly by: Hand;
  readonly refNo: string | null;
  readonly lineItemId: string | null;
  readonly currency: string;
  readonly amount: number;
  readonly items: readonly RefundedItem[];
  readonly reason: string | null;
  readonly category: number | null;
  readonly comment: string;
  /** From this moment on it is settled; null: only when somebody settles it. */
  readonly settlesAt: number | null;
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

/** A refund as it is reported to tests and to people: amounts are decimal strings. */
export interface LedgerEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly api: "rpc6" | "legacy";
  readonly by: "api" | "panel";
  readonly refNo: string | null;
  readonly lineItemId: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly items: readonly {
    readonly lineItemReference: string | null;
    readonly productCode: string | null;
    readonly quantity: number;
    readonly amount: string;
  }[];
  readonly reason: string | null;
  readonly category: number | null;
  readonly comment: string;
  readonly state: "pending" | "settled";
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

/** Whether the money of a refund has been returned. */
export function isSettled(refund: Refund, now: number): boolean {
  return refund.settlesAt !== null && refund.settlesAt <= now;
}

/** Settles every pending refund now. */
export function settleAll(shop: Shop): void {
  shop.memory.refunds = shop.memory.refunds.map((refund) =>
    isSettled(refund, shop.now) ? refund : { ...refund, settlesAt: shop.now },
  );
}

/** The refunds of an order, oldest first. */
export function refundsOfOrder(shop: Shop, order: Order): readonly Refund[] {
  return refundsAbout(shop, `order ${order.refNo}`);
}

/** Whether a legacy line item was refunded. */
export function isRefunded(shop: Shop, lineItemId: string): boolean {
  return refundsAbout(shop, `line item ${lineItemId}`).length > 0;
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

/** The sum of some refunds in minor units. */
export function sumOf(refunds: readonly { readonly amount: number }[]): number {
  return refunds.reduce((sum, refund) => sum + refund.amount, 0);
}

/** The status of an order according to the books: REFUND once all of it was refunded and settled. */
export function statusOf(shop: Shop, order: Order): OrderStatus {
  const settled = refundsOfOrder(shop, order).filter((refund) => isSettled(refund, shop.now));
  return settled.length > 0 && sumOf(settled) >= order.paid ? "REFUND" : order.status;
}

/** Every refund made since the shop opened, oldest first. */
export function ledgerOf(shop: Shop): readonly LedgerEntry[] {
  return shop.memory.refunds.flatMap((refund) => {
    const { at, api, by, refNo, lineItemId, currency, items, reason, category, comment } = refund;
    if (by === "past") return [];
    return {
      at,
      api,
      by,
      refNo,
      lineItemId,
      currency,
      reason,
      category,
      comment,
      amount: decimalText(refund.amount, currency),
      items: items.map((item) => ({ ...item, amount: decimalText(item.amount, currency) })),
      state: isSettled(refund, shop.now) ? "settled" : "pending",
    };
  });
}
