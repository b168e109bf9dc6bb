import { describe, expect, test } from "vitest";
import { paidOutByInvoices, paidOutByStatus, showsPayment } from "../../src/domain/paid-out.ts";
import { money, order } from "./build.ts";

const refund = (id: string, amount: string | null, more: object = {}) => ({
  id,
  amount: amount === null ? null : money(amount),
  invoices: null as number | null,
  isProcessed: false,
  ...more,
});

describe("the status REFUND shows as paid out", () => {
  const refunded = order({ status: "REFUND", paid: money("40.00") });

  test.each([
    ["one refund of everything", [refund("a", "40.00")], ["a"]],
    [
      "several that make up what was paid",
      [refund("a", "10.00"), refund("b", "30.00")],
      ["a", "b"],
    ],
    [
      "those of them that were not seen before",
      [refund("a", "10.00", { isProcessed: true }), refund("b", "30.00")],
      ["b"],
    ],
  ])("%s", (_, accepted, ids) => {
    expect(paidOutByStatus(refunded, accepted)).toEqual(ids);
  });

  test.each([
    ["a part, of which somebody else refunded the rest", [refund("a", "10.00")]],
    ["more than was paid", [refund("a", "40.00"), refund("b", "1.00")]],
    ["nothing of an unknown amount", [refund("a", "40.00"), refund("b", null)]],
    ["nothing where there is nothing", []],
  ])("not %s", (_, accepted) => {
    expect(paidOutByStatus(refunded, accepted)).toEqual([]);
  });

  test.each(["COMPLETE", "REVERSED", "CANCELED"])("and %s shows nothing", (status) => {
    const other = order({ status, paid: money("40.00") });
    expect(paidOutByStatus(other, [refund("a", "40.00")])).toEqual([]);
  });
});

describe("refund invoices", () => {
  const first = (id: string, invoices: number | null, more: object = {}) =>
    refund(id, "5.00", { invoices, ...more });

  test.each([
    ["one new for one that waits", 1, [first("a", 0)], ["a"]],
    ["two new for two", 3, [first("a", 1), first("b", 1)], ["a", "b"]],
    ["two new since the first of two", 2, [first("a", 0), first("b", 1)], ["a", "b"]],
    [
      "one new beside one that was seen before",
      2,
      [first("a", 0, { isProcessed: true }), first("b", 1)],
      ["b"],
    ],
  ])("%s: paid out", (_, count, accepted, ids) => {
    expect(paidOutByInvoices(count, accepted)).toEqual(ids);
  });

  test.each([
    ["none is new", 0, [first("a", 0)]],
    ["fewer are new than wait", 1, [first("a", 0), first("b", 0)]],
    ["more are new than wait", 2, [first("a", 0)]],
    ["one was never looked at before", 2, [first("a", 0), first("b", null)]],
    ["nothing waits", 1, [first("a", 0, { isProcessed: true })]],
  ])("%s: nothing is concluded", (_, count, accepted) => {
    expect(paidOutByInvoices(count, accepted)).toEqual([]);
  });
});

test.each([
  ["COMPLETE", "40.00", false],
  ["REFUND", "40.00", true],
  ["REVERSED", "40.00", true],
  ["COMPLETE", "-40.00", true],
])("an order that reads %s and %s shows a payment: %s", (status, paid, shows) => {
  expect(showsPayment(order({ status, paid: money(paid) }))).toBe(shows);
});
