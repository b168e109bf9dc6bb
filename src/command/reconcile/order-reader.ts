import { openRpc6, type Rpc6 } from "../../api/rpc6/rpc6.ts";
import type { OrderNumber } from "../../domain/order-number.ts";
import { ConfigurationError } from "../../failure.ts";
import { safe } from "../../safe-text.ts";
import { rpcAccount } from "../credentials.ts";
import type { Run } from "../run.ts";
import { type OrderReader, readAhead } from "./orders-ahead.ts";

/**
 * Reads orders several at a time, ahead of whoever asks for them in this order. One login for all orders, and none
 * before the first.
 */
export type ReaderFor = (orders: readonly OrderNumber[]) => OrderReader;

export function orderReaders(run: Run): ReaderFor {
  const { talk, context, stopping } = run;
  let opened: Promise<Rpc6> | null = null;
  const rpc = () =>
    (opened ??= rpcAccount(run).then((account) => openRpc6(account, run.transport, context)));
  const silent: OrderReader = {
    order: async (orderNumber) => {
      const { readOrder } = await rpc();
      const reading = await readOrder(orderNumber);
      if (reading.tag === "failed" && reading.failure.tag === "credentials") {
        throw new ConfigurationError(reading.failure.problem.message, reading.failure.problem.code);
      }
      return reading;
    },
    invoices: async (orderNumber) => {
      const { readInvoices } = await rpc();
      const reading = await readInvoices(orderNumber);
      return reading.tag === "read" ? reading.value : null;
    },
  };
  return (orders) => {
    const reader = readAhead(silent, orders, { stop: stopping.signal, clocks: context });
    return {
      order: (orderNumber) =>
        talk.during(safe`Reading order ${orderNumber}…`, reader.order(orderNumber)),
      invoices: (orderNumber) =>
        talk.during(
          safe`Counting the refund invoices of order ${orderNumber}…`,
          reader.invoices(orderNumber),
        ),
    };
  };
}
