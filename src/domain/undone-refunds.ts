import type { Money } from "./money.ts";
import type { Order } from "./order.ts";

/**
 * The order with those entries of its `Refunds` not counted that say of themselves that they were cancelled or
 * declined, where each has the amount of a refund that is known to be withdrawn. One that nobody knows makes
 * the field unreadable.
 * @param withdrawn the amounts of the order's withdrawn refunds
 */
export function withoutUndone(order: Order, withdrawn: readonly Money[]): Order {
  const { refunds } = order;
  if (refunds.tag !== "partly-undone") return order;
  const known = [...withdrawn];
  for (const undone of refunds.undone) {
    const index = known.findIndex(
      ({ minor, currency }) => minor === undone.minor && currency === undone.currency,
    );
    if (index < 0) return { ...order, refunds: { tag: "unreadable" } };
    known.splice(index, 1);
  }
  const { entries, total, undone } = refunds;
  return { ...order, refunds: { tag: "readable", entries, total, undone } };
}
