import { expect, test } from "vitest";
import { currencyDigits, parseCurrency } from "../../src/domain/currency.ts";
import { currency } from "./build.ts";

test.each([
  ["USD", 2],
  ["EUR", 2],
  ["HUF", 2],
  ["JPY", 0],
  ["KRW", 0],
  ["ISK", 0],
  ["KWD", 3],
  ["IQD", 3],
  ["CLF", 4],
  ["UYW", 4],
])("%s has the %i digits of ISO 4217", (code, digits) => {
  expect(currencyDigits(currency(code))).toBe(digits);
});

test.each([["usd"], ["Usd"], [" USD "]])("%j is read as USD", (text) => {
  expect(parseCurrency(text)).toBe("USD");
});

test.each([[""], ["US"], ["USDT"], ["XXX"], ["XAU"], [840], [null], [undefined], [["USD"]]])(
  "%j is no currency",
  (value) => {
    expect(parseCurrency(value)).toBeNull();
  },
);
