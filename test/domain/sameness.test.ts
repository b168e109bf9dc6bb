import { expect, test } from "vitest";
import { type AcceptedRefund, balanceOf } from "../../src/domain/balance.ts";
import type { Order } from "../../src/domain/order.ts";
import { type EarlierRefund, samenessOf } from "../../src/domain/same-refund.ts";
import { type ItemWish, resolveWish, type Wish } from "../../src/domain/wish.ts";
import { accepted, line, listed, money, order, pieces } from "./build.ts";

function sameness(
  wish: Wish,
  subject: Order = order(),
  journal: readonly AcceptedRefund[] = [],
  ...earlier: readonly EarlierRefund[]
) {
  const resolution = resolveWish(subject, balanceOf(subject, journal), wish);
  if (resolution.tag === "usage") throw new Error(resolution.problem.message);
  const { amount } = resolution.wish;
  if (amount === null) throw new Error("the amount is unknown");
  return samenessOf(subject, balanceOf(subject, journal), amount, resolution.wish, earlier);
}

const item = (
  name: string,
  quantity: number | null = null,
  amount: string | null = null,
): ItemWish => ({
  line: name,
  quantity,
  amount,
});
const items = (...wanted: readonly ItemWish[]): Wish => ({
  kind: "partial",
  items: wanted,
  amount: null,
});

test("one line is the same refund however it is spelled", () => {
  const spellings: readonly Wish[] = [
    { kind: "lineitem", line: "a" },
    { kind: "lineitem", line: "A" },
    items(item("a")),
    items(item("A", 1)),
    items(item("a", 1, "50.00")),
    { kind: "partial", items: [item("a")], amount: "50.00" },
  ];
  expect(new Set(spellings.map((wish) => sameness(wish)))).toEqual(
    new Set(["50.00 USD a:1:50.00"]),
  );
});

test("the whole price is the same refund as a total, as an amount, and line by line", () => {
  const spellings: readonly Wish[] = [
    { kind: "total" },
    { kind: "partial", items: [], amount: "100.00" },
    items(item("a"), item("b")),
    items(item("B"), item("A")),
  ];
  expect(new Set(spellings.map((wish) => sameness(wish)))).toEqual(new Set(["100.00 USD whole"]));
});

test("the whole price is the same refund when the order shows it as negative, being refunded", () => {
  const whole: Wish = { kind: "partial", items: [], amount: "100.00" };
  expect(sameness(whole, order({ paid: money("-100.00") }))).toBe(sameness({ kind: "total" }));
});

test("the only line of an order is the same refund as its total", () => {
  const subject = order({ lines: [line("a", { amount: money("100.00") })] });
  expect(sameness({ kind: "lineitem", line: "a" }, subject)).toBe(
    sameness({ kind: "total" }, subject),
  );
});

test("lines are the same in any order, and a code stands for a line without a reference", () => {
  const subject = order({
    paid: money("150.00"),
    lines: [line("a"), line(null, { productCode: "OLD" })],
  });
  expect(sameness(items(item("OLD"), item("a")), subject)).toBe(
    sameness(items(item("a"), item("OLD")), subject),
  );
  expect(sameness(items(item("OLD")), subject)).toBe("50.00 USD OLD:1:50.00");
});

test.each([
  ["another line", items(item("b"))],
  ["another amount", items(item("a", 1, "49.99"))],
  ["an amount without lines", { kind: "partial", items: [], amount: "50.00" }],
] as const)("%s is another refund", (_, wish) => {
  expect(sameness(wish)).not.toBe(sameness(items(item("a"))));
});

test("the same amount of more pieces is another refund", () => {
  const subject = order({ lines: [line("a", { quantity: 2 }), line("b")] });
  expect(sameness(items(item("a", 2, "25.00")), subject)).not.toBe(
    sameness(items(item("a", 1, "25.00")), subject),
  );
});

test("a total of the rest is not the amount that was refunded before", () => {
  const half: Wish = { kind: "partial", items: [], amount: "50.00" };
  const rest = sameness({ kind: "total" }, order(listed(["50.00"])), [accepted("50.00")]);
  expect(rest).toBe("50.00 USD rest");
  expect(rest).not.toBe(sameness(half));
});

