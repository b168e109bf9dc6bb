import fc from "fast-check";
import { fates, habits } from "./arbitrary-visits.ts";
import { journalInFile } from "./desk-journal.ts";
import { habitsText } from "./habits.ts";
import { performSequence } from "./sequence.ts";
import { killOtherStep, killStep } from "./steps/kill.ts";
import { plainly, refundStep } from "./steps/refund.ts";
import type { Step } from "./steps/step.ts";
import type { Tally } from "./tally.ts";
import { type Invariant, Violation } from "./violation.ts";
import { wishes } from "./wishes.ts";
import type { OpenJournal } from "./world.ts";

/** Every call takes so long twice, so that kills land between the steps of an attempt. */
const delayMs = 12;

const kill = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({ request: fc.constant(0), afterMs: fc.integer({ min: 0, max: 600 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      request: fc.integer({ min: 1, max: 4 }),
      afterMs: fc.integer({ min: 0, max: 40 }),
    }),
  },
);

const killed: fc.Arbitrary<Step> = fc
  .constantFrom(...wishes)
  .chain((wish) =>
    fc
      .tuple(fates(wish.api, 4), kill)
      .map(([its, when]) => killStep(wish, { fates: its, delayMs }, when)),
  );

const others = [
  ["reconcile", "--yes", "--json"],
  ["history", "prune", "--before", "2099-01-01", "--yes", "--json"],
  ["cancel", "73152871", "--yes", "--json"],
  ["cancel", "73152899", "--yes", "--json"],
  ["status", "--refresh", "--json"],
] as const;
const otherKilled: fc.Arbitrary<Step> = fc
  .tuple(fc.constantFrom(...others), kill)
  .map(([argv, when]) => killOtherStep(argv, { delayMs }, when));

const plain: fc.Arbitrary<Step> = fc
  .constantFrom(...wishes)
  .map((wish) => refundStep(wish, {}, plainly));

/** Two kills, with what people do then between and after them. */
const sequence = fc.record({
  habits,
  steps: fc.tuple(
    killed,
    plain,
    fc.oneof({ weight: 2, arbitrary: killed }, { weight: 1, arbitrary: otherKilled }),
    plain,
  ),
});

export interface KillsSize {
  readonly seed: number;
  /** SIGKILLs in all, those of others who count in the same tally included. */
  readonly kills: number;
  readonly except: ReadonlySet<Invariant>;
  /** The journal of each desk; a file of its own where it is left out. */
  readonly openJournal?: OpenJournal;
}

/** The built program, killed by SIGKILL again and again, each desk held to every invariant. */
export async function runKills(
  { seed, kills, except, openJournal = journalInFile }: KillsSize,
  tally: Tally,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (let round = 0; tally.deaths < kills; round++) {
    const many = fc.sample(sequence, { seed: seed + round, numRuns: 20 });
    for (const its of many) {
      if (tally.deaths >= kills) break;
      let story: readonly string[] = [];
      try {
        await performSequence(its, Math.random, except, tally, (lines) => (story = lines), {
          startedAt: Date.now(),
          openJournal,
        });
      } catch (error) {
        if (!(error instanceof Violation)) throw error;
        const lines = [`# ${habitsText(its.habits)}`, ...story].map((line) => `  ${line}`);
        wrong.push([error.message, ...lines].join("\n"));
      }
    }
  }
  return wrong;
}
