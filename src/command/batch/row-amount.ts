import { type Currency, parseCurrency } from "../../domain/currency.ts";
import { decimalText, parseAmount } from "../../domain/money.ts";
import { type ItemWish, parseItemWish } from "../../domain/wish.ts";
import type { OrderRow } from "./row.ts";
import type { Draft } from "./row-draft.ts";

/** Behind the quantity or amount of an item nothing can follow. */
const joinedByCommas = /:[0-9]+(:[0-9]+(\.[0-9]+)?)?\s*,/;

/** The items of a partial refund, joined by semicolons; no line is named twice. */
export function readItems({ fields, complain }: Draft): readonly ItemWish[] {
  if (fields.items === undefined) return [];
  const named = new Set<string>();
  return fields.items.split(";").flatMap((piece) => {
    const text = piece.trim();
    if (text === "") return [];
    if (joinedByCommas.test(text)) {
      complain(
        `items "${text}" looks like several items; put a semicolon (;) between them`,
        "items",
      );
      return [];
    }
    const item = parseItemWish(text);
    if (item === null) {
      complain(`item "${text}" must be written like PRO-1Y:1:9.90`, "items");
      return [];
    }
    if (named.has(item.line)) complain(`items names line ${item.line} twice`, "items");
    named.add(item.line);
    return [item];
  });
}

/** What the row says it comes to: its amount, or the sum of its items where each has one; both must agree. */
export function readAmount(
  draft: Draft,
  items: readonly ItemWish[],
): Pick<OrderRow, "amount" | "currency"> {
  const text = draft.fields.amount ?? null;
  const parts = items.flatMap(({ amount }) => (amount === null ? [] : [amount]));
  const currency = readCurrency(draft, text !== null || parts.length > 0);
  if (currency === null) return { amount: null, currency: null };
  const minors = parts.map((part) => readMinor(draft, "items", part, currency));
  const allStated = parts.length > 0 && parts.length === items.length;
  const sum = allStated ? minors.reduce((total, minor) => total + minor, 0n) : null;
  const own = text === null ? null : readMinor(draft, "amount", text, currency);
  if (own !== null && sum !== null && own !== sum) {
    draft.complain("the amount differs from the sum of the items", "amount");
  }
  const minor = own ?? sum;
  return { amount: minor === null ? null : decimalText({ minor, currency }), currency };
}

/** Null when it is left out, or none. */
function readCurrency({ fields, complain }: Draft, isNeeded: boolean): Currency | null {
  const currency = parseCurrency(fields.currency);
  if (fields.currency === undefined) {
    if (isNeeded) complain("an amount needs a currency", "currency");
  } else if (currency === null) {
    complain(`currency "${fields.currency}" is not an ISO 4217 code`, "currency");
  }
  return currency;
}

/** Minor units; 0 for what is no amount, which is complained of. */
function readMinor(
  { complain }: Draft,
  column: "amount" | "items",
  text: string,
  currency: Currency,
): bigint {
  const amount = parseAmount(text, currency);
  if ("reason" in amount) {
    complain(`amount ${amount.reason.replace(", but the order", ", but the row")}`, column);
    return 0n;
  }
  if (amount.minor === 0n) complain("an amount must be more than zero", column);
  return amount.minor;
}

/** What the author knows to be refunded already: decimal text, null when the row does not say. */
export function readRefunded({ fields, complain }: Draft, code: string | null): string | null {
  const { refunded: text } = fields;
  if (text === undefined) return null;
  const currency = parseCurrency(code);
  if (currency === null) {
    if (fields.currency === undefined) complain("refunded needs a currency", "refunded");
    return null;
  }
  const amount = parseAmount(text, currency);
  if ("reason" in amount) {
    complain(`refunded ${amount.reason.replace(", but the order", ", but the row")}`, "refunded");
    return null;
  }
  return decimalText(amount);
}