test("on an order of an unknown price nothing is taken for the whole", () => {
  expect(sameness(items(item("a"), item("b")), order({ paid: null }))).toBe(
    "100.00 USD a:1:50.00;b:1:50.00",
  );
});

const firstLine = [accepted("50.00", pieces("a", 1, "50.00"))];
const total: Wish = { kind: "total" };

test("a total of the rest is the same refund as the untouched lines that it consists of", () => {
  const subject = order(listed(["50.00", "a"]));
  const rest = sameness(total, subject, firstLine);
  expect(rest).toBe("50.00 USD b:1:50.00");
  expect(rest).toBe(sameness({ kind: "lineitem", line: "b" }, subject, firstLine));
});

test.each<readonly [string, Partial<Order>, string]>([
  [
    "has a line whose quantity is unknown",
    { lines: [line("a"), line("b", { quantity: null })] },
    "50.00 USD rest",
  ],
  [
    "has a line whose price is unknown",
    { lines: [line("a"), line("b", { amount: null })] },
    "50.00 USD rest",
  ],
  ["costs more than its lines", { paid: money("120.00") }, "70.00 USD rest"],
  [
    "has a line that was refunded in part",
    listed(["50.00", "a"], ["10.00", "b"]),
    "40.00 USD rest",
  ],
])("a total of the rest names no lines where the order %s", (_, fields, same) => {
  expect(sameness(total, order(fields), firstLine)).toBe(same);
});

/** A refund of 50.00 that was accepted before, recorded under a text of its own. */
function before(fields: Partial<EarlierRefund>): EarlierRefund {
  return {
    kind: "partial",
    amount: money("50.00"),
    items: [],
    completes: false,
    sameness: "as stored",
    ...fields,
  };
}

const lineA: Wish = { kind: "lineitem", line: "a" };
const half: Wish = { kind: "partial", items: [], amount: "50.00" };

test.each<readonly [string, Wish, Partial<EarlierRefund>]>([
  ["its line by code", lineA, { items: [{ ...pieces("a", 1, "50.00"), reference: null }] }],
  ["its line by reference", lineA, { items: [pieces("a", 1, "50.00")] }],
  ["a rest of unknown lines", lineA, { kind: "total", completes: true }],
  ["a total of an earlier version", lineA, { kind: "total" }],
  ["an amount that was the last of it", lineA, { completes: true }],
  ["a line that was the last of it", half, { items: [pieces("b", 1, "50.00")], completes: true }],
  ["the same amount without lines", half, {}],
])("a refund that is the same as %s takes over its text", (_, wish, fields) => {
  expect(sameness(wish, order(), [], before(fields))).toBe("as stored");
});

test.each<readonly [string, Wish, Partial<EarlierRefund>]>([
  ["of another line", lineA, { items: [pieces("b", 1, "50.00")] }],
  ["of more pieces", lineA, { items: [pieces("a", 2, "50.00")] }],
  ["of one line more", lineA, { items: [pieces("a", 1, "25.00"), pieces("b", 1, "25.00")] }],
  ["of no line", lineA, {}],
  ["of another amount", lineA, { items: [pieces("a", 1, "50.00")], amount: money("49.99") }],
  ["in another currency", lineA, { completes: true, amount: money("50.00 EUR") }],
  ["of a line, for an amount alone", half, { items: [pieces("a", 1, "50.00")] }],
])("a refund %s is not the same", (_, wish, fields) => {
  expect(sameness(wish, order(), [], before(fields))).not.toBe("as stored");
});

test("a total of the rest is not the same as an amount that left as much", () => {
  expect(
    sameness({ kind: "total" }, order(listed(["50.00"])), [accepted("50.00")], before({})),
  ).toBe("50.00 USD rest");
});

test("the whole price is the same as it was by lines while the price was unknown", () => {
  const items = [pieces("a", 1, "50.00"), pieces("b", 1, "50.00")];
  const earlier = before({ amount: money("100.00"), items });
  const whole: Wish = { kind: "partial", items: [], amount: "100.00" };
  expect(sameness(whole, order(), [], earlier)).toBe("as stored");
});
