import { countApart } from "./count-apart.ts";
import { endSequence } from "./finale.ts";
import type { Habits } from "./habits.ts";
import { checkLedger } from "./ledger-invariants.ts";
import { checkRun, checkText } from "./run-invariants.ts";
import type { Step } from "./steps/step.ts";
import type { Tally } from "./tally.ts";
import { type Invariant, Violation } from "./violation.ts";
import { openWorld, type Premises, type Ran } from "./world.ts";

export interface Sequence {
  readonly habits: Habits;
  readonly steps: readonly Step[];
}

/** Performs a sequence at a desk of its own and holds every invariant after every step. */
export async function performSequence(
  { habits, steps }: Sequence,
  random: () => number,
  except: ReadonlySet<Invariant>,
  tally: Tally,
  told: (story: readonly string[]) => void,
  premises: Premises = {},
): Promise<void> {
  const world = await openWorld(habits, random, premises);
  const violate = (invariant: Invariant, what: string) => {
    if (!except.has(invariant)) throw new Violation(invariant, what);
  };
  let torn = false;
  const check = (runs: readonly Ran[]) => {
    for (const ran of runs) checkRun(ran, world, violate);
    checkLedger(world, violate);
    tally.runs += runs.length;
    tally.deaths += runs.filter(({ visit }) => visit.dead).length;
    tally.unknown += runs.filter(({ comment, code }) => comment !== null && code === 7).length;
    torn = isTorn(torn, runs);
    const journal = world.read();
    if (!torn && !journal.whole) violate("not-whole", runs.at(-1)?.argv.join(" ") ?? "");
    checkText(journal.text, violate);
  };
  try {
    for (const step of steps) {
      const runs = await step.perform(world, violate);
      tally.steps += 1;
      check(runs);
    }
    check(await endSequence(world, violate));
    tally.sequences += 1;
    countApart(world, tally);
    tally.cuts += world.journal.harm.cuts;
    tally.crashes += world.journal.harm.crashes;
  } catch (error) {
    told(world.story);
    throw error;
  } finally {
    await world.close();
  }
}

/** A killed run leaves a log beside the journal, until the next that opens it has ended. */
function isTorn(before: boolean, runs: readonly Ran[]): boolean {
  const opened = ({ code }: Ran) => code === 0 || code === 5 || code === 7;
  return runs.reduce((torn, ran) => ran.visit.dead || (torn && !opened(ran)), before);
}
