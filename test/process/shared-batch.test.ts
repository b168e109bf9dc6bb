import { describe, expect, onTestFinished, test } from "vitest";
import { killsBroken } from "../../bench/batch/kills.ts";
import { seededRandom } from "../../bench/faults/seeded-random.ts";
import { runTeamRace } from "../../bench/team/races.ts";
import { type OwnServer, startServer } from "../../bench/team/server.ts";
import { runSharedBatch } from "../../bench/team/shared-batch.ts";
import { hasPostgres } from "../support/postgres.ts";

async function ownServer(): Promise<OwnServer> {
  const server = await startServer();
  onTestFinished(() => server.stop());
  return server;
}

// `npm run bench:team` runs both whole.
describe.skipIf(!hasPostgres)("machines of a team", () => {
  test("refund each row of a file once or call it unknown, though one is killed and the server restarts", async () => {
    const sizes = { rows: 160, processes: 3, delayMs: 10, faults: 9, kill: true, restart: true };
    const tally = await runSharedBatch(sizes, await ownServer(), seededRandom(7));
    expect({ tally, broken: killsBroken(tally) }).toMatchObject({ broken: false });
    // Were everything called unknown, the promises above would hold as well.
    expect(tally.unknown).toBeLessThan(60);
    const [first = 0, second = 0] = tally.own;
    expect(Math.min(first, second)).toBeGreaterThan(0);
  }, 180_000);

  test.each([false, true])(
    "that refund one order at once make one refund; with --again: %s",
    async (again) => {
      const { made, codes } = await runTeamRace(await ownServer(), 6, again);
      expect({ made, first: codes[0] }).toEqual({ made: 1, first: 0 });
    },
    120_000,
  );
});
