import { expect, test } from "vitest";
import type { Order } from "../../src/domain/order.ts";
import { sameSnapshot, snapshotOf } from "../../src/domain/snapshot.ts";
import { line, listed, money, order, unreadable } from "./build.ts";

test("a snapshot holds the status, the money, the lines and the refunds, and no customer", () => {
  const lines = [line("a"), line(null, { productCode: "OLD", quantity: null, amount: null })];
  const snapshot = snapshotOf(order({ ...listed(["30.00", "a"]), lines }));
  expect(snapshot).toEqual({
    status: "COMPLETE",
    chargeback: "none",
    currency: "USD",
    paid: "100.00",
    lines: [
      { reference: "a", productCode: "A", quantity: 1, amount: "50.00" },
      { reference: null, productCode: "OLD", quantity: null, amount: null },
    ],
    refunds: {
      tag: "readable",
      raw: '[["30.00","a"]]',
      entries: [{ amount: "30.00", lines: ["a"] }],
    },
  });
  expect(JSON.stringify(snapshot)).not.toMatch(/Buyer|example\.com|1111/);
});

test.each([
  ["no refunds", {}, { tag: "none", raw: "null" }],
  ["refunds that are missing", { rawRefunds: undefined }, { tag: "none", raw: "null" }],
  ["unreadable refunds", unreadable, { tag: "unreadable", raw: '"?"' }],
])("%s are kept as they came", (_, fields, refunds) => {
  expect(snapshotOf(order(fields)).refunds).toEqual(refunds);
});

test("a snapshot survives being stored", () => {
  const snapshot = snapshotOf(order(listed(["30.00", "a"])));
  expect(sameSnapshot(snapshot, JSON.parse(JSON.stringify(snapshot)) as typeof snapshot)).toBe(
    true,
  );
});

test.each<readonly [string, Partial<Order>, boolean]>([
  ["the status", { status: "REFUND" }, false],
  ["the chargeback", { chargeback: "open" }, false],
  ["the price", { paid: money("90.00") }, false],
  ["the price being unknown", { paid: null }, false],
  ["a line", { lines: [line("a")] }, false],
  ["a refund", listed(["1.00"]), false],
  ["unreadable refunds", unreadable, false],
  ["the customer", { customer: { name: null, company: null, email: null, country: null } }, true],
  ["the moment of reading", { readAt: 0 }, true],
])(
  "of two readings that differ in %s it is told whether a refund may have changed it",
  (_, fields, same) => {
    expect(sameSnapshot(snapshotOf(order()), snapshotOf(order(fields)))).toBe(same);
  },
);
