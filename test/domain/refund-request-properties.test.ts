import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type AcceptedRefund, balanceOf } from "../../src/domain/balance.ts";
import type { Money } from "../../src/domain/money.ts";
import type { RefundsReading } from "../../src/domain/order.ts";
import { checkRefund } from "../../src/domain/refund-request.ts";
import { resolveWish, type Wish } from "../../src/domain/wish.ts";
import { line, noon, order, usd } from "./build.ts";
import { parseAttemptId } from "../../src/domain/pasted.ts";

const cents = (max: number): fc.Arbitrary<Money> =>
  fc.integer({ min: 1, max }).map((minor) => ({ minor: BigInt(minor), currency: usd }));

const lines = fc
  .array(fc.record({ amount: fc.option(cents(5_000)), quantity: fc.integer({ min: 1, max: 4 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((fields) => fields.map((each, index) => line(`line-${index}`, each)));

const refunds: fc.Arbitrary<RefundsReading> = fc.oneof(
  fc.constant<RefundsReading>({ tag: "none" }),
  fc.constant<RefundsReading>({ tag: "unreadable" }),
  fc
    .array(
      fc.record({
        amount: cents(6_000),
        lines: fc.option(fc.constantFrom(["line-0"], ["line-1"])),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((entries): RefundsReading => {
      const minor = entries.reduce((sum, { amount }) => sum + amount.minor, 0n);
      return { tag: "readable", entries, total: { minor, currency: usd } };
    }),
);

const journal: fc.Arbitrary<readonly AcceptedRefund[]> = fc.array(
  fc.record({
    attempt: fc.constant(parseAttemptId("earlier")),
    amount: cents(6_000),
    items: fc.constant([]),
  }),
  { maxLength: 3 },
);

const decimal = fc.integer({ min: 1, max: 12_000 }).map((minor) => (minor / 100).toFixed(2));
const wishes: fc.Arbitrary<Wish> = fc.oneof(
  fc.constant<Wish>({ kind: "total" }),
  fc.constantFrom<Wish>({ kind: "lineitem", line: "line-0" }, { kind: "lineitem", line: "line-1" }),
  decimal.map((amount): Wish => ({ kind: "partial", items: [], amount })),
  fc
    .record({ quantity: fc.integer({ min: 1, max: 5 }), amount: fc.option(decimal) })
    .map((item): Wish => ({ kind: "partial", items: [{ line: "line-0", ...item }], amount: null })),
);

const situation = fc.record({
  subject: fc
    .record({ lines, refunds, paid: fc.option(cents(12_000)) })
    .map((fields) => order({ ...fields, rawRefunds: "?" })),
  accepted: journal,
  wish: wishes,
  skip: fc.boolean(),
});

test("no request is larger than the order or than what is left, unless the checks are skipped", () => {
  fc.assert(
    fc.property(situation, ({ subject, accepted, wish, skip }) => {
      const balance = balanceOf(subject, accepted);
      const resolution = resolveWish(subject, balance, wish);
      if (resolution.tag === "usage") return;
      const checks = { now: noon, reason: "Other", comment: "", skip, earlier: [] };
      const checked = checkRefund(subject, balance, resolution.wish, checks);
      if (checked.tag === "refused") return;
      const { amount, items } = checked.request;
      expect(amount.minor).toBeGreaterThan(0n);
      for (const item of items) expect(item.amount.minor).toBeGreaterThan(0n);
      if (skip) return;
      for (const limit of [subject.paid, balance.left, balance.leftByJournal]) {
        if (limit !== null) expect(amount.minor).toBeLessThanOrEqual(limit.minor);
      }
    }),
    { numRuns: 1_000 },
  );
});

test("the items of a request always add up to its amount", () => {
  fc.assert(
    fc.property(situation, ({ subject, accepted, wish }) => {
      const balance = balanceOf(subject, accepted);
      const resolution = resolveWish(subject, balance, wish);
      if (resolution.tag === "usage") return;
      const { items, amount } = resolution.wish;
      const sum = items.reduce((minor, item) => minor + item.amount.minor, 0n);
      if (items.length > 0) expect(amount).toEqual({ minor: sum, currency: usd });
    }),
  );
});

test("the pieces of a line, refunded one after the other, add up to the line's price", () => {
  fc.assert(
    fc.property(cents(100_000), fc.integer({ min: 2, max: 9 }), (price, quantity) => {
      fc.pre(price.minor >= BigInt(quantity));
      const subject = line("a", { amount: price, quantity });
      let done: readonly AcceptedRefund[] = [];
      for (let piece = 0; piece < quantity; piece++) {
        const spent = done.reduce((minor, { amount }) => minor + amount.minor, 0n);
        const entries = done.map(({ amount }) => ({ amount, lines: ["a"] }));
        const total = { minor: spent, currency: usd };
        const now = order({ lines: [subject], refunds: { tag: "readable", entries, total } });
        const wish: Wish = {
          kind: "partial",
          items: [{ line: "a", quantity: 1, amount: null }],
          amount: null,
        };
        const resolution = resolveWish(now, balanceOf(now, done), wish);
        if (resolution.tag === "usage") throw new Error(resolution.problem.message);
        const { items, amount } = resolution.wish;
        if (amount === null) throw new Error("a piece has an amount");
        done = [...done, { attempt: parseAttemptId(String(piece)), amount, items }];
      }
      expect(done.reduce((minor, { amount }) => minor + amount.minor, 0n)).toBe(price.minor);
    }),
  );
});
