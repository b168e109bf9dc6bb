import type { Currency } from "../../domain/currency.ts";
import { compareMoney, type Money } from "../../domain/money.ts";
import type { Row } from "./row.ts";
import type { Place } from "./row-place.ts";

/** An amount that a row states, and where. */
export interface StatedAmount {
  readonly amount: Money;
  readonly number: Row["number"];
  readonly place: Place;
}

/** So many are looked at by whoever approves a file. Amounts of two currencies have no order. */
const most = 10;

/** Keeps the largest amounts of each currency. */
export function startLargest() {
  const largest = new Map<Currency, StatedAmount[]>();
  return {
    add: (stated: StatedAmount): void => {
      const { currency } = stated.amount;
      const found = largest.get(currency) ?? [];
      const last = found[most - 1];
      // Most amounts end here. Of equal ones the first in the file stay.
      if (last !== undefined && compareMoney(stated.amount, last.amount) <= 0) return;
      const place = found.findIndex(({ amount }) => compareMoney(stated.amount, amount) > 0);
      found.splice(place === -1 ? found.length : place, 0, stated);
      found.length = Math.min(found.length, most);
      largest.set(currency, found);
    },
    largest: (): ReadonlyMap<Currency, readonly StatedAmount[]> => largest,
  };
}
