import { expect, test } from "vitest";
import {
  absolute,
  addMoney,
  compareMoney,
  decimalText,
  largerOf,
  moneyFromWire,
  moneyText,
  moneyToWire,
  parseAmount,
  subtractMoney,
  sumMoney,
  zero,
} from "../../src/domain/money.ts";
import { currency, money, usd } from "./build.ts";

test.each([
  ["USD", 24149n, "241.49", "241.49"],
  ["USD", 2600n, "26.00", "26"],
  ["USD", 5n, "0.05", "0.05"],
  ["USD", -24149n, "-241.49", "-241.49"],
  ["USD", -5n, "-0.05", "-0.05"],
  ["JPY", 3000n, "3000", "3000"],
  ["JPY", 0n, "0", "0"],
  ["KWD", 12345n, "12.345", "12.345"],
  ["KWD", 7n, "0.007", "0.007"],
  ["CLF", 12345n, "1.2345", "1.2345"],
  ["CLF", 1n, "0.0001", "0.0001"],
])("%s %s is written %s, and %s on the wire", (code, minor, text, wire) => {
  const amount = { minor, currency: currency(code) };
  expect(decimalText(amount)).toBe(text);
  expect(moneyText(amount)).toBe(`${text} ${code}`);
  expect(JSON.stringify(moneyToWire(amount))).toBe(wire);
});

test.each([
  ["26.00", "USD", 2600n],
  ["26", "USD", 2600n],
  ["26.5", "USD", 2650n],
  ["0", "USD", 0n],
  ["007.50", "USD", 750n],
  ["  26.00  ", "USD", 2600n],
  ["26.00 USD", "USD", 2600n],
  ["26.00 usd", "USD", 2600n],
  ["26\tUSD", "USD", 2600n],
  ["3000", "JPY", 3000n],
  ["3000 JPY", "JPY", 3000n],
  ["12.345", "KWD", 12345n],
  ["12.3", "KWD", 12300n],
  ["1.2345 CLF", "CLF", 12345n],
])("a person's %j in %s is understood", (text, code, minor) => {
  expect(parseAmount(text, currency(code))).toEqual({ minor, currency: code });
});

test.each([
  ["", "USD", "must be written like 26.00 or 26.00 USD"],
  ["abc", "USD", "must be written like"],
  ["1,000.00", "USD", "must be written like"],
  ["26,00", "USD", "must be written like"],
  ["1 000", "USD", "must be written like"],
  ["1e3", "USD", "must be written like"],
  ["+26", "USD", "must be written like"],
  ["-26", "USD", "must be written like"],
  [".50", "USD", "must be written like"],
  ["26.", "USD", "must be written like"],
  ["$26", "USD", "must be written like"],
  ["26USD", "USD", "must be written like"],
  ["26 USD now", "USD", "must be written like"],
  ["26 US", "USD", "must be written like"],
  ["0x1A", "USD", "must be written like"],
  ["٢٦", "USD", "must be written like"],
  ["26.00 EUR", "USD", "is in EUR, but the order is in USD"],
  ["26.00 eur", "USD", "is in EUR, but the order is in USD"],
  ["26.00 XXX", "USD", "is in XXX, but the order is in USD"],
  ["26.000", "USD", "has more than the 2 decimal digits of USD"],
  ["3000.0", "JPY", "must be a whole number: JPY amounts have no decimals"],
  ["12.3456", "KWD", "has more than the 3 decimal digits of KWD"],
  ["1.23456", "CLF", "has more than the 4 decimal digits of CLF"],
  ["100000000001", "USD", "is larger than any order"],
  ["99999999999999999999999999", "JPY", "is larger than any order"],
])("a person's %j in %s is refused with the reason", (text, code, reason) => {
  expect(parseAmount(text, currency(code))).toEqual({
    reason: expect.stringContaining(reason) as unknown,
  });
});

test.each([
  [29.99, "USD", 2999n],
  [9.9, "USD", 990n],
  [26, "USD", 2600n],
  [0, "USD", 0n],
  [-0, "USD", 0n],
  [0.1 + 0.2, "USD", 30n],
  [1.005 * 100, "USD", 10050n],
  [12.4000005, "USD", 1240n],
  [-0.0000001, "USD", 0n],
  [-241.49, "USD", -24149n],
  ["29.99", "USD", 2999n],
  [" 29.99 ", "USD", 2999n],
  ["29.990", "USD", 2999n],
  ["-5.00", "USD", -500n],
  [3000, "JPY", 3000n],
  [12.345, "KWD", 12345n],
  ["1.2345", "CLF", 12345n],
])("the API's %j in %s is that amount", (value, code, minor) => {
  expect(moneyFromWire(value, currency(code))).toEqual({ minor, currency: code });
});

test.each([
  [12.345, "USD"],
  [12.400002, "USD"],
  ["12.345", "USD"],
  [0.5, "JPY"],
  [12.3456, "KWD"],
  [NaN, "USD"],
  [Infinity, "USD"],
  [1e12, "USD"],
  ["99999999999999999999", "USD"],
  ["1,000.00", "USD"],
  ["1e3", "USD"],
  ["29.99 USD", "USD"],
  [".5", "USD"],
  ["", "USD"],
  [true, "USD"],
  [null, "USD"],
  [undefined, "USD"],
  [{}, "USD"],
  [[29.99], "USD"],
])("the API's %j in %s is unknown rather than rounded", (value, code) => {
  expect(moneyFromWire(value, currency(code))).toBeNull();
});

test("amounts are compared, added and subtracted exactly", () => {
  const [less, more] = [money("0.10"), money("0.20")];
  expect([compareMoney(less, more), compareMoney(more, less), compareMoney(less, less)]).toEqual([
    -1, 1, 0,
  ]);
  expect(addMoney(less, more)).toEqual(money("0.30"));
  expect(subtractMoney(less, more)).toEqual(money("-0.10"));
  expect(largerOf(less, more)).toBe(more);
  expect(largerOf(more, less)).toBe(more);
  expect(absolute(money("-0.10"))).toEqual(less);
  expect(absolute(less)).toBe(less);
  expect(sumMoney([less, more, more], usd)).toEqual(money("0.50"));
  expect(sumMoney([], usd)).toEqual(zero(usd));
});

test.each([
  ["compared", compareMoney],
  ["added", addMoney],
  ["subtracted", subtractMoney],
  ["set against each other", largerOf],
])("amounts of two currencies cannot be %s", (_, operation) => {
  expect(() => operation(money("1.00"), money("1 JPY"))).toThrow(
    "amounts in USD and JPY cannot be combined",
  );
});
