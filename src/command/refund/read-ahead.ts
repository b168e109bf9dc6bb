import type { Reading } from "../../api/contract.ts";
import type { Rpc6 } from "../../api/rpc6/rpc6.ts";
import type { Order } from "../../domain/order.ts";
import type { OrderNumber } from "../../domain/order-number.ts";

/**
 * Logs in at once and reads the order as soon as its number is known, while the agent is still asked
 * other things. A failure is reported when the order is needed, and never before.
 */
export function readAhead(rpc: Rpc6): (orderNumber: OrderNumber) => Promise<Reading<Order>> {
  const login = ignoreRejection(rpc.ready());
  return (orderNumber) =>
    ignoreRejection(
      login.then((ready) => (ready.tag === "failed" ? ready : rpc.readOrder(orderNumber))),
    );
}

/** The agent may stop at a question; then nobody waits for this. */
function ignoreRejection<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
