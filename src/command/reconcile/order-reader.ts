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
  readonly order: (refNo: OrderNumber) => Promise<Reading<Order>>;
  /** How many refund invoices an order has; null where that cannot be told. */
  readonly invoices: (refNo: OrderNumber) => Promise<number | null>;
}

/** One login for all orders, and none before the first. */
export function orderReader(run: Run): OrderReader {
  let opened: Promise<Rpc6> | null = null;
  const rpc = () =>
    (opened ??= rpcAccount(run).then((account) => openRpc6(account, run.transport, run.context)));
  return {
    order: async (refNo) => {
      const reading = await run.talk.during(
        safe`Reading order ${refNo}…`,
        rpc().then(({ readOrder }) => readOrder(refNo)),
      );
      if (reading.tag === "failed" && reading.failure.tag === "credentials") {
        throw new ConfigurationError(reading.failure.problem.message, reading.failure.problem.code);
      }
      return reading;
    },
    invoices: async (refNo) => {
      const reading = await run.talk.during(
        safe`Counting the refund invoices of order ${refNo}…`,
        rpc().then(({ readInvoices }) => readInvoices(refNo)),
      );
      return reading.tag === "read" ? reading.value : null;
    },
  };
}
