import { type Money } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import { withoutUndone } from "../domain/undone-refunds.ts";
import { type Attempt, isRefund } from "../journal/attempt.ts";

/** An order as it was read, without what it lists of refunds that this journal knows to be withdrawn. */
export function knownOrder(order: Order, attempts: readonly Attempt[]): Order {
  return withoutUndone(order, withdrawnAmounts(attempts));
}

function withdrawnAmounts(attempts: readonly Attempt[]): readonly Money[] {
  return attempts
    .filter((attempt) => isRefund(attempt) && attempt.outcome === "withdrawn")
    .flatMap(({ amount }) => (amount === null ? [] : [amount]));
}
