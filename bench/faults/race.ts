import { plainHabits } from "../simulation/habits.ts";
import { toldBy } from "../simulation/outcome.ts";
import { openWorld, type World } from "../simulation/world.ts";

/** Small enough that 2Checkout itself would take it several times. */
const refund = [
  ...["partial", "73152871", "--item", "PRO-1Y:1:5.00", "--reason", "Other", "--yes", "--json"],
];

export interface RaceResult {
  /** Refunds that the race itself made; must be 1. */
  readonly made: number;
  readonly outcomes: readonly string[];
}

/**
 * Two real processes refund the same at the same time; nothing but the journal stands in the way of a second one.
 * @param again first makes the refund once, and then has both repeat that attempt with `--again`
 */
export async function runRace(again: boolean): Promise<RaceResult> {
  const world = await openWorld(plainHabits, Math.random, { startedAt: Date.now() });
  try {
    const repeated = again ? await firstAttempt(world) : [];
    const before = world.ledger.entries().length;
    const runs = ["first", "second"].map((comment) =>
      world.runProcess([...refund, "--comment", comment, ...repeated], { comment }, null),
    );
    const ended = await Promise.all(runs);
    return {
      made: world.ledger.entries().length - before,
      outcomes: ended.map((ran) => toldBy(ran)?.outcome ?? "nothing").sort(),
    };
  } finally {
    await world.close();
  }
}

async function firstAttempt(world: World): Promise<readonly string[]> {
  await world.run(refund);
  const [attempt] = world.read().attempts;
  if (attempt === undefined) throw new Error("the first refund left no attempt");
  return ["--again", attempt.id];
}
