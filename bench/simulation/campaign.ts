import fc from "fast-check";
import { step } from "./arbitrary-steps.ts";
import { habits } from "./arbitrary-visits.ts";
import { habitsText } from "./habits.ts";
import { performSequence } from "./sequence.ts";
import type { Tally } from "./tally.ts";
import type { CampaignServer } from "./team/campaign-server.ts";
import { faults } from "./team/fault.ts";
import { type Invariant, Violation } from "./violation.ts";

export interface CampaignSize {
  readonly seed: number;
  readonly sequences: number;
  readonly steps: number;
  /** Invariants that are not held, to look past a fault that is known. */
  readonly except: ReadonlySet<Invariant>;
  /** Names of steps that are left out, for the same reason. */
  readonly without: ReadonlySet<string>;
  /** Where the desks have their journals; left out, in files. */
  readonly server?: CampaignServer;
  /** No sequence begins after so long. */
  readonly longestMs?: number;
}

/** A sequence in which an invariant did not hold, shrunk to what is needed for it. */
export interface Broken {
  readonly invariant: Invariant | null;
  readonly text: string;
}

/** How often a failing sequence is tried with less in it. */
const maxShrinks = 250;

/** Runs sequences until they are through or one is broken. What a broken one did is part of its text. */
export async function runCampaign(
  { seed, sequences, steps, except, without, server, longestMs = Infinity }: CampaignSize,
  tally: Tally,
): Promise<Broken | null> {
  const maybe = fc.option(step, { nil: null, freq: 1_000 });
  const sequence = fc.record({
    habits,
    steps: fc.array(maybe, { minLength: steps, maxLength: steps }),
    faults: server === undefined ? fc.constant([]) : faults,
  });
  let last: { readonly story: readonly string[]; readonly error: unknown } | null = null;
  const end = performance.now() + longestMs;
  let failures = 0;
  let tried = 0;
  const property = fc.asyncProperty(sequence, async (its) => {
    if (performance.now() > end || (failures > 0 && (tried += 1) > maxShrinks)) return;
    const wanted = its.steps
      .filter((each) => each !== null)
      .filter(({ name }) => !without.has(name));
    let story: readonly string[] = [];
    try {
      await performSequence(
        { habits: its.habits, steps: wanted },
        steadyRandom(),
        except,
        tally,
        (lines) => (story = [`# ${habitsText(its.habits)}`, ...lines]),
        server === undefined ? {} : { openJournal: server.deskWith(its.faults) },
      );
    } catch (error) {
      failures += 1;
      last = { story, error };
      throw error;
    }
  });
  const details = await fc.check(property, { seed, numRuns: sequences });
  if (!details.failed) return null;
  return brokenText(last, seed, details.numRuns, details.numShrinks);
}

function brokenText(
  last: { readonly story: readonly string[]; readonly error: unknown } | null,
  seed: number,
  runs: number,
  shrinks: number,
): Broken {
  const { error, story } = last ?? { error: null, story: [] };
  const words = error instanceof Error ? error.message : String(error);
  const stack =
    error instanceof Violation || !(error instanceof Error) ? "" : `\n${error.stack ?? ""}`;
  const found = `Found by sequence ${runs} of seed ${seed}, shrunk ${shrinks} times:`;
  return {
    invariant: error instanceof Violation ? error.invariant : null,
    text: [`${words}${stack}`, found, ...story.map((line) => `  ${line}`)].join("\n"),
  };
}

/** The same for every sequence, so that one that is tried again goes the same way. */
function steadyRandom(): () => number {
  let state = 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
