import { type RawBuilder, sql } from "kysely";
import { parseCurrency } from "../domain/currency.ts";
import type { Money } from "../domain/money.ts";

/**
 * The sum of a column of decimal amounts of one currency, in its minor units and as text, so that it is exact:
 * every amount is stored with all the digits of its currency.
 */
export function minorSum(column: string): RawBuilder<string | null> {
  return sql<
    string | null
  >`cast(sum(cast(replace(${sql.ref(column)}, '.', '') as bigint)) as text)`;
}

/** None where nothing was summed up. */
export function moneyOfSum(code: string | null, minor: string | null): readonly Money[] {
  const currency = parseCurrency(code);
  return currency === null || minor === null ? [] : [{ minor: BigInt(minor), currency }];
}
