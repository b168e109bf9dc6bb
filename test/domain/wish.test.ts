import { expect, test } from "vitest";
import { type AcceptedRefund, balanceOf } from "../../src/domain/balance.ts";
import type { Order } from "../../src/domain/order.ts";
import { lineList, parseItemWish, resolveWish, type Wish } from "../../src/domain/wish.ts";
import { accepted, line, listed, money, order, pieces, unreadable } from "./build.ts";

function resolve(wish: Wish, subject: Order = order(), journal: readonly AcceptedRefund[] = []) {
  return resolveWish(subject, balanceOf(subject, journal), wish);
}

function partial(items: readonly string[], amount: string | null = null): Wish {
  const parsed = items.flatMap((item) => parseItemWish(item) ?? []);
  return { kind: "partial", items: parsed, amount };
}

function usage(words: string) {
  return {
    tag: "usage",
    problem: { code: "usage", message: expect.stringContaining(words) as unknown },
  };
}

test("a total is what is left, without lines", () => {
  expect(resolve({ kind: "total" }, order(listed(["30.00"])))).toEqual({
    tag: "resolved",
    wish: { kind: "total", amount: money("70.00"), items: [] },
  });
});

test("a total has no amount while what is left is unknown", () => {
  expect(resolve({ kind: "total" }, order(unreadable))).toMatchObject({ wish: { amount: null } });
});

test("an amount by itself names no lines", () => {
  expect(resolve(partial([], "26.00 USD"))).toEqual({
    tag: "resolved",
    wish: { kind: "partial", amount: money("26.00"), items: [] },
  });
});

test("a whole line is its whole quantity for its whole price", () => {
  const three = line("c", { quantity: 3, amount: money("100.00"), productCode: null });
  expect(resolve({ kind: "lineitem", line: "c" }, order({ lines: [three] }))).toEqual({
    tag: "resolved",
    wish: {
      kind: "lineitem",
      amount: money("100.00"),
      items: [
        { line: three, reference: "c", productCode: null, quantity: 3, amount: money("100.00") },
      ],
    },
  });
});

test("items add up, and an amount may say what they come to", () => {
  expect(resolve(partial(["a", "b:1:20.00"], "70.00"))).toMatchObject({
    wish: {
      amount: money("70.00"),
      items: [{ amount: money("50.00") }, { amount: money("20.00") }],
    },
  });
});

test("a reference wins over a code", () => {
  const lines = [line("x", { productCode: "y" }), line("y", { productCode: "x" })];
  expect(resolve(partial(["x"]), order({ lines }))).toMatchObject({
    wish: { items: [{ reference: "x", productCode: "y" }] },
  });
});

test("a code names its line, also one without a reference, and may hold colons", () => {
  const lines = [line("a", { productCode: "PRO:1Y" }), line(null, { productCode: "OLD" })];
  expect(resolve(partial(["PRO:1Y:1", "OLD"]), order({ lines }))).toMatchObject({
    wish: { items: [{ reference: "a" }, { reference: null, productCode: "OLD" }] },
  });
});

test("a code that two lines bear is an error that lists the lines", () => {
  const lines = [
    line("a", { productCode: "PRO" }),
    line("b", { productCode: "PRO", amount: null }),
  ];
  expect(resolve(partial(["PRO"]), order({ lines }))).toEqual(
    usage(
      '2 lines of order 73152871 have the code "PRO"; give the reference of the one you mean. The order\'s lines:\n' +
        "  PRO  A product  50.00 USD  a\n  PRO  A product  b",
    ),
  );
});

test("a line that is not on the order is an error that lists the lines", () => {
  expect(resolve({ kind: "lineitem", line: "c" })).toEqual(
    usage(`Order 73152871 has no line "c". The order's lines:\n${lineList(order())}`),
  );
});

test.each([
  ["neither items nor an amount", partial([]), "needs lines or an amount"],
  ["an amount with thousands separators", partial([], "1,000.00"), "must be written like"],
  ["an amount in another currency", partial([], "26.00 EUR"), "the order is in USD"],
  ["an amount of nothing", partial([], "0.00"), "must be more than zero"],
  ["a line named twice", partial(["a", "A:1"]), "Line A is given twice"],
  ["no pieces", partial(["a:0"]), "the quantity must be at least 1"],
  ["an item's amount of nothing", partial(["a:1:0"]), "the amount must be more than zero"],
  ["an item's amount with too many digits", partial(["a:1:1.234"]), "more than the 2 decimal"],
  [
    "a sum that is not the items'",
    partial(["a"], "49.99"),
    "is not what the lines come to, 50.00 USD",
  ],
  ["a sum that is no amount", partial(["a"], "fifty"), "must be written like"],
])("%s is a usage error", (_, wish, words) => {
  expect(resolve(wish)).toEqual(usage(words));
});

