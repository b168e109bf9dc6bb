import { expect, test } from "vitest";
import type { Order } from "../../src/domain/order.ts";
import { traceOf } from "../../src/domain/refunds-trace.ts";
import { sameSnapshot, snapshotFrom, snapshotOf } from "../../src/domain/snapshot.ts";
import { line, listed, money, order, unreadable } from "./build.ts";

test("a snapshot holds the status, the money, the lines and the refunds, and no customer", () => {
  const lines = [line("a"), line(null, { productCode: "OLD", quantity: null, amount: null })];
  const snapshot = snapshotOf(order({ ...listed(["30.00", "a"]), lines }));
  expect(snapshot).toEqual({
    status: "COMPLETE",
    chargeback: "none",
    currency: "USD",
    paid: "100.00",
    paidBy: "card",
    lines: [
      { reference: "a", productCode: "A", quantity: 1, amount: "50.00" },
      { reference: null, productCode: "OLD", quantity: null, amount: null },
    ],
    refunds: {
      tag: "readable",
      ...traceOf([["30.00", "a"]]),
      entries: [{ amount: "30.00", lines: ["a"] }],
    },
  });
  expect(JSON.stringify(snapshot)).not.toMatch(/Buyer|example\.com|1111/);
});

test.each([
  ["no refunds", {}, { tag: "none", ...traceOf(null) }],
  ["refunds that are missing", { rawRefunds: undefined }, { tag: "none", ...traceOf(null) }],
  ["unreadable refunds", unreadable, { tag: "unreadable", ...traceOf("?") }],
])("of %s a trace is kept", (_, fields, refunds) => {
  expect(snapshotOf(order(fields)).refunds).toEqual(refunds);
});

const withNames = [
  {
    Amount: "30.00",
    Currency: "USD",
    Status: "PENDING",
    RequestDate: "2026-11-20 10:00:00",
    LineItems: [{ LineItemReference: "a439", ProductName: "Ann's licence" }],
    Customer: "Ann Other",
    Comment: "Sorry, Ann",
    Value: "Ann",
    Status2: "Ann Other of Bath X",
    "Ann Other": 1,
  },
];

test("of refunds amounts, states, dates and lines are kept, and nothing that may be a name", () => {
  const { refunds } = snapshotOf(order({ ...unreadable, rawRefunds: withNames }));
  expect(JSON.stringify(refunds)).not.toMatch(/Ann|Other|Bath/);
  for (const part of ["30.00", "USD", "PENDING", "2026-11-20 10:00:00", "a439"]) {
    expect(refunds.kept).toContain(part);
  }
});

test("a change in what is not kept is noticed", () => {
  const before = snapshotOf(order({ ...unreadable, rawRefunds: withNames }));
  const [entry] = withNames;
  const after = snapshotOf(order({ ...unreadable, rawRefunds: [{ ...entry, Customer: "Bob" }] }));
  expect(sameSnapshot(before, after)).toBe(false);
});

test.each([
  [{}, { tag: "none", raw: "null" }],
  [
    { ...unreadable, rawRefunds: withNames },
    { tag: "unreadable", raw: JSON.stringify(withNames) },
  ],
  [
    listed(["30.00", "a"]),
    { tag: "readable", raw: '[["30.00","a"]]', entries: [{ amount: "30.00", lines: ["a"] }] },
  ],
] as const)("a snapshot that an earlier version stored compares as one of today", (fields, raw) => {
  const today = snapshotOf(order(fields));
  const stored = snapshotFrom({ ...today, refunds: raw });
  expect(sameSnapshot(stored, today)).toBe(true);
  expect(sameSnapshot(stored, snapshotOf(order(listed(["1.00"]))))).toBe(false);
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
  "two readings that differ in %s show whether a refund may have changed it",
  (_, fields, same) => {
    expect(sameSnapshot(snapshotOf(order()), snapshotOf(order(fields)))).toBe(same);
  },
);
