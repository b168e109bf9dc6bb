import fc from "fast-check";
import { death, fates, often, plan, reads } from "./arbitrary-visits.ts";
import type { Damage } from "./disk.ts";
import { cancelClashStep, cancelStep } from "./steps/cancel.ts";
import { batchStep, resumeStep } from "./steps/batch.ts";
import { backUpStep, damageInFlightStep, damageStep } from "./steps/damage.ts";
import { lookStep, panelStep, pruneStep, reconcileStep, wordStep } from "./steps/journal.ts";
import { customerStep, declineStep, reviveStep } from "./steps/later.ts";
import { clashStep, type Manner, refundStep, repeatStep } from "./steps/refund.ts";
import { payOutStep, statusStep, waitStep } from "./steps/status.ts";
import type { Step } from "./steps/step.ts";
import { type Change, staleStep, stopStep } from "./steps/terminal.ts";
import { clockStep, passStep, sleepStep } from "./steps/time.ts";
import { withdrawStep } from "./steps/withdraw.ts";
import { wishes } from "./wishes.ts";

const anHour = 3_600_000;
const aDay = 24 * anHour;
const aYear = 365 * aDay;

const ofOrders = wishes.filter(({ api }) => api === "rpc6");
const wish = fc.constantFrom(...wishes);
const orderWish = fc.constantFrom(...ofOrders);
const which = fc.nat(20);
const anyApi = fc.constantFrom("rpc6" as const, "legacy" as const);

const manner: fc.Arbitrary<Manner> = fc.record({
  how: fc.oneof(
    { weight: 6, arbitrary: fc.constant("plain" as const) },
    { weight: 1, arbitrary: fc.constantFrom("again" as const, "skip-checks" as const) },
  ),
  timeout: fc.oneof(
    { weight: 15, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom("5", "1.5", "1.2345", "64.1", "0.5", "600") },
  ),
  inFile: fc.boolean(),
});

const refund = wish.chain((wanted) =>
  fc.tuple(plan(wanted.api), manner).map(([its, how]) => refundStep(wanted, its, how)),
);

const repeat = fc
  .tuple(
    which,
    anyApi.chain(plan),
    manner,
    fc.constantFrom("plain" as const, "plain" as const, "again" as const, "skip-checks" as const),
  )
  .map(([index, its, how, also]) => repeatStep(index, its, { ...how, how: also }));

const clash = fc
  .tuple(wish, wish, fc.boolean())
  .chain(([first, second, same]) =>
    fc
      .tuple(fc.record({ fates: fates(first.api, 3) }), manner)
      .map(([its, how]) => clashStep([first, same ? first : second], its, how)),
  );

const batch = fc
  .tuple(fc.array(wish, { minLength: 1, maxLength: 4 }), anyApi.chain(plan), fc.boolean())
  .map(([rows, its, fresh]) => batchStep(rows, its, fresh));

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({
    tag: fc.constantFrom("missing" as const, "older" as const),
    what: often("journal.db" as const, "marks" as const),
  }),
  fc.record({
    tag: fc.constantFrom("cut" as const, "one bit off" as const),
    at: fc.integer({ min: 0, max: 999 }).map((thousandth) => thousandth / 1_000),
  }),
  fc.constant({ tag: "linked" as const }),
);

const changes: readonly Change[] = [
  ...(["nothing", "a colleague refunds", "another customer", "not approved"] as const),
];

const sleep = fc.constantFrom(20_000, 200_000, anHour, aDay).chain((ms) =>
  fc.record({
    ms: fc.constant(ms),
    clock: fc.constantFrom(0, -ms, anHour),
    connection: fc.integer({ min: 1, max: 4 }),
    meanwhile: fc.constantFrom(
      ...(["nothing", "reconcile", "word and refund", "word and refund"] as const),
    ),
  }),
);

const cancelFates = fc.record({ fates: fates("rpc6", 3) });

const weighted: readonly (readonly [number, fc.Arbitrary<Step>])[] = [
  [32, refund],
  [12, repeat],
  [5, clash],
  [4, batch],
  [3, fc.tuple(which, anyApi.chain(plan)).map(([index, its]) => resumeStep(index, its))],
  [6, anyApi.chain((api) => fc.record({ fates: fates(api, 2), reads, death })).map(reconcileStep)],
  [5, fc.tuple(which, often(true, false)).map(([index, honest]) => wordStep(index, honest))],
  [
    10,
    fc
      .tuple(which, often(true, false), plan("rpc6"))
      .map(([index, isNamed, its]) => cancelStep(index, isNamed, its)),
  ],
  [2, fc.tuple(which, cancelFates).map(([index, its]) => cancelClashStep(index, its))],
  [4, fc.tuple(which, often(true, false)).map(([index, honest]) => withdrawStep(index, honest))],
  [3, which.map(declineStep)],
  [1, which.map(reviveStep)],
  [2, which.map(customerStep)],
  [5, fc.tuple(often(true, false), plan("rpc6")).map(([all, its]) => statusStep(all, its))],
  [4, fc.tuple(orderWish, plan("rpc6")).map(([wanted, its]) => payOutStep(wanted, its))],
  [2, fc.tuple(fc.constantFrom(1, 40, 600), plan("rpc6")).map(([s, its]) => waitStep(s, its))],
  [3, fc.constant(pruneStep)],
  [4, fc.tuple(which, fc.constantFrom(1, 0.5, 0.1)).map(([at, part]) => panelStep(at, part))],
  [4, which.map(lookStep)],
  [6, fc.constantFrom(40_000, 600_000, anHour, 2 * aDay).map(passStep)],
  [4, fc.constantFrom(0, anHour, -anHour, aYear, -aYear).map(clockStep)],
  [5, fc.tuple(orderWish, sleep).map(([wanted, its]) => sleepStep(wanted, its))],
  [3, fc.constant(backUpStep)],
  [6, fc.tuple(damage, which).map(([its, index]) => damageStep(its, index))],
  [3, fc.tuple(damage, orderWish).map(([its, wanted]) => damageInFlightStep(its, wanted))],
  [
    4,
    fc
      .tuple(orderWish, fc.constantFrom(...changes), orderWish)
      .map(([wanted, change, other]) => staleStep(wanted, change, other)),
  ],
  [2, fc.tuple(wish, fc.boolean()).map(([wanted, done]) => stopStep(wanted, done))],
];

export const step: fc.Arbitrary<Step> = fc.oneof(
  ...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })),
);
