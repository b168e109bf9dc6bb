import { openJournal } from "../../src/journal/journal.ts";
import { environmentOf } from "../../src/sandbox/environment.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { startProgram } from "./program.ts";
import { makeWorld } from "./world.ts";

const order = "73152871";
/** Small enough that the stand-in itself would take it several times. */
const refund = [
  ...["partial", order, "--item", "PRO-1Y:1:5.00", "--reason", "Other", "--yes", "--json"],
];

export interface RaceResult {
  /** Refunds that the race itself made; must be 1. */
  readonly made: number;
  readonly outcomes: readonly string[];
}

/**
 * Two real processes refund the same at the same time.
 * @param again first makes the refund once, and then has both repeat that attempt with `--again`
 */
export async function runRace(again: boolean, random: () => number): Promise<RaceResult> {
  const world = makeWorld(random);
  const sandbox = await startSandbox({ settleAfterMs: 0 });
  try {
    const env = { ...environmentOf(sandbox), REFUND_JOURNAL: world.journal };
    Object.assign(world.environment, env);
    const repeated = again ? await firstAttempt(world) : [];
    const before = sandbox.ledger().length;
    const runs = [0, 1].map(() => startProgram([...refund, ...repeated], env).ended);
    const ended = await Promise.all(runs);
    return {
      made: sandbox.ledger().length - before,
      outcomes: ended.map(({ out }) => (JSON.parse(out) as { outcome: string }).outcome).sort(),
    };
  } finally {
    await sandbox.stop();
    world.remove();
  }

  async function firstAttempt({ run, journal }: typeof world): Promise<readonly string[]> {
    await run(refund);
    const opened = await openJournal(journal);
    const [attempt] = await opened.list({});
    await opened.close();
    if (attempt === undefined) throw new Error("the first refund left no attempt");
    return ["--again", attempt.id];
  }
}
