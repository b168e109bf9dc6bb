import { expect, test } from "vitest";
import { atLargestReading } from "../../src/domain/largest-reading.ts";
import type { Order } from "../../src/domain/order.ts";
import { snapshotOf } from "../../src/domain/snapshot.ts";
import { line, money, order } from "./build.ts";

/** The order as it reads today after these earlier readings: what was paid, and pieces and price of each line. */
function read(today: Order, ...earlier: readonly Order[]) {
  const { paid, lines } = atLargestReading(today, earlier.map(snapshotOf));
  return { paid, lines: lines?.map(({ quantity, amount }) => [quantity, amount]) };
}

const full = [1, money("50.00")];

test("an order that was never read before is as it reads today", () => {
  expect(read(order())).toEqual({ paid: money("100.00"), lines: [full, full] });
});

test.each([
  [
    "less than before",
    order({ paid: money("40.00"), lines: [line("a", { amount: money("0.00") })] }),
  ],
  ["negative", order({ paid: money("-100.00"), lines: [line("a", { amount: money("-50.00") })] })],
  ["nothing at all", order({ paid: null, lines: [line("a", { amount: null, quantity: null })] })],
])("an order that reads %s was paid what it read then", (_, today) => {
  expect(read(today, order())).toEqual({ paid: money("100.00"), lines: [full] });
});

test("an order that reads more than before was paid what it reads today", () => {
  const before = order({ paid: money("10.00"), lines: [line("a", { amount: money("1.00") })] });
  expect(read(order(), before)).toEqual({ paid: money("100.00"), lines: [full, full] });
});

test("a line that has fewer pieces today has the price and the pieces it had", () => {
  const lines = [line("a", { quantity: 3, amount: money("30.00") })];
  const today = order({ lines: [line("a", { quantity: 1, amount: money("10.00") })] });
  expect(read(today, order({ lines })).lines).toEqual([[3, money("30.00")]]);
});

test("a line is found by its code where a reading has no references", () => {
  const today = order({ lines: [line("a", { amount: money("1.00") })] });
  const before = order({ lines: [line(null, { productCode: "A" })] });
  expect(read(today, before).lines).toEqual([full]);
});

test("lines that nothing tells apart keep their places", () => {
  const alike = (...amounts: readonly string[]) =>
    order({ lines: amounts.map((amount) => line(null, { amount: money(amount) })) });
  const lines = [
    [1, money("7.00")],
    [1, money("9.00")],
  ];
  const named = (each: Order) => ({
    ...each,
    lines: (each.lines ?? []).map((one) => ({ ...one, productCode: "SAME" })),
  });
  expect(read(named(alike("1.00", "9.00")), named(alike("7.00", "2.00"))).lines).toEqual(lines);
});

test("a reading in another currency says nothing", () => {
  const euros = { ...snapshotOf(order({ paid: money("900.00") })), currency: "EUR" };
  expect(atLargestReading(order(), [euros]).paid).toEqual(money("100.00"));
});
