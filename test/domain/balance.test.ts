import { expect, test } from "vitest";
import { balanceOf } from "../../src/domain/balance.ts";
import { accepted, line, listed, money, order, pieces, unreadable } from "./build.ts";

test("of an order without refunds everything is left, of each line too", () => {
  expect(balanceOf(order(), [])).toMatchObject({
    refunded: money("0.00"),
    left: money("100.00"),
    leftByJournal: money("100.00"),
    lines: [{ left: money("50.00") }, { left: money("50.00") }],
  });
});

test.each([
  ["only the journal knows of a refund", "none", "30.00", "70.00"],
  ["only the order lists a refund", "20.00", "0.00", "80.00"],
  ["the order lists more than the journal knows", "40.00", "30.00", "60.00"],
  ["the journal knows more than the order lists", "20.00", "30.00", "70.00"],
  ["both know the same", "30.00", "30.00", "70.00"],
])("what is left is what was paid less the larger sum: %s", (_, inOrder, inJournal, left) => {
  const subject = order(inOrder === "none" ? {} : listed([inOrder]));
  const journal = inJournal === "0.00" ? [] : [accepted(inJournal)];
  expect(balanceOf(subject, journal).left).toEqual(money(left));
});

test("several refunds add up on both sides", () => {
  const balance = balanceOf(order(listed(["10.00"], ["15.00"])), [
    accepted("10.00"),
    accepted("15.50"),
  ]);
  expect(balance.refunded).toEqual(money("25.50"));
  expect(balance.leftByJournal).toEqual(money("74.50"));
});

test("with refunds that cannot be read, what is left is unknown, and only the journal's own sum is known", () => {
  expect(balanceOf(order(unreadable), [accepted("30.00")])).toMatchObject({
    refunded: null,
    left: null,
    leftByJournal: money("70.00"),
    lines: [{ left: null }, { left: null }],
  });
});

test("when what was paid is unknown, so is what is left", () => {
  const balance = balanceOf(order({ paid: null }), [accepted("30.00")]);
  expect(balance).toMatchObject({ refunded: money("30.00"), left: null, leftByJournal: null });
});

test("what is left is never negative", () => {
  const balance = balanceOf(order(listed(["120.00"])), [accepted("130.00")]);
  expect(balance).toMatchObject({ left: money("0.00"), leftByJournal: money("0.00") });
});

test("a line's refunds are those that name it, in the journal or alone in the order", () => {
  const subject = order(listed(["20.00", "a"], ["5.00", "a"], ["10.00", "b"]));
  const journal = [
    accepted("12.00", pieces("b", 1, "12.00")),
    accepted("20.00", pieces("a", 1, "20.00")),
  ];
  expect(balanceOf(subject, journal).lines).toMatchObject([
    { refunded: money("25.00"), left: money("25.00"), journalled: { quantity: 1 } },
    { refunded: money("12.00"), left: money("38.00") },
  ]);
});

test("a line that was refunded beyond its price has nothing left", () => {
  const { lines } = balanceOf(order(), [accepted("60.00", pieces("a", 1, "60.00"))]);
  expect(lines[0]?.left).toEqual(money("0.00"));
});

test.each([
  ["a refund that names no line", [["30.00"]]],
  ["a refund that names two lines", [["30.00", "a", "b"]]],
  ["a refund of a line that is not on the order", [["30.00", "c"]]],
] as const)("%s leaves it unknown what is left of each line", (_, entries) => {
  const { left, lines } = balanceOf(order(listed(...entries)), []);
  expect(left).toEqual(money("70.00"));
  expect(lines.map((each) => each.left)).toEqual([null, null]);
});

test.each([
  ["the journal knows of a total refund", {}, [accepted("100.00")]],
  ["the order lists a refund of all, which names no line", listed(["100.00"]), []],
  ["more was refunded than was paid", listed(["120.00", "a"]), []],
] as const)(
  "of an order with nothing left, nothing is left of a line: %s",
  (_, fields, journal) => {
    const lines = [line("a"), line("b", { amount: null })];
    const balance = balanceOf(order({ ...fields, lines }), journal);
    expect(balance.left).toEqual(money("0.00"));
    expect(balance.lines.map((each) => each.left)).toEqual([money("0.00"), money("0.00")]);
  },
);

test("of a line without a price nothing is known to be left", () => {
  const { lines } = balanceOf(order({ lines: [line("a", { amount: null }), line("b")] }), []);
  expect(lines.map((each) => each.left)).toEqual([null, money("50.00")]);
});

test("pieces are found by reference, and by code only on a line without a reference", () => {
  const lines = [
    line("a", { productCode: "CODE" }),
    line(null, { productCode: "CODE" }),
    line(null, { productCode: "OTHER" }),
  ];
  const journal = [
    accepted("5.00", pieces(null, 1, "5.00")),
    accepted("7.00", pieces("a", 1, "7.00")),
  ];
  const found = balanceOf(order({ lines }), journal).lines;
  expect(found.map((each) => each.refunded)).toEqual([money("7.00"), money("5.00"), money("0.00")]);
});

test("pieces that were refunded by code belong to the only line of that code, once it has a reference", () => {
  const journal = [accepted("5.00", { ...pieces("a", 1, "5.00"), reference: null })];
  expect(balanceOf(order(), journal).lines.map((each) => each.refunded)).toEqual([
    money("5.00"),
    money("0.00"),
  ]);
  const alike = [line("a", { productCode: "A" }), line("b", { productCode: "A" })];
  expect(balanceOf(order({ lines: alike }), journal).lines.map((each) => each.refunded)).toEqual([
    money("0.00"),
    money("0.00"),
  ]);
});

test.each([
  ["the order lists exactly what the journal knows", listed(["20.00", "a"]), true],
  ["the order lists less", {}, false],
  ["the order lists more", listed(["20.00"], ["1.00"]), false],
  ["the order cannot be read", unreadable, false],
] as const)("journal and order agree only where %s", (_, fields, agreed) => {
  const { lines } = balanceOf(order(fields), [accepted("20.00", pieces("a", 1, "20.00"))]);
  expect(lines.map((each) => each.agreed)).toEqual([agreed, agreed]);
});
