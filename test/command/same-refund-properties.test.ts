import * as fc from "fast-check";
import { expect, test } from "vitest";
import { planRefund } from "../../src/command/plan.ts";
import { decimalText, type Money } from "../../src/domain/money.ts";
import type { Order, OrderLine } from "../../src/domain/order.ts";
import { noText } from "../../src/domain/free-text.ts";
import { snapshotOf } from "../../src/domain/snapshot.ts";
import type { Wish } from "../../src/domain/wish.ts";
import type { Attempt } from "../../src/journal/attempt.ts";
import { line, noon, order, other, usd } from "../domain/build.ts";
import { intent, noLater } from "../journal/open.ts";
import { parseAttemptId } from "../../src/domain/pasted.ts";

const dollars = (minor: bigint): Money => ({ minor, currency: usd });

/** An order as it really is, whatever it reads like. */
interface Sale {
  readonly paid: bigint;
  readonly lines: readonly { readonly quantity: number; readonly price: bigint }[];
}

/** What somebody wants back. Pieces of a line are always worth their share, rounded down. */
type Meaning =
  | { readonly of: "rest" }
  | { readonly of: "amount"; readonly minor: bigint }
  | { readonly of: "lines"; readonly pieces: readonly (number | null)[] };

const readings = ["gross", "net", "negative", "codes", "net codes"] as const;

/** One command: what is meant, how it is spelled, and what the order reads like by then. */
interface Step {
  readonly meaning: Meaning;
  readonly reading: (typeof readings)[number];
  readonly refunds: "none" | "readable" | "unreadable";
  readonly spelling: {
    readonly byCode: boolean;
    readonly reversed: boolean;
    readonly quantity: boolean;
    readonly amount: boolean;
    readonly sum: boolean;
    readonly short: boolean;
  };
}

const sales: fc.Arbitrary<Sale> = fc
  .array(
    fc.record({ quantity: fc.integer({ min: 1, max: 3 }), price: fc.bigInt({ min: 3n, max: 9n }) }),
    { minLength: 1, maxLength: 3 },
  )
  .map((lines) => ({ lines, paid: lines.reduce((sum, { price }) => sum + price, 0n) }));

const meaningsOf = (sale: Sale): fc.Arbitrary<Meaning> =>
  fc.oneof(
    fc.constant<Meaning>({ of: "rest" }),
    fc.bigInt({ min: 1n, max: sale.paid }).map((minor): Meaning => ({ of: "amount", minor })),
    fc.constant<Meaning>({ of: "amount", minor: sale.paid }),
    fc
      .tuple(...sale.lines.map(({ quantity }) => fc.option(fc.integer({ min: 1, max: quantity }))))
      .filter((pieces) => pieces.some((count) => count !== null))
      .map((pieces): Meaning => ({ of: "lines", pieces })),
    fc.constant<Meaning>({ of: "lines", pieces: sale.lines.map(({ quantity }) => quantity) }),
  );

const stories = sales.chain((sale) =>
  fc.record({
    sale: fc.constant(sale),
    steps: fc.array(
      fc.record<Step>({
        meaning: meaningsOf(sale),
        reading: fc.constantFrom(...readings),
        refunds: fc.constantFrom("none", "readable", "unreadable"),
        spelling: fc.record({
          byCode: fc.boolean(),
          reversed: fc.boolean(),
          quantity: fc.boolean(),
          amount: fc.boolean(),
          sum: fc.boolean(),
          short: fc.boolean(),
        }),
      }),
      { minLength: 2, maxLength: 7 },
    ),
  }),
);

function share({ price, quantity }: Sale["lines"][number], count: number): bigint {
  return count === quantity ? price : (price / BigInt(quantity)) * BigInt(count);
}

function text(minor: bigint): string {
  return decimalText(dollars(minor));
}

