import { readOrderNumber } from "../src/domain/order-number.ts";
import type { RefundIntent } from "../src/journal/attempt.ts";

/** An attempt that no other one is in the way of: on an order of its own, which nothing was read of. */
export function attemptOnOwnOrder(index: number): RefundIntent {
  const number = readOrderNumber(String(7_100_000_000 + index));
  if (number === null) throw new Error(`${index} makes no order number`);
  const startedAt = Date.now();
  return {
    subject: { realm: "bench", api: "rpc6", account: "BENCH", number },
    kind: "partial",
    amount: null,
    items: [],
    sameness: "5.00 USD amount",
    completes: false,
    before: null,
    reason: "Other",
    comment: "",
    ticket: null,
    again: null,
    row: null,
    sale: null,
    who: { user: "agent", host: "bench", pid: process.pid },
    startedAt,
    sendBy: startedAt + 30_000,
    busyUntil: startedAt + 60_000,
  };
}
