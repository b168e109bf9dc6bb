import { decimalText } from "./amount.ts";
import { type RefundState, stateOf } from "./refund.ts";
import type { Shop } from "./shop.ts";

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
  readonly state: RefundState;
}

/** Every refund made since the shop opened, oldest first, also those that were taken back. */
export function ledgerOf(shop: Shop): readonly LedgerEntry[] {
  return shop.memory.refunds.flatMap((refund) => {
    const { at, api, by, refNo, lineItemId, currency, items, reason, category, comment } = refund;
    if (by === "past" || by === "shopper") return [];
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
      state: stateOf(refund, shop.now),
    };
  });
}
