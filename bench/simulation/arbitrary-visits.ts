import fc from "fast-check";
import type { Habits } from "./habits.ts";
import { type Fate, legacySayings, rpcSayings, truthfully } from "./sayings.ts";
import type { Death, ReadFault, VisitPlan } from "./visit.ts";
import type { Wish } from "./wishes.ts";

export const habits: fc.Arbitrary<Habits> = fc.record({
  reads: fc.constantFrom("gross", "net"),
  shows: fc.constantFrom("at once", "late", "never"),
  shape: fc.constantFrom("with lines", "without lines", "map", "unreadable"),
  onePending: fc.boolean(),
  limits: fc.boolean(),
  checksClock: often(false, true),
  closes: often(false, true),
  undone: fc.constantFrom("listed", "dropped"),
  cancels: fc.constantFrom("the newest", "the oldest"),
  invoices: often("one each", "none"),
  ends: often("REFUND", "REVERSED"),
});

export function often<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

/** A hang costs real time, so it is rare. */
function saying(api: Wish["api"]): fc.Arbitrary<Fate["says"]> {
  const all = Object.keys(api === "rpc6" ? rpcSayings : legacySayings) as Fate["says"][];
  const quick = all.filter((says) => says !== "answer never");
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(truthfully) },
    { weight: 20, arbitrary: fc.constantFrom(...quick) },
    { weight: 1, arbitrary: fc.constant("answer never" as const) },
  );
}

/** Fates of up to three calls; one in so many runs has any. */
export function fates(api: Wish["api"], weight: number): fc.Arbitrary<readonly Fate[]> {
  const fate = fc.record({ executed: fc.boolean(), says: saying(api) });
  return fc.oneof(
    { weight: 10, arbitrary: fc.constant([]) },
    { weight, arbitrary: fc.array(fate, { minLength: 1, maxLength: 3, size: "max" }) },
  );
}

const readFaults: readonly ReadFault[] = [
  ...(["fine", "fine", "fine", "lost", "answer 500", "answer 429"] as const),
  ...(["session refused", "null"] as const),
];
export const reads: fc.Arbitrary<readonly ReadFault[]> = fc.oneof(
  { weight: 6, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...readFaults), { maxLength: 6 }) },
);

export const death: fc.Arbitrary<Death | null> = fc.oneof(
  { weight: 12, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record({
      tag: fc.constant("at a look at the clock" as const),
      count: fc.integer({ min: 1, max: 30 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      tag: fc.constantFrom("before a request" as const, "after a request" as const),
      count: fc.integer({ min: 1, max: 5 }),
    }),
  },
);

/** What befalls one run. */
export function plan(api: Wish["api"]): fc.Arbitrary<VisitPlan> {
  return fc.record({ fates: fates(api, 8), reads, death });
}
