import { parseCurrency, type Currency } from "../../domain/currency.ts";
import { addMoney, type Money, moneyFromWire, zero } from "../../domain/money.ts";
import { startLargest, type StatedAmount } from "./largest.ts";
import { isBoundByRefunds } from "./refunded-before.ts";
import type { Kind, Row } from "./row.ts";
import type { Place } from "./row-place.ts";

/** The totals of the rows of a file, as far as they state amounts. */
export interface Totals {
  readonly rows: number;
  /** The number of rows of each kind. */
  readonly kinds: ReadonlyMap<string, number>;
  /** The number of rows of each reason, category and stated currency. */
  readonly reasons: ReadonlyMap<string, number>;
  readonly categories: ReadonlyMap<number, number>;
  readonly currencies: ReadonlyMap<string, number>;
  readonly largest: ReadonlyMap<Currency, readonly StatedAmount[]>;
  /** The stated amounts, by currency. */
  readonly stated: ReadonlyMap<Currency, Money>;
  /** Rows that leave their amount to the order. */
  readonly unstated: number;
  /** Rows whose amount the legacy API decides. */
  readonly legacy: number;
  /** Rows that `--despite-refunds` can let pass. */
  readonly boundByRefunds: number;
}

/** Adds up rows one after another. */
export interface Adding {
  /** @param amount that it states */
  readonly add: (row: Row, amount: Money | null, place: Place) => void;
  readonly totals: () => Totals;
}

export function startAdding(): Adding {
  const kinds = new Map<string, number>();
  const reasons = new Map<string, number>();
  const categories = new Map<number, number>();
  const currencies = new Map<string, number>();
  const largest = startLargest();
  const stated = new Map<Currency, Money>();
  let rows = 0;
  let unstated = 0;
  let legacy = 0;
  let boundByRefunds = 0;
  return {
    add: (row, amount, place) => {
      rows += 1;
      count(kinds, kindOf(row));
      if (isBoundByRefunds(row)) boundByRefunds += 1;
      if (row.api === "legacy") count(categories, row.category);
      else {
        count(reasons, row.reason);
        if (row.currency !== null) count(currencies, row.currency);
      }
      if (row.api === "legacy") legacy += 1;
      else if (amount === null) unstated += 1;
      else {
        addTo(stated, amount);
        largest.add({ amount, number: row.number, place });
      }
    },
    totals: () => ({
      rows,
      kinds,
      reasons,
      categories,
      currencies,
      stated,
      largest: largest.largest(),
      unstated,
      legacy,
      boundByRefunds,
    }),
  };
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

export function addTo(sums: Map<Currency, Money>, amount: Money): void {
  const { currency } = amount;
  sums.set(currency, addMoney(sums.get(currency) ?? zero(currency), amount));
}

/** The kind of a row in the words of the file. */
export function kindOf(row: Row): Kind {
  return row.api === "legacy" ? "legacy" : row.wish.kind;
}

/** The amount that the row states; null if it states none. */
export function statedAmount(row: Row): Money | null {
  if (row.api === "legacy" || row.amount === null) return null;
  const currency = parseCurrency(row.currency);
  return currency && moneyFromWire(row.amount, currency);
}
