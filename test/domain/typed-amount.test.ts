import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Currency, currencyDigits, parseCurrency } from "../../src/domain/currency.ts";
import { decimalText, moneyText, parseAmount } from "../../src/domain/money.ts";
import { parseTypedAmount } from "../../src/domain/typed-amount.ts";

function currency(code: string): Currency {
  const parsed = parseCurrency(code);
  if (parsed === null) throw new Error(`${code} is no currency`);
  return parsed;
}

/** The amount as decimal text, or why it is none. */
function typed(text: string, code: string): string {
  const amount = parseTypedAmount(text, currency(code));
  return "reason" in amount ? amount.reason : decimalText(amount);
}

test.each([
  ["26", "USD", "26.00"],
  ["26.00", "USD", "26.00"],
  ["26.00 USD", "USD", "26.00"],
  ["usd 26", "USD", "26.00"],
  ["$26.5", "USD", "26.50"],
  ["$ 12,500.00", "USD", "12500.00"],
  ["US$12,500.00", "USD", "12500.00"],
  ["12.500,00 €", "EUR", "12500.00"],
  ["12 500,00 €", "EUR", "12500.00"],
  ["12\u00a0500,00\u00a0€", "EUR", "12500.00"],
  ["12\u202f500,00", "EUR", "12500.00"],
  ["12'500.00", "CHF", "12500.00"],
  ["12’500.00 CHF", "CHF", "12500.00"],
  ["1,234,567.89", "USD", "1234567.89"],
  ["1.234.567", "EUR", "1234567.00"],
  ["12,50", "EUR", "12.50"],
  ["12,5", "EUR", "12.50"],
  ["¥1,000", "JPY", "1000"],
  ["1.000", "JPY", "1000"],
  ["£9", "GBP", "9.00"],
  ["99 zł", "PLN", "99.00"],
  ["12.345", "KWD", /may be 12345 or 12\.345/],
  ["12.34", "KWD", "12.340"],
  ["  7  ", "USD", "7.00"],
])("%j of an order in %s is %s", (text, code, expected) => {
  if (typeof expected === "string") expect(typed(text, code)).toBe(expected);
  else expect(typed(text, code)).toMatch(expected);
});

test.each([
  ["1,000", "USD", /may be 1000 or 1\.000/],
  ["1.000", "EUR", /may be 1000 or 1\.000/],
  ["$1.000", "USD", /may be 1000 or 1\.000/],
  ["26.001", "USD", /may be 26001 or 26\.001/],
  ["€26", "USD", /is in EUR, but the order is in USD/],
  ["26 EUR", "USD", /is in EUR, but the order is in USD/],
  ["¥26", "USD", /is in JPY, but/],
  ["about 26", "USD", /"about" is not a sign of USD/],
  ["26 or so", "USD", /is not a sign of USD/],
  ["1,00,000.00", "USD", /is not written like/],
  ["0,500.00", "USD", /is not written like/],
  ["0.500", "JPY", /JPY/],
  ["12,34.56", "USD", /is not written like/],
  ["1,2345", "USD", /./],
  ["1.2.3", "USD", /is not written like/],
  ["1e3", "USD", /./],
  ["-5", "USD", /^must be more than zero; leave out the minus sign$/],
  ["- 5.00 USD", "USD", /leave out the minus/],
  ["-$5", "USD", /leave out the minus/],
  ["$-5", "USD", /leave out the minus/],
  ["−5", "USD", /leave out the minus/],
  ["5-", "USD", /leave out the minus/],
  ["26.005.5", "USD", /./],
  ["", "USD", /./],
  ["$", "USD", /./],
])("%j of an order in %s is refused: %s", (text, code, why) => {
  expect(typed(text, code)).toMatch(why);
  expect(parseTypedAmount(text, currency(code))).toHaveProperty("reason");
});

const codes = fc.constantFrom("USD", "EUR", "JPY", "KWD", "CHF", "GBP");

/** An amount as its whole units and what is behind the decimal sign. */
const amounts = codes.chain((code) =>
  fc.record({
    code: fc.constant(code),
    whole: fc.nat({ max: 2_000_000_000 }),
    minor: fc.nat({ max: 10 ** currencyDigits(currency(code)) - 1 }),
  }),
);

function written(
  { code, whole, minor }: { code: string; whole: number; minor: number },
  group: string,
  point: string,
): string {
  const digits = currencyDigits(currency(code));
  const grouped = String(whole).replaceAll(/\B(?=(?:\d{3})+$)/g, group);
  return digits === 0 ? grouped : `${grouped}${point}${String(minor).padStart(digits, "0")}`;
}

describe("whatever the amount", () => {
  test("as this program writes it, it is read as what it is", () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        const plain = written(amount, "", ".");
        const money = parseAmount(plain, currency(amount.code));
        if ("reason" in money) throw new Error(money.reason);
        // The three decimals of a dinar look like a group by themselves.
        if (currencyDigits(money.currency) === 3 && amount.whole < 1000) return;
        expect(typed(moneyText(money), amount.code)).toBe(plain);
      }),
    );
  });

  test("as a country writes it, it is that amount or asked for again, and never another", () => {
    const signs = fc.constantFrom([",", "."], [".", ","], [" ", ","], ["'", "."], ["\u00a0", ","]);
    fc.assert(
      fc.property(amounts, signs, (amount, [group = "", point = ""]) => {
        const said = parseTypedAmount(written(amount, group, point), currency(amount.code));
        if ("reason" in said) {
          expect(said.reason).toContain("may be");
          return;
        }
        expect(decimalText(said)).toBe(written(amount, "", "."));
      }),
    );
  });

  test("what is typed never has more digits than the currency, nor a sign", () => {
    const noise = fc.string({
      unit: fc.constantFrom(...Array.from("0123456789.,' $€-eE+")),
      maxLength: 12,
    });
    fc.assert(
      fc.property(noise, codes, (text, code) => {
        const amount = parseTypedAmount(text, currency(code));
        if ("reason" in amount) return;
        expect(amount.minor >= 0n).toBe(true);
        const digits = text.replaceAll(/[^0-9]/g, "").replace(/^0+/, "");
        // All digits that were typed are in it, in their order.
        const zeros = /^0*$/;
        const shown = String(amount.minor);
        expect(shown.startsWith(digits) || zeros.test(digits)).toBe(true);
        expect(zeros.test(shown.slice(digits.length))).toBe(true);
      }),
    );
  });
});
