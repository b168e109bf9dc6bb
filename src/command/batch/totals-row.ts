import { parseAmount } from "../../domain/money.ts";
import type { Fields } from "./row.ts";
import type { Totals } from "./totals.ts";

/** What stands above a row. */
export interface RowsAbove extends Pick<Totals, "stated"> {
  /** How many rows there are, whatever is wrong with them. */
  readonly before: number;
}

/**
 * Why a row seems to be no refund but the sum of those above it: it comes to just that, and names no order,
 * or their count in its place. Null when it does not.
 */
export function totalsRowCause(fields: Fields, above: () => RowsAbove): string | null {
  const { amount, order = "" } = fields;
  if (amount === undefined || isOrderNumber(order)) return null;
  const { before, stated } = above();
  // People count the header, the row itself, or neither.
  if (before === 0 || (/^[0-9]+$/.test(order) && Number(order) > before + 2)) return null;
  for (const [currency, sum] of stated) {
    if (fields.currency !== undefined && fields.currency.toUpperCase() !== currency) continue;
    const money = parseAmount(amount, currency);
    if ("minor" in money && money.minor === sum.minor) {
      return causeFor(order, `${amount} is the sum of the rows above it`);
    }
  }
  return null;
}

/** An order number may be misspelt and the sum a coincidence: then a customer waits for this refund. */
function causeFor(order: string, sum: string): string {
  return order === "" || /^[0-9]+$/.test(order)
    ? `it looks like a totals row: ${sum}. If it is one, take it out of the file; if it is a refund, give it its order number`
    : `the order "${order}" is not an order number. If this is a totals row (${sum}), take it out of the file; if it is a refund, correct its order number`;
}

/** Longer than any count of rows. */
function isOrderNumber(text: string): boolean {
  return /^[0-9]{8,}$/.test(text);
}
