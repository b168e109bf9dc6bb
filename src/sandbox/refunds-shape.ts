import { decimalText } from "./amount.ts";
import type { Order } from "./shop-order.ts";
import { type Refund, type RefundState, stateOf, sumOf } from "./refund.ts";
import { refundsOfOrder, type Shop } from "./shop.ts";
import { vendorDate } from "./vendor-date.ts";

/** The value of getOrder's `Refunds`: null when there is nothing to show. */
export function showRefunds(shop: Shop, order: Order): unknown {
  const { refundsShape } = shop.settings;
  const shown = refundsOfOrder(shop, order).filter((refund) => isShown(shop, refund));
  if (shown.length === 0) return null;
  switch (refundsShape) {
    case "null":
    case "status":
    case "negative":
      return null;
    case "list":
      return shown.map((refund) => listEntry(shop, refund));
    case "map":
      return Object.fromEntries(shown.map((refund) => [refund.id, mapEntry(refund)]));
    case "total-only":
      return {
        TotalAmount: Number(decimalText(sumOf(shown), order.currency)),
        Currency: order.currency.toLowerCase(),
      };
    case "opaque":
      return shown.map((refund) => `RFD-${refund.id}`);
  }
}

/** Only the list says what became of a refund; without that, one that was taken back would look like any. */
function isShown({ settings, now }: Shop, refund: Refund): boolean {
  switch (stateOf(refund, now)) {
    case "settled":
      return true;
    case "pending":
      return settings.pendingShown;
    case "cancelled":
    case "declined":
      return settings.withdrawnShown && settings.refundsShape === "list";
  }
}

const statusWords: Readonly<Record<RefundState, string>> = {
  pending: "PENDING",
  settled: "COMPLETE",
  cancelled: "CANCELED",
  declined: "DECLINED",
};

function listEntry(shop: Shop, refund: Refund): unknown {
  return {
    RefundReference: refund.id,
    Date: vendorDate(refund.at),
    Status: statusWords[stateOf(refund, shop.now)],
    Amount: Number(decimalText(refund.amount, refund.currency)),
    Currency: refund.currency.toLowerCase(),
    Reason: refund.reason,
    Comment: refund.comment,
    Items: refund.items.map((item) => ({
      LineItemReference: item.lineItemReference,
      ProductCode: item.productCode,
      Quantity: item.quantity,
      Amount: Number(decimalText(item.amount, refund.currency)),
    })),
  };
}

function mapEntry(refund: Refund): unknown {
  return {
    refund_date: vendorDate(refund.at),
    amount: decimalText(refund.amount, refund.currency),
    currency: refund.currency,
    lines: Object.fromEntries(
      refund.items.map((item) => [
        item.lineItemReference ?? item.productCode ?? "",
        decimalText(item.amount, refund.currency),
      ]),
    ),
  };
}
