import { type Currency, currencyDigits, parseCurrency } from "./currency.ts";

/** An exact amount: integer minor units (cents; yen; fils) of one currency. May be negative. */
export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
}

/** Why a text is not an amount, in words that fit after "The amount …". */
export interface BadAmount {
  readonly reason: string;
}

/** A float this close to an expressible amount is that amount (docs/api-notes.md, Money). */
const floatTolerance = 1e-6;

/** Above this, a double cannot tell apart neighbouring amounts of a currency with four digits. */
const largestTrustedNumber = 1e11;

export function zero(currency: Currency): Money {
  return { minor: 0n, currency };
}

/** `26.00`, `26`, or `26.00 USD`: no thousands separators, no exponent, no more digits than the currency has. */
export function parseAmount(text: string, currency: Currency): Money | BadAmount {
  const match = /^(?<number>[0-9]+(?:\.(?<fraction>[0-9]+))?)(?:\s+(?<code>[A-Za-z]{3}))?$/.exec(
    text.trim(),
  );
  const { number, fraction = "", code } = match?.groups ?? {};
  if (number === undefined) {
    return { reason: `"${text}" must be written like 26.00 or 26.00 ${currency}` };
  }
  if (code !== undefined && parseCurrency(code) !== currency) {
    return { reason: `is in ${code.toUpperCase()}, but the order is in ${currency}` };
  }
  const digits = currencyDigits(currency);
  if (fraction.length > digits) {
    return {
      reason:
        digits === 0
          ? `must be a whole number: ${currency} amounts have no decimals`
          : `has more than the ${digits} decimal digits of ${currency}`,
    };
  }
  const money = {
    minor: BigInt(number.replace(/\..*/, "") + fraction.padEnd(digits, "0")),
    currency,
  };
  // JSON has only doubles, so an amount that a double cannot hold cannot be requested.
  if (moneyFromWire(Number(decimalText(money)), currency)?.minor !== money.minor) {
    return { reason: `"${text}" is larger than any order` };
  }
  return money;
}

/**
 * Reads money as the APIs write it: a JSON number (a float) or a decimal string, possibly negative.
 * Null if it is not an amount that the currency can express: unknown, never rounded.
 */
export function moneyFromWire(value: unknown, currency: Currency): Money | null {
  const number =
    typeof value === "string" && /^-?[0-9]+(\.[0-9]+)?$/.test(value.trim()) ? Number(value) : value;
  if (typeof number !== "number" || !(Math.abs(number) <= largestTrustedNumber)) return null;
  const digits = currencyDigits(currency);
  const text = number.toFixed(digits);
  if (Math.abs(number - Number(text)) > floatTolerance) return null;
  return { minor: BigInt(text.replace(".", "")), currency };
}

/** The number whose JSON text is this amount's shortest decimal: 241.49, 26, 12.345. */
export function moneyToWire(money: Money): number {
  return Number(decimalText(money));
}

/** The decimal text with the currency's own number of digits: `241.49`, `3000` (JPY), `12.345` (KWD). */
export function decimalText({ minor, currency }: Money): string {
  const digits = currencyDigits(currency);
  const sign = minor < 0n ? "-" : "";
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
  const point = text.length - digits;
  return sign + text.slice(0, point) + (digits === 0 ? "" : `.${text.slice(point)}`);
}

/** For people: `241.49 USD`. */
export function moneyText(money: Money): string {
  return `${decimalText(money)} ${money.currency}`;
}

/** @throws when the currencies differ: a fault in this program, never in its input. */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 {
  requireSameCurrency(a, b);
  return a.minor < b.minor ? -1 : a.minor > b.minor ? 1 : 0;
}

/** @throws when the currencies differ. */
export function addMoney(a: Money, b: Money): Money {
  requireSameCurrency(a, b);
  return { minor: a.minor + b.minor, currency: a.currency };
}

/** May go below zero. @throws when the currencies differ. */
export function subtractMoney(a: Money, b: Money): Money {
  requireSameCurrency(a, b);
  return { minor: a.minor - b.minor, currency: a.currency };
}

export function sumMoney(amounts: readonly Money[], currency: Currency): Money {
  return amounts.reduce(addMoney, zero(currency));
}

/** @throws when the currencies differ. */
export function largerOf(a: Money, b: Money): Money {
  return compareMoney(a, b) < 0 ? b : a;
}

export function absolute(money: Money): Money {
  return money.minor < 0n ? { ...money, minor: -money.minor } : money;
}

function requireSameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) {
    throw new TypeError(`amounts in ${a.currency} and ${b.currency} cannot be combined`);
  }
}
