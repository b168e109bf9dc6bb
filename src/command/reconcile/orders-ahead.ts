import { type Clocks, elapsedSince, type Moment, momentOf } from "../../clocks.ts";
import type { Reading } from "../../api/contract.ts";
import type { Order } from "../../domain/order.ts";
import type { OrderNumber } from "../../domain/order-number.ts";
import { freshForMs } from "../freshness.ts";

/** Reads what 2Checkout shows of orders. */
export interface OrderReader {
  /** @throws ConfigurationError when the account itself is rejected */
  readonly order: (orderNumber: OrderNumber) => Promise<Reading<Order>>;
  /** How many refund invoices an order has; null where that cannot be told. */
  readonly invoices: (orderNumber: OrderNumber) => Promise<number | null>;
}

/** How many orders are read at a time. */
export const ordersAtATime = 8;

/** A person may take long over one of them; then as many are read ahead, and no more. */
const mostAhead = 2 * ordersAtATime;

/** An order that is read, or was. */
interface Look {
  readonly order: Promise<Reading<Order>>;
  readonly invoices: Promise<number | null>;
  readonly begun: Moment;
}

export interface ReadingAhead {
  /** Aborts when nobody waits for them any more. */
  readonly stop: AbortSignal;
  readonly clocks: Clocks;
}

/**
 * Reads orders several at a time, ahead of whoever asks for them in this order. What is done with them stays one
 * after the other: what was found out about one order may decide about the next attempt on it.
 */
export function readAhead(
  reader: OrderReader,
  numbers: readonly OrderNumber[],
  { stop, clocks }: ReadingAhead,
): OrderReader {
  const waiting = [...new Set(numbers)];
  const looks = new Map<OrderNumber, Look>();
  const asked = new Set<OrderNumber>();
  let underWay = 0;
  let broken = false;

  const begin = (number: OrderNumber): Look => {
    const order = reader.order(number);
    const invoices = order.then(({ tag }) => (tag === "read" ? reader.invoices(number) : null));
    const look = { order, invoices, begun: momentOf(clocks) };
    looks.set(number, look);
    underWay += 1;
    const ended = (): void => {
      underWay -= 1;
      fill();
    };
    // Whoever asks for it is told what is wrong; what would go wrong in the same way is not begun.
    invoices.then(ended, () => {
      broken = true;
      underWay -= 1;
    });
    return look;
  };
  const fill = (): void => {
    while (underWay < ordersAtATime && looks.size - asked.size < mostAhead) {
      const next = waiting.shift();
      if (next === undefined || broken || stop.aborted) return;
      begin(next);
    }
  };
  const lookAt = (number: OrderNumber): Look => {
    const place = waiting.indexOf(number);
    if (place !== -1) waiting.splice(place, 1);
    const known = looks.get(number);
    const isFresh = known !== undefined && elapsedSince(known.begun, clocks) < freshForMs;
    const look = isFresh ? known : begin(number);
    asked.add(number);
    fill();
    return look;
  };
  fill();
  return {
    order: (number) => lookAt(number).order,
    invoices: (number) => lookAt(number).invoices,
  };
}
