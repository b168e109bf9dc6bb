import * as fc from "fast-check";
import { expect, test } from "vitest";
import { currencyDigits } from "../../src/domain/currency.ts";
import {
  decimalText,
  type Money,
  moneyFromWire,
  moneyText,
  moneyToWire,
  parseAmount,
} from "../../src/domain/money.ts";
import { currency } from "./build.ts";

const currencies = fc.constantFrom("USD", "EUR", "JPY", "KWD", "CLF").map(currency);

/** Amounts of up to so many whole units, in currencies of 0, 2, 3 and 4 digits. */
const amounts = (units: bigint): fc.Arbitrary<Money> =>
  currencies.chain((code) =>
    fc
      .bigInt({ min: 0n, max: units * 10n ** BigInt(currencyDigits(code)) })
      .map((minor) => ({ minor, currency: code })),
  );
const anyAmount = amounts(1_000_000_000n);

test("what is written can be read, with and without the currency", () => {
  fc.assert(
    fc.property(anyAmount, (amount) => {
      expect(parseAmount(decimalText(amount), amount.currency)).toEqual(amount);
      expect(parseAmount(moneyText(amount), amount.currency)).toEqual(amount);
    }),
  );
});

test("an amount survives the wire as a number and as text, also a negative one", () => {
  fc.assert(
    fc.property(anyAmount, fc.boolean(), (amount, negative) => {
      const sent = negative ? { ...amount, minor: -amount.minor } : amount;
      expect(moneyFromWire(moneyToWire(sent), sent.currency)).toEqual(sent);
      expect(moneyFromWire(decimalText(sent), sent.currency)).toEqual(sent);
    }),
  );
});

test("the number in the JSON is exactly the decimal, digit for digit", () => {
  fc.assert(
    fc.property(anyAmount, (amount) => {
      const text = decimalText(amount);
      const shortest = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
      expect(JSON.stringify(moneyToWire(amount))).toBe(shortest);
    }),
  );
});

test("a float within a millionth of an amount is that amount, and one further off is none", () => {
  const offset = fc.double({ min: 1.1e-6, max: 4.5e-5, noNaN: true });
  const slip = fc.double({ min: -0.9e-6, max: 0.9e-6, noNaN: true });
  fc.assert(
    fc.property(amounts(1_000_000n), slip, offset, fc.boolean(), (amount, near, far, below) => {
      const exact = moneyToWire(amount);
      expect(moneyFromWire(exact + near, amount.currency)).toEqual(amount);
      expect(moneyFromWire(exact + (below ? -far : far), amount.currency)).toBeNull();
    }),
  );
});

test("no number is ever rounded to an amount that it is not", () => {
  const anyNumber = fc.oneof(
    fc.double(),
    fc.double({ min: -1e4, max: 1e4, noNaN: true }),
    fc.integer().map((cents) => cents / 100),
  );
  fc.assert(
    fc.property(currencies, anyNumber, (code, number) => {
      const read = moneyFromWire(number, code);
      if (read !== null) expect(Math.abs(moneyToWire(read) - number)).toBeLessThanOrEqual(1e-6);
    }),
  );
});

test("text with a digit that the currency does not have is never an amount", () => {
  fc.assert(
    fc.property(anyAmount, fc.integer({ min: 1, max: 9 }), ({ minor, currency: code }, digit) => {
      const text = decimalText({ minor, currency: code });
      const longer = `${text}${text.includes(".") ? "" : "."}${digit}`;
      expect(moneyFromWire(longer, code)).toBeNull();
      expect(parseAmount(longer, code)).toHaveProperty("reason");
    }),
  );
});
