import { parseCurrency, type Currency } from "../../domain/currency.ts";
import { addMoney, type Money, moneyFromWire, zero } from "../../domain/money.ts";
import type { kinds, Row } from "./row.ts";

/** The totals of the rows of a file, as far as they state amounts. */
export interface Totals {
  readonly rows: number;
  /** The number of rows of each kind. */
  readonly kinds: ReadonlyMap<string, number>;
  /** The stated amounts, by currency. */
  readonly stated: ReadonlyMap<Currency, Money>;
  /** Rows that leave their amount to the order. */
  readonly unstated: number;
  /** Rows whose amount the legacy API decides. */
  readonly legacy: number;
}

/** Adds up rows one after another. */
export interface Adding {
  readonly add: (row: Row) => void;
  readonly totals: () => Totals;
}

export function startAdding(): Adding {
  const kinds = new Map<string, number>();
  const stated = new Map<Currency, Money>();
  let rows = 0;
  let unstated = 0;
  let legacy = 0;
  return {
    add: (row) => {
      rows += 1;
      const kind = kindOf(row);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const amount = statedAmount(row);
      if (row.api === "legacy") legacy += 1;
      else if (amount === null) unstated += 1;
      else addTo(stated, amount);
    },
    totals: () => ({ rows, kinds, stated, unstated, legacy }),
  };
}

export function addTo(sums: Map<Currency, Money>, amount: Money): void {
  const { currency } = amount;
  sums.set(currency, addMoney(sums.get(currency) ?? zero(currency), amount));
}

/** The kind of a row in the words of the file. */
export function kindOf(row: Row): (typeof kinds)[number] {
  return row.api === "legacy" ? "legacy" : row.wish.kind;
}

/** The amount that the row states; null if it states none. */
export function statedAmount(row: Row): Money | null {
  if (row.api === "legacy" || row.amount === null) return null;
  const currency = parseCurrency(row.currency);
  return currency && moneyFromWire(row.amount, currency);
}
