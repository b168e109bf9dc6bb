import { environmentOf } from "../../src/sandbox/environment.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { teamMachine } from "./machine.ts";
import { journalUrl, type OwnServer } from "./server.ts";

const refund = [
  ...["partial", "73152871", "--item", "PRO-1Y:1:5.00", "--reason", "Other", "--yes", "--json"],
];

export interface TeamRace {
  /** Refunds that the race itself made; must be 1. */
  readonly made: number;
  readonly codes: readonly (number | null)[];
}

/**
 * Several machines refund the same order at the same time.
 * @param again first makes the refund once, and then has all repeat that attempt
 */
export async function runTeamRace(
  server: OwnServer,
  machines: number,
  again: boolean,
): Promise<TeamRace> {
  const sandbox = await startSandbox({ settleAfterMs: 0 });
  const env = {
    ...environmentOf(sandbox),
    REFUND_JOURNAL: journalUrl(await server.newJournal()),
  };
  const team = Array.from({ length: machines }, () => teamMachine(env));
  try {
    const [first] = team;
    const made = again ? await first?.start(...refund).ended : undefined;
    const repeated =
      made === undefined ? [] : ["--again", (JSON.parse(made.out) as { attempt: string }).attempt];
    const before = sandbox.ledger().length;
    const ended = await Promise.all(team.map(({ start }) => start(...refund, ...repeated).ended));
    return {
      made: sandbox.ledger().length - before,
      codes: ended.map(({ code }) => code).sort(),
    };
  } finally {
    await sandbox.stop();
    for (const machine of team) machine.remove();
  }
}
