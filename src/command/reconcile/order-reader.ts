import type { Reading } from "../../api/contract.ts";
import { openRpc6, type Rpc6 } from "../../api/rpc6/rpc6.ts";
import type { Order } from "../../domain/order.ts";
import type { OrderNumber } from "../../domain/order-number.ts";
import { ConfigurationError } from "../../failure.ts";
import { safe } from "../../safe-text.ts";
import { rpcAccount } from "../credentials.ts";
import type { Run } from "../run.ts";

/** Reads what 2Checkout shows of orders. */
export interface OrderReader {
  /** @throws ConfigurationError when the account itself is rejected */
  readonly order: (orderNumber: OrderNumber) => Promise<Reading<Order>>;
  /** How many refund invoices an order has; null where that cannot be told. */
  readonly invoices: (orderNumber: OrderNumber) => Promise<number | null>;
}

/**
 * One login for all orders, and none before the first.
 * @param ready what is open already
 */
export function orderReader(run: Run, ready: Rpc6 | null = null): OrderReader {
  let opened: Promise<Rpc6> | null = ready && Promise.resolve(ready);
  const rpc = () =>
    (opened ??= rpcAccount(run).then((account) => openRpc6(account, run.transport, run.context)));
  return {
    order: async (orderNumber) => {
      const reading = await run.talk.during(
        safe`Reading order ${orderNumber}…`,
        rpc().then(({ readOrder }) => readOrder(orderNumber)),
      );
      if (reading.tag === "failed" && reading.failure.tag === "credentials") {
        throw new ConfigurationError(reading.failure.problem.message, reading.failure.problem.code);
      }
      return reading;
    },
    invoices: async (orderNumber) => {
      const reading = await run.talk.during(
        safe`Counting the refund invoices of order ${orderNumber}…`,
        rpc().then(({ readInvoices }) => readInvoices(orderNumber)),
      );
      return reading.tag === "read" ? reading.value : null;
    },
  };
}
