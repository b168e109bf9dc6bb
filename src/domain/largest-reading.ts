import { largerOf, type Money, moneyFromWire } from "./money.ts";
import { linesNamed } from "./named-line.ts";
import type { Order, OrderLine } from "./order.ts";
import type { OrderSnapshot } from "./snapshot.ts";

/**
 * The order with the largest prices ever read, for itself and for each line. Some orders read net of
 * earlier refunds, or negative; the amount paid does not shrink because of that.
 * @param earlier the order as it was before each attempt on it
 */
export function atLargestReading(order: Order, earlier: readonly OrderSnapshot[]): Order {
  const readings = earlier.filter(({ currency }) => currency === order.currency);
  const { lines } = order;
  if (readings.length === 0) return order;
  return {
    ...order,
    paid: largestOf(order.paid, readings, (reading) => [reading.paid], order),
    lines:
      lines &&
      lines.map((line, index) => {
        const same = (reading: OrderSnapshot) => readingOf(line, index, lines, reading);
        return {
          ...line,
          // A line that reads net may have fewer pieces as well; price and pieces belong together.
          quantity:
            Math.max(...[line, ...readings.flatMap(same)].map(({ quantity }) => quantity ?? 0)) ||
            null,
          amount: largestOf(
            line.amount,
            readings,
            (reading) => same(reading).map(({ amount }) => amount),
            order,
          ),
        };
      }),
  };
}

/** The same line in an earlier reading; lines that cannot be told apart otherwise keep their positions. */
function readingOf(
  line: OrderLine,
  index: number,
  today: readonly OrderLine[],
  { lines }: OrderSnapshot,
) {
  const found = linesNamed(lines, line);
  if (found.length < 2) return found;
  const alike = linesNamed(today, line);
  const place = today.slice(0, index).filter((other) => alike.includes(other)).length;
  return found.slice(place, place + 1);
}

function largestOf(
  today: Money | null,
  readings: readonly OrderSnapshot[],
  read: (reading: OrderSnapshot) => readonly (string | null)[],
  { currency }: Order,
): Money | null {
  return readings
    .flatMap(read)
    .map((text) => moneyFromWire(text, currency))
    .reduce(
      (largest, money) => (largest && money ? largerOf(largest, money) : (largest ?? money)),
      today,
    );
}
