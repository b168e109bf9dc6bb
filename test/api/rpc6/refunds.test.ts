import { expect, test } from "vitest";
import { readRefunds } from "../../../src/api/rpc6/refunds.ts";
import { money, usd } from "../../domain/build.ts";

test.each([
  ["undefined", undefined],
  ["null", null],
  ["false", false],
  ["an empty text", ""],
  ["an empty list", []],
  ["an empty object", {}],
])("%s says that nothing was refunded", (_, value) => {
  expect(readRefunds(value, usd)).toEqual({ tag: "none" });
});

const ten = { amount: money("10.00"), lines: null };
const five = { amount: money("5.50"), lines: null };

test.each([
  ["a list", [{ Amount: 10 }, { Amount: 5.5 }], [ten, five]],
  ["a map", { first: { Amount: 10 }, second: { Amount: 5.5 } }, [ten, five]],
  ["one refund by itself", { RefundAmount: 10, Date: "2026-11-21" }, [ten]],
  ["a total only", { TotalRefunded: 10 }, [ten]],
  ["text for numbers", [{ amount: "10.00" }], [ten]],
  ["negative amounts", [{ Amount: -10 }, { Value: "-5.50" }], [ten, five]],
  ["other names for the amount", [{ SUM: 10 }, { refund_value: 5.5 }], [ten, five]],
  ["two names for one amount", [{ Amount: 10, Total: "10.00" }], [ten]],
  ["a currency", [{ Amount: 10, Currency: "usd", PayoutCurrency: null }], [ten]],
  [
    "a status",
    [
      { Amount: 10, Status: "PENDING" },
      { Amount: 5.5, State: "finished" },
    ],
    [ten, five],
  ],
  ["a status that is no text", [{ Amount: 10, Status: 3 }], [ten]],
])("%s is read", (_, value, entries) => {
  const minor = entries.reduce((sum, { amount }) => sum + amount.minor, 0n);
  expect(readRefunds(value, usd)).toEqual({
    tag: "readable",
    entries,
    total: { minor, currency: usd },
  });
});

test.each([
  ["a bare number", 10],
  ["a bare text", "10.00"],
  ["true", true],
  ["a list of numbers", [10]],
  ["a refund without an amount", [{ Date: "2026-11-21" }]],
  ["an amount that is no money", [{ Amount: "ten" }]],
  ["an amount off the currency's grid", [{ Amount: 10.005 }]],
  ["an amount of nothing", [{ Amount: 0 }]],
  ["an amount that is an object", [{ Amount: { Gross: 10 } }]],
  ["two different amounts", [{ Amount: 10, TotalAmount: 12 }]],
  ["one amount that can be read and one that cannot", [{ Amount: 10, TotalText: "ten" }]],
  ["one refund that can be read and one that cannot", [{ Amount: 10 }, { Date: "2026-11-21" }]],
  ["a map with something else in it", { Count: 1, List: [{ Amount: 10 }] }],
  ["another currency", [{ Amount: 10, Currency: "EUR" }]],
  ["a currency that nobody knows", [{ Amount: 10, Currency: "credits" }]],
])("%s is unreadable as a whole", (_, value) => {
  expect(readRefunds(value, usd)).toEqual({ tag: "unreadable" });
});

test.each(["CANCELED", "Cancelled", "DECLINED", " declined "])(
  "a refund that says %s is told apart from those that count",
  (Status) => {
    const entries = [{ Amount: 10, Status }, { Amount: 5 }];
    expect(readRefunds(entries, usd)).toMatchObject({
      tag: "partly-undone",
      total: { minor: 500n },
      entries: [{ amount: { minor: 500n } }],
      undone: [{ minor: 1000n }],
    });
  },
);

test.each([
  ["cancellation requested"],
  ["not declined"],
  ["rejected"],
  ["Refused"],
  ["failed"],
  ["denied"],
  ["deny"],
  ["void"],
  ["Error"],
  ["reversed"],
  ["expired"],
  ["aborted"],
  ["withdrawn"],
  ["not approved"],
])("a refund whose status is %s is not counted as one, so that nothing is known", (Status) => {
  expect(readRefunds([{ Amount: 10, Status }], usd)).toEqual({ tag: "unreadable" });
});

test.each([
  ["none", [{ Amount: 10, Items: [{ Code: "A" }] }], null],
  ["one at the top", [{ Amount: 10, LineItemReference: "a" }], ["a"]],
  [
    "several below",
    [{ Amount: 10, Items: [{ LineItemReference: "a" }, { lineItemReference: "b" }] }],
    ["a", "b"],
  ],
  [
    "the same twice",
    [{ Amount: 10, LineItemReference: "a", Items: [{ LineItemReference: "a" }] }],
    ["a"],
  ],
  ["what is no text", [{ Amount: 10, LineItemReference: 5 }], null],
])("the lines that a refund names are found: %s", (_, value, lines) => {
  expect(readRefunds(value, usd)).toMatchObject({ entries: [{ lines }] });
});
