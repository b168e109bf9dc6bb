import { describe, expect, test } from "vitest";
import { type AcceptedRefund, balanceOf } from "../../src/domain/balance.ts";
import type { Order } from "../../src/domain/order.ts";
import { checkRefund } from "../../src/domain/refund-request.ts";
import { placedTime } from "../../src/domain/placed-time.ts";
import { resolveWish, type Wish } from "../../src/domain/wish.ts";
import { accepted, line, listed, money, noon, order, pieces, unreadable } from "./build.ts";

interface Checking {
  readonly wish?: Wish;
  readonly journal?: readonly AcceptedRefund[];
  readonly skip?: boolean;
}

const total: Wish = { kind: "total" };
const ofLine = (name: string, amount: string | null = null, quantity = 1): Wish => ({
  kind: "partial",
  items: [{ line: name, quantity, amount }],
  amount: null,
});
const ofAmount = (amount: string): Wish => ({ kind: "partial", items: [], amount });

function check(
  fields: Partial<Order>,
  { wish = total, journal = [], skip = false }: Checking = {},
) {
  const subject = order(fields);
  const balance = balanceOf(subject, journal);
  const resolution = resolveWish(subject, balance, wish);
  if (resolution.tag === "usage") throw new Error(resolution.problem.message);
  const checks = { now: noon, reason: "Fraud", comment: "Sorry", skip, earlier: [] };
  return checkRefund(subject, balance, resolution.wish, checks);
}

/** What stands in the way, or is warned of. */
function codes(checked: ReturnType<typeof check>): readonly string[] {
  return checked.tag === "refused"
    ? ["refused", checked.problem.code]
    : checked.warnings.map(({ code }) => code);
}

test("a total of a fresh order becomes a request without warnings", () => {
  expect(check({})).toEqual({
    tag: "request",
    warnings: [],
    request: {
      orderNumber: "73152871",
      kind: "total",
      amount: money("100.00"),
      items: [],
      reason: "Fraud",
      comment: "Sorry",
      sameness: "100.00 USD whole",
      completes: true,
    },
  });
});

test("a refund of one line becomes a request that does not complete the order", () => {
  const wish: Wish = {
    kind: "partial",
    items: [{ line: "a", quantity: 1, amount: null }],
    amount: "50.00",
  };
  expect(check({}, { wish })).toMatchObject({
    tag: "request",
    warnings: [],
    request: {
      kind: "partial",
      amount: money("50.00"),
      completes: false,
    },
  });
});

const refusals: readonly (readonly [string, Partial<Order>, Checking, string])[] = [
  ["a status of REFUND", { status: "REFUND" }, {}, "already-refunded"],
  ["a status of REVERSED", { status: "REVERSED" }, {}, "order-not-complete"],
  ["a status of PENDING", { status: "PENDING" }, {}, "order-not-complete"],
  ["a status nobody knows", { status: "UNKNOWN" }, {}, "order-not-complete"],
  ["an order of nothing", { paid: money("0.00") }, { wish: ofAmount("1.00") }, "nothing-paid"],
  ["an order over a year old", { placedAt: "2025-11-19 11:59:59" }, {}, "too-late"],
  ["a chargeback that was lost", { chargeback: "lost" }, {}, "chargeback-lost"],
  ["a chargeback that was accepted", { chargeback: "accepted" }, {}, "chargeback-lost"],
  ["more than was paid", {}, { wish: ofAmount("100.01") }, "amount-exceeds-order"],
  ["more than is left", listed(["60.00"]), { wish: ofAmount("40.01") }, "amount-exceeds-balance"],
  ["nothing being left", listed(["100.00"]), { wish: ofAmount("1.00") }, "already-refunded"],
  ["a total of nothing", {}, { journal: [accepted("100.00")] }, "already-refunded"],
  ["a total of what is unknown", unreadable, {}, "balance-unknown"],
  ["a total of an unknown price", { paid: null }, {}, "balance-unknown"],
  [
    "more than the journal leaves, the order being unreadable",
    unreadable,
    { wish: ofAmount("40.01"), journal: [accepted("60.00")] },
    "amount-exceeds-balance",
  ],
  [
    "anything after the journal's total, the order being unreadable",
    unreadable,
    { wish: ofAmount("1.00"), journal: [accepted("100.00")] },
    "already-refunded",
  ],
  ["more pieces than the line has", {}, { wish: ofLine("a", "50.00", 2) }, "quantity-exceeds-line"],
  ["more than the line cost", {}, { wish: ofLine("a", "50.01") }, "amount-exceeds-line"],
  [
    "more than is left of the line",
    listed(["20.00", "a"]),
    { wish: ofLine("a", "30.01") },
    "amount-exceeds-balance",
  ],
  [
    "more than the journal leaves of the line, though the order lists a refund of no line",
    listed(["50.00", "a"], ["5.00"]),
    { wish: ofLine("a", "1.00"), journal: [accepted("50.00", pieces("a", 1, "50.00"))] },
    "amount-exceeds-balance",
  ],
];

describe("without --skip-checks", () => {
  test.each(refusals)("%s is refused", (_, fields, checking, code) => {
    expect(codes(check(fields, checking))).toEqual(["refused", code]);
  });
});