/** The order as it reads after these refunds. */
function read(sale: Sale, { reading, refunds }: Step, accepted: readonly Attempt[]): Order {
  // Only what was refunded has ever been seen so.
  const sign = reading === "negative" && accepted.length > 0 ? -1n : 1n;
  const net = reading.startsWith("net");
  const spent = (fits: (reference: string) => boolean) =>
    accepted
      .flatMap(({ items }) => items)
      .filter(({ productCode }) => fits(String(productCode).toLowerCase()))
      .reduce((sum, { amount }) => sum + amount.minor, 0n);
  const total = accepted.reduce((sum, { amount }) => sum + (amount?.minor ?? 0n), 0n);
  const lines = sale.lines.map(({ quantity, price }, index): OrderLine => {
    const amount = dollars(sign * (net ? price - spent((name) => name === `l${index}`) : price));
    const known = line(`l${index}`, { quantity, amount });
    return reading.endsWith("codes") ? { ...known, reference: null } : known;
  });
  const entries = accepted.map(({ amount }) => ({ amount: amount ?? dollars(0n), lines: null }));
  return order({
    lines,
    paid: dollars(sign * (net ? sale.paid - total : sale.paid)),
    refunds:
      refunds === "readable" ? { tag: refunds, entries, total: dollars(total) } : { tag: refunds },
  });
}

function wishOf(sale: Sale, { meaning, reading, spelling }: Step): Wish {
  if (meaning.of === "rest") return { kind: "total" };
  if (meaning.of === "amount") return { kind: "partial", items: [], amount: text(meaning.minor) };
  const wanted = meaning.pieces.flatMap((count, index) => {
    const sold = sale.lines[index];
    if (count === null || sold === undefined) return [];
    const code = spelling.byCode || reading.endsWith("codes");
    const whole = count === sold.quantity;
    const item = {
      line: code ? `L${index}` : `l${index}`,
      quantity: whole && !spelling.quantity ? null : count,
      amount: whole && !spelling.amount ? null : text(share(sold, count)),
    };
    return [{ item, whole, minor: share(sold, count) }];
  });
  const [only, ...more] = wanted;
  if (spelling.short && only?.whole === true && more.length === 0) {
    return { kind: "lineitem", line: only.item.line };
  }
  const items = wanted.map(({ item }) => item);
  const sum = wanted.reduce((minor, each) => minor + each.minor, 0n);
  return {
    kind: "partial",
    items: spelling.reversed ? items.reverse() : items,
    amount: spelling.sum ? text(sum) : null,
  };
}

/** What a refund is by the sale alone: its amount and its pieces, or that it is everything. */
function keyOf(sale: Sale, { meaning }: Step): string {
  if (meaning.of === "rest") return "rest";
  const pieces = meaning.of === "lines" ? meaning.pieces : [];
  const minor =
    meaning.of === "amount"
      ? meaning.minor
      : sale.lines.reduce((sum, sold, index) => {
          const count = pieces[index] ?? null;
          return sum + (count === null ? 0n : share(sold, count));
        }, 0n);
  return minor === sale.paid ? "whole" : `${minor} ${pieces.join()}`;
}

test("the same refund passes once, however it is spelled and whatever the order reads like by then", () => {
  fc.assert(
    fc.property(stories, ({ sale, steps }) => {
      const attempts: Attempt[] = [];
      const passed: string[] = [];
      for (const step of steps) {
        const now = read(sale, step, attempts);
        const wish = wishOf(sale, step);
        const plan = planRefund(now, attempts, {
          wish,
          reason: other,
          comment: noText,
          again: null,
          skipChecks: true,
          now: noon,
        });
        if (plan.tag !== "ready") continue;
        const { amount, items, sameness, completes } = plan.request;
        passed.push(keyOf(sale, step));
        attempts.unshift({
          ...intent({ kind: wish.kind, amount, items, sameness, completes }),
          before: snapshotOf(now),
          id: parseAttemptId(`attempt-${passed.length}`),
          outcome: "accepted",
          settledBy: "answer",
          settledAt: noon,
          problem: null,
          evidence: null,
          ...noLater,
        });
      }
      expect(passed).toEqual([...new Set(passed)]);
    }),
    { numRuns: 1_000 },
  );
});

test("the first refund of an order that reads as it was sold is let through, however it is spelled", () => {
  fc.assert(
    fc.property(stories, ({ sale, steps }) => {
      for (const step of steps) {
        const plain: Step = { ...step, reading: "gross", refunds: "none" };
        const plan = planRefund(read(sale, plain, []), [], {
          wish: wishOf(sale, plain),
          reason: other,
          comment: noText,
          again: null,
          skipChecks: false,
          now: noon,
        });
        expect(plan.tag).toBe("ready");
      }
    }),
  );
});
