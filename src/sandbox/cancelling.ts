import { type Hand, type Refund, stateOf } from "./refund.ts";
import { refusals } from "./refunding.ts";
import { orderOf, refundsOfOrder, type Shop, withdraw } from "./shop.ts";

/** A refund can be cancelled "in up to 2 hours from the initiation". */
const cancellableForMs = 2 * 3_600_000;

/** No page tells what cancelRefund answers when it refuses; these texts are this stand-in's. */
const cancelRefusals = {
  none: "There is no pending refund request for this order.",
  late: "The refund request can no longer be canceled.",
} as const;

type Refusal =
  | (typeof cancelRefusals)[keyof typeof cancelRefusals]
  | typeof refusals.orderRefFormat
  | typeof refusals.orderRef;

/**
 * Cancels the order's pending refund, or declines it where the shopper asked for it. The control panel keeps
 * to no two hours.
 */
export function cancelRefund(shop: Shop, refNo: unknown, by: Hand): Refund | Refusal {
  if (typeof refNo !== "string" || !/^\d+$/.test(refNo)) return refusals.orderRefFormat;
  const order = orderOf(shop, refNo);
  if (order === undefined) return refusals.orderRef;
  const pending = refundsOfOrder(shop, order).find(
    (refund) => stateOf(refund, shop.now) === "pending",
  );
  if (pending === undefined) return cancelRefusals.none;
  if (by === "api" && shop.now - pending.at > cancellableForMs) return cancelRefusals.late;
  withdraw(shop, pending.id, pending.by === "shopper" ? "declined" : "cancelled");
  return pending;
}
