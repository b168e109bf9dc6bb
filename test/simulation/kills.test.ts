import { expect, test } from "vitest";
import { runRace } from "../../bench/faults/race.ts";
import { runKills } from "../../bench/simulation/kills.ts";
import { emptyTally } from "../../bench/simulation/tally.ts";

test("a process killed at any step loses no attempt and makes no refund twice", async () => {
  const tally = emptyTally();
  expect(await runKills({ seed: 21, kills: 3, except: new Set() }, tally)).toEqual([]);
  expect(tally.deaths).toBeGreaterThanOrEqual(3);
}, 300_000);

test.each([
  ["refund one order", false],
  ["repeat one attempt with --again", true],
])(
  "of two processes that %s at once, exactly one does",
  async (_case, again) => {
    const { made, outcomes } = await runRace(again);
    expect({ made, outcomes }).toEqual({ made: 1, outcomes: ["accepted", "blocked"] });
  },
  300_000,
);
