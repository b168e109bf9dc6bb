import type { Column, DecimalSign } from "../../domain/row-columns.ts";
import type { Fields } from "./row.ts";

/** How amounts are written in a file. */
export interface AmountStyle {
  /** Null when nobody said. */
  readonly decimal: DecimalSign | null;
  /**
   * Commas separate the columns. A file with other separators comes from where a comma may be the decimal
   * sign, so there `1.234` may be more than it looks like.
   */
  readonly commaSeparated: boolean;
}

/** A text as `1234.50` has it, or why it cannot be read so, in words that fit behind the column's name. */
export type Plain = { readonly text: string } | { readonly cause: string };

/** The record with its amounts as `1234.50`, or why one of them cannot be read. */
export function plainAmounts(
  fields: Fields,
  style: AmountStyle,
): { readonly fields: Fields } | { readonly cause: string } {
  const plain: Partial<Record<Column, string>> = { ...fields };
  for (const column of amountColumns) {
    const text = fields[column];
    if (text === undefined) continue;
    const read = plainValue(column, text, style);
    if ("cause" in read) return { cause: `${column} ${read.cause}` };
    plain[column] = read.text;
  }
  return { fields: plain };
}

/** In these columns stand amounts. */
const amountColumns = ["amount", "refunded", "items"] as const;

/** The value of one column. What is no amount is left as it is. */
export function plainValue(column: Column, text: string, style: AmountStyle): Plain {
  if (column === "amount" || column === "refunded") return plainAmount(text, style);
  if (column !== "items") return { text };
  const items = text.split(";").map((item) => plainItem(item.trim(), style));
  const bad = items.find((item) => "cause" in item);
  return bad ?? { text: items.map((item) => ("text" in item ? item.text : "")).join(";") };
}

/** `line:quantity:amount`, whose amount alone is looked at. */
function plainItem(item: string, style: AmountStyle): Plain {
  const { start, amount } = /^(?<start>.+:[0-9]+:)(?<amount>[0-9.,]+)$/.exec(item)?.groups ?? {};
  if (start === undefined || amount === undefined) return { text: item };
  const read = plainAmount(amount, style);
  return "cause" in read ? read : { text: start + read.text };
}

/** What is written in neither way is left for the check of amounts to complain about. */
function plainAmount(written: string, { decimal, commaSeparated }: AmountStyle): Plain {
  const { number = written, code = "" } =
    /^(?<number>[0-9][0-9.,]*)(?<code>\s+[A-Za-z]{3})?$/.exec(written)?.groups ?? {};
  const [withPoint, withComma] = [readWith(".", number), readWith(",", number)];
  if (decimal !== null) {
    const read = decimal === "." ? withPoint : withComma;
    return read === null && /[.,]/.test(number)
      ? { cause: `"${written}" is not written with the decimal sign of --decimal ${decimal}` }
      : { text: (read ?? number) + code };
  }
  // Without a word about it there is no grouping, and a point is the decimal sign.
  const plain = /^[0-9]+(\.[0-9]+)?$/.test(number);
  if (plain && (commaSeparated || withComma === null || withComma === withPoint)) {
    return { text: written };
  }
  if (withPoint !== null && withComma !== null) {
    return {
      cause: `"${written}" may be ${withPoint} or ${withComma}; say which sign is the decimal one: --decimal . or --decimal ,`,
    };
  }
  if (withComma !== null) {
    return { cause: `"${written}" looks written with a decimal comma; if it is, add --decimal ,` };
  }
  return withPoint === null
    ? { text: written }
    : { cause: `"${written}" looks grouped by commas; if it is, add --decimal .` };
}

/**
 * The number with a point and without grouping; null when it is not written so. Groups are full threes behind a first
 * that does not begin with 0: `0.500` groups nothing.
 */
function readWith(sign: DecimalSign, text: string): string | null {
  const pattern =
    sign === "."
      ? /^(?<whole>[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?<part>[0-9]+))?$/
      : /^(?<whole>[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?<part>[0-9]+))?$/;
  const { whole, part } = pattern.exec(text)?.groups ?? {};
  if (whole === undefined) return null;
  return whole.replace(/[.,]/g, "") + (part === undefined ? "" : `.${part}`);
}