describe("with --skip-checks", () => {
  const decidable = refusals.filter(([words]) => !/total of/.test(words));
  test.each(decidable)("%s only warns", (_, fields, checking, code) => {
    const checked = check(fields, { ...checking, skip: true });
    expect(checked.tag).toBe("request");
    expect(codes(checked)).toContain(code);
  });

  test("a total takes what the journal leaves while the order cannot be read", () => {
    expect(check(unreadable, { journal: [accepted("30.00")], skip: true })).toMatchObject({
      tag: "request",
      request: { amount: money("70.00"), sameness: "70.00 USD rest", completes: true },
      warnings: [{ code: "balance-unknown" }, { code: "amount-without-lines" }],
    });
  });

  test.each([
    ["of an unknown price", { paid: null }, "balance-unknown"],
    ["of nothing", listed(["100.00"]), "already-refunded"],
    ["of an order of nothing", { paid: money("0.00") }, "nothing-paid"],
  ] as const)("a total %s still has no amount to send", (_, fields, code) => {
    expect(codes(check(fields, { skip: true }))).toEqual(["refused", code]);
  });
});

test("an amount of nothing never becomes a request, not even with --skip-checks", () => {
  const wish = { kind: "partial", amount: money("0.00"), items: [] } as const;
  const checks = { now: noon, reason: "Other", comment: "", skip: true, earlier: [] };
  const subject = order();
  expect(codes(checkRefund(subject, balanceOf(subject, []), wish, checks))[0]).toBe("refused");
});

test("an amount above both the order and the balance is refused for the order first", () => {
  const checked = check({}, { wish: ofAmount("100.01"), skip: true });
  expect(codes(checked).slice(0, 2)).toEqual(["amount-exceeds-order", "amount-exceeds-balance"]);
});

test.each([
  ["an order of 100 days", { placedAt: "2026-08-13 12:00:00" }, {}, "older-than-three-months"],
  [
    "a second partial refund of a wire transfer",
    { ...listed(["30.00"]), payment: { type: "WIRE", card: null, lastDigits: null } },
    { wish: ofLine("a", "20.00") },
    "second-partial-refund",
  ],
  [
    "a second partial refund of another card",
    { ...listed(["30.00"]), payment: { type: "CC", card: "JCB", lastDigits: "1" } },
    { wish: ofLine("a", "20.00") },
    "second-partial-refund",
  ],
  ["an open chargeback", { chargeback: "open" }, {}, "chargeback-open"],
  ["an unreadable chargeback", { chargeback: "unreadable" }, {}, "chargeback-unreadable"],
  ["an order marked FRAUD", { approveStatus: "FRAUD" }, {}, "order-not-approved"],
  ["an order marked INVALIDDATA", { approveStatus: "INVALIDDATA" }, {}, "order-not-approved"],
  ["an order without a date", { placedAt: null }, {}, "order-date-unknown"],
  ["an unreadable balance", unreadable, { wish: ofLine("a") }, "balance-unknown"],
  ["an unknown price", { paid: null }, { wish: ofLine("a") }, "balance-unknown"],
  ["an amount without lines", {}, { wish: ofAmount("100.00") }, "amount-without-lines"],
  ["a total of the rest", listed(["30.00"]), {}, "amount-without-lines"],
] as const)("%s is warned of and not refused", (_, fields, checking, code) => {
  const checked = check(fields, checking);
  expect(checked.tag).toBe("request");
  expect(codes(checked)).toEqual([code]);
});

test("an amount off an order of an unknown price warns twice and cannot be said to complete it", () => {
  const checked = check({ paid: null }, { wish: ofAmount("5.00") });
  expect(codes(checked)).toEqual(["balance-unknown", "amount-without-lines"]);
  expect(checked).toMatchObject({ request: { completes: false } });
});

test("a line without price, quantity or reference is named by what it has", () => {
  const lines = [line(null, { productCode: "OLD", amount: null, quantity: null })];
  expect(check({ lines }, { wish: ofLine("OLD", "5.00", 9) }).tag).toBe("request");
  const priced = [line(null, { productCode: "OLD", amount: money("4.00") })];
  expect(check({ lines: priced }, { wish: ofLine("OLD", "5.00") })).toMatchObject({
    problem: { message: "5.00 USD is more than line OLD cost, 4.00 USD." },
  });
});

test("an order is not too late until a year and a day's margin have passed", () => {
  expect(check({ placedAt: "2025-11-19 12:00:00" }).tag).toBe("request");
  expect(check({ placedAt: "2026-11-22 12:00:00" }).tag).toBe("request");
});

test.each([
  ["2026-11-21 12:00:00", noon],
  ["2026-11-21T12:00:00", noon],
  ["2026-13-21 12:00:00", null],
  ["2026-11-21", null],
  ["21.11.2026 12:00:00", null],
  ["yesterday", null],
  [null, null],
])("the order date %j is read as if it were UTC, or not at all", (placedAt, time) => {
  expect(placedTime(order({ placedAt }))).toBe(time);
});

test("a total takes the last of an order although this journal knows of more", () => {
  const checked = check(listed(["70.00"]), { wish: total });
  expect(checked).toMatchObject({ request: { amount: money("30.00"), completes: true } });
});

test("a part takes the last of an order only when this journal knows of no more", () => {
  expect(check({}, { wish: ofAmount("99.99") })).toMatchObject({ request: { completes: false } });
  expect(check({}, { wish: ofAmount("100.00") })).toMatchObject({ request: { completes: true } });
});
