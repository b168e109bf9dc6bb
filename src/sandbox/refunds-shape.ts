import { decimalText } from "./amount.ts";
import type { Order } from "./shop-order.ts";
import { isSettled, refundsOfOrder, sumOf, type Refund, type Shop } from "./shop.ts";
import { vendorDate } from "./vendor-date.ts";

/** The value of getOrder's `Refunds`: null when there is nothing to show. */
export function showRefunds(shop: Shop, order: Order): unknown {
  const { pendingShown, refundsShape } = shop.settings;
  const shown = refundsOfOrder(shop, order).filter(
    (refund) => pendingShown || isSettled(refund, shop.now),
  );
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

function listEntry(shop: Shop, refund: Refund): unknown {
  return {
    RefundReference: refund.id,
    Date: vendorDate(refund.at),
    Status: isSettled(refund, shop.now) ? "COMPLETE" : "PENDING",
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