test.each([
  ["whose quantity is unknown", { quantity: null }, "c", "its quantity is unknown"],
  ["whose quantity is unknown", { quantity: null }, "c:1", "the amount is not known here"],
  ["whose price is unknown", { amount: null }, "c", "the amount is not known here"],
  ["that cost nothing", { amount: money("0.00") }, "c", "nothing was paid for it (0.00 USD)"],
  ["with a negative price", { amount: money("-5.00") }, "c", "nothing was paid for it (-5.00 USD)"],
  [
    "whose pieces do not add up to its price",
    { quantity: 2, unitAmount: money("40.00") },
    "c:1",
    "the amount of one piece does not fit the line's 50.00 USD",
  ],
  [
    "whose pieces miss its price by one cent more than there are pieces",
    { quantity: 3, amount: money("99.04"), unitAmount: money("33.00") },
    "c:1",
    "the amount of one piece does not fit the line's 99.04 USD",
  ],
])("of a line %s no amount is guessed", (_, fields, item, words) => {
  expect(resolve(partial([item]), order({ lines: [line("c", fields)] }))).toEqual(usage(words));
});

test("an item's own amount and quantity are taken where the order tells neither", () => {
  const lines = [line("c", { quantity: null, amount: null })];
  expect(resolve(partial(["c:2:12.34"]), order({ lines }))).toMatchObject({
    wish: { items: [{ quantity: 2, amount: money("12.34") }] },
  });
});

test("more pieces than the line has cost no more than the line, and are left to the checks", () => {
  expect(resolve(partial(["a:3"]))).toMatchObject({
    wish: { items: [{ quantity: 3, amount: money("50.00") }] },
  });
});

const third = { quantity: 3, amount: money("100.00"), unitAmount: money("33.33") };
const firstTwo = [accepted("66.66", pieces("c", 2, "66.66"))];

test.each([
  ["one piece", third, "c:1", [], {}, "33.33"],
  ["two pieces", third, "c:2", [], {}, "66.66"],
  ["all pieces", third, "c:3", [], {}, "100.00"],
  ["a piece without a stated price", { ...third, unitAmount: null }, "c:2", [], {}, "66.66"],
  ["a piece rounded up", { ...third, unitAmount: money("33.34") }, "c:1", [], {}, "33.34"],
  ["the last piece, agreed", third, "c:1", firstTwo, listed(["66.66", "c"]), "33.34"],
  ["the last piece, unlisted", third, "c:1", firstTwo, {}, "33.33"],
  ["the last piece, unreadable", third, "c:1", firstTwo, unreadable, "33.33"],
  [
    "the last piece, dearer by one cent for each piece",
    third,
    "c:1",
    [accepted("66.64", pieces("c", 2, "66.64"))],
    listed(["66.64", "c"]),
    "33.36",
  ],
  [
    "the last piece, dearer by one cent more",
    third,
    "c:1",
    [accepted("66.63", pieces("c", 2, "66.63"))],
    listed(["66.63", "c"]),
    "33.33",
  ],
  [
    "a piece whose price is off by one cent for each piece",
    { ...third, unitAmount: money("33.00"), amount: money("99.03") },
    "c:1",
    [],
    {},
    "33.00",
  ],
  [
    "a piece that is not the last",
    third,
    "c:1",
    [accepted("33.33", pieces("c", 1, "33.33"))],
    listed(["33.33", "c"]),
    "33.33",
  ],
  [
    "the last piece after a smaller refund of the others",
    third,
    "c:1",
    [accepted("5.00", pieces("c", 2, "5.00"))],
    listed(["5.00", "c"]),
    "33.33",
  ],
])("%s of a line costs what it should", (_, fields, item, journal, refunds, amount) => {
  const subject = order({ lines: [line("c", fields)], ...refunds });
  expect(resolve(partial([item]), subject, journal)).toMatchObject({
    wish: { amount: money(amount) },
  });
});

test.each([
  ["a mistyped product code", "PRO1Y", " Did you mean PRO-1Y?"],
  ["one in small letters", "seat", " Did you mean SEAT?"],
  ["the product's own name", "Team seats", " Did you mean SEAT?"],
  ["nothing like any line", "GOLD", " The order's lines:"],
])("for %s the error names the nearest line: %s", (_, name, words) => {
  const subject = order({
    lines: [
      line("a", { productCode: "PRO-1Y", name: "Pro licence" }),
      line("b", { productCode: "SEAT", name: "Team seat" }),
    ],
  });
  const item = `${name}:1`;
  expect(resolve(partial([item]), subject)).toEqual(
    usage(`Order 73152871 has no line "${name}".${words}`),
  );
});
