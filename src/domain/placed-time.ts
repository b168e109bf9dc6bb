import type { Order } from "./order.ts";

/** Read as if it were UTC; the margin of a day covers every zone. Null if there is no readable date. */
export function placedTime(order: Order): number | null {
  const text = order.placedAt ?? "";
  const printed = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}$/.test(text);
  const time = Date.parse(`${text.replace(" ", "T")}Z`);
  return printed && !Number.isNaN(time) ? time : null;
}
