import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAttemptId, parseLineItemId, parseOrderNumber } from "../../src/domain/pasted.ts";

const around = ["", " ", "\t", "\r\n", "\u00a0", "\u200b", "\u2060", "\ufeff", "\u202c", "\u3000"];

test("an order number or a line item id is taken without what was pasted around it", () => {
  const blank = fc.array(fc.constantFrom(...around)).map((parts) => parts.join(""));
  const digits = fc.stringMatching(/^[0-9]{1,20}$/);
  fc.assert(
    fc.property(blank, fc.constantFrom("", "#"), blank, digits, blank, (a, sign, b, number, c) => {
      expect(parseOrderNumber(`${a}${sign}${b}${number}${c}`)).toBe(number);
      expect(parseLineItemId(`${a}${sign}${b}${number}${c}`)).toBe(number);
    }),
  );
});

test.each([
  "",
  "#",
  " ",
  "7315-2871",
  "7315 2871",
  "7315\u200b2871",
  "73152871#",
  "+1",
  "1".repeat(21),
])("%j is no order number", (text) => {
  expect(parseOrderNumber(text)).toBeNull();
  expect(parseLineItemId(text)).toBeNull();
});

test.each([
  "Order #73152871",
  "order 73152871.",
  "Order no. 73152871",
  "Order number: 73152871",
  "ORDER\u00a0# 73152871\n",
  "RefNo: 73152871",
  "Ref. no. 73152871",
  "Reference 73152871",
  "(Order #73152871)",
  "No. 73152871",
  '"73152871",',
])("%j is an order's number with what it is called", (text) => {
  expect(parseOrderNumber(text)).toBe("73152871");
});

test.each([
  "Order73152871",
  "Invoice 73152871",
  "Orders 73152871",
  "Order #73152871 of 73152878",
  "Order 7315 2871",
  "INV-73152871",
  "reorder 73152871",
  ".5",
  "Order -1",
  "no",
])("%j is no order's number", (text) => {
  expect(parseOrderNumber(text)).toBeNull();
});

test("an attempt's id is read without its surroundings, in any case", () => {
  const id = "01KAB3DE5FGH7JKMNPQRSTVWXY";
  expect(parseAttemptId(`\u00a0#${id.toLowerCase()}\u200b\n`)).toBe(id);
});
