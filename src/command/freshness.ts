import { type Clocks, elapsedSince } from "../clocks.ts";
import type { Order } from "../domain/order.ts";

/** What was read longer ago than this is read again before anything rests on it. */
export const freshForMs = 30_000;

/** Whether an order has to be read again before a refund or a cancellation of it is sent. */
export function isStale({ readAt, readUptime }: Order, clocks: Clocks): boolean {
  return elapsedSince({ wall: readAt, uptime: readUptime }, clocks) > freshForMs;
}
