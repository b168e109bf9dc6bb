import { expect, test } from "vitest";
import { refundParams } from "../../../src/api/rpc6/issue-refund.ts";
import { line, money, order } from "../../domain/build.ts";
import { exampleLine, oneLine, requestOf, wholeOrder } from "./requests.ts";

const item = { Quantity: 1, LineItemReference: exampleLine, Amount: 29.99 };

test("a line goes out as in the vendor's example: no amount, the line by its reference", () => {
  expect(refundParams(requestOf(oneLine))).toEqual([
    "73152871",
    null,
    [item],
    "This is a comment",
    "Fraud",
  ]);
});

test("the whole order goes out as in the vendor's example: its amount as a number, no items", () => {
  expect(refundParams(requestOf(wholeOrder))).toEqual([
    "73152871",
    241.49,
    [],
    "This is a comment",
    "Fraud",
  ]);
});

test("beside items null goes out, also where the user stated the amount", () => {
  const request = requestOf({
    kind: "partial",
    items: [{ line: exampleLine, quantity: 1, amount: null }],
    amount: "29.99",
  });
  expect(refundParams(request).slice(1, 3)).toEqual([null, [item]]);
});

test("an amount without items goes out by itself", () => {
  const request = requestOf({ kind: "partial", items: [], amount: "26.00" });
  expect(JSON.stringify(refundParams(request).slice(1, 3))).toBe("[26,[]]");
});

test("a line without a reference goes out by its product code", () => {
  expect(refundParams(requestOf({ kind: "lineitem", line: "OLD" }))[2]).toEqual([
    { Quantity: 2, ProductCode: "OLD", Amount: 211.5 },
  ]);
});

test.each([
  ["3000 JPY", "3000"],
  ["12.345 KWD", "12.345"],
  ["0.10 USD", "0.1"],
  ["1.2345 CLF", "1.2345"],
])("%s goes out as the number %s", (amount, number) => {
  const paid = money(amount);
  const subject = order({ paid, currency: paid.currency, lines: [line("a", { amount: paid })] });
  expect(JSON.stringify(refundParams(requestOf(wholeOrder, subject))[1])).toBe(number);
  const [sent] = refundParams(requestOf({ kind: "lineitem", line: "a" }, subject))[2] as unknown[];
  expect(JSON.stringify(sent)).toContain(`"Amount":${number}}`);
});
