import type { Hand } from "./refund.ts";
import type { Invoice, LineItem } from "./shop-line-item.ts";
import { lineItemOf, recordRefund, refundOfLineItem, type Shop } from "./shop.ts";

const oldestRefundableMs = 180 * 86_400_000;

/** The documented error codes that depend on the line item rather than on the parameters. */
export type LineItemRefusal =
  | "RECORD_NOT_FOUND"
  | "FORBIDDEN"
  | "INVALID_PARAMETER"
  | "NOTHING_TO_DO"
  | "TOO_LATE"
  | "TOO_HIGH"
  | "TOO_LOW";

/** Refunds a line item in full and answers it, or says why not. */
export function refundLineItem(
  shop: Shop,
  id: string,
  category: number,
  comment: string,
  by: Hand,
): LineItem | LineItemRefusal {
  const item = lineItemOf(shop, id);
  if (item === undefined) return "RECORD_NOT_FOUND";
  const { invoice, amount } = item;
  if (!invoice.ours) return "FORBIDDEN";
  if (!item.refundable) return "INVALID_PARAMETER";
  if (refundOfLineItem(shop, id) !== undefined) return "NOTHING_TO_DO";
  if (shop.now - invoice.placedAt > oldestRefundableMs) return "TOO_LATE";
  if (amount < 1) return "TOO_LOW";
  if (amount > balanceOf(shop, invoice)) return "TOO_HIGH";
  if (item.oddity === "refusal-at-200") return item;
  recordRefund(shop, {
    api: "legacy",
    by,
    refNo: null,
    lineItemId: id,
    currency: invoice.currency,
    amount,
    items: [],
    reason: null,
    category,
    comment,
    settlesAt: shop.now,
    withdrawn: null,
  });
  return item;
}

function balanceOf(shop: Shop, invoice: Invoice): number {
  const refunded = shop.lineItems
    .filter((item) => item.invoice.id === invoice.id)
    .filter((item) => refundOfLineItem(shop, item.id) !== undefined);
  return invoice.balance - refunded.reduce((sum, item) => sum + item.amount, 0);
}
