import { expect, test } from "vitest";
import { runKill } from "../../bench/faults/kill.ts";
import { runRace } from "../../bench/faults/race.ts";
import { kinds, scenarios, seededRandom, troublesOf } from "../../bench/faults/scenario.ts";
import { emptyTally, promises } from "../../bench/faults/tally.ts";
import { runTrial } from "../../bench/faults/trial.ts";

// The campaign in small; `npm run bench:faults` runs it whole.
const kept = Object.fromEntries(promises.map((name) => [name, 0]));

test("whatever goes wrong with a refund, it is made at most once and told as it is", async () => {
  const random = seededRandom(20);
  const tally = emptyTally();
  const broken: string[] = [];
  const every = kinds.reduce((count, { api }) => count + troublesOf(api).length, 0);
  for (const scenario of scenarios(every, random)) {
    await runTrial(scenario, random, tally, (text) => broken.push(text));
  }
  expect(broken).toEqual([]);
  expect(tally).toMatchObject({ trials: every, ...kept });
  // Were everything called unknown, the promises above would hold as well.
  expect(tally.unknownAfterReconcile).toBeLessThan(every * 0.6);
}, 240_000);

test("a process killed at any step loses no attempt and makes no refund twice", async () => {
  const random = seededRandom(21);
  const tally = emptyTally();
  const broken: string[] = [];
  for (let kill = 0; kill < 12; kill++) await runKill(random, tally, (text) => broken.push(text));
  expect(broken).toEqual([]);
  expect(tally).toMatchObject({ trials: 12, ...kept });
}, 120_000);

test.each([
  ["refund one order", false],
  ["repeat one attempt with --again", true],
])(
  "of two processes that %s at once, exactly one does",
  async (_case, again) => {
    const random = seededRandom(22);
    for (let race = 0; race < 4; race++) {
      const { made, outcomes } = await runRace(again, random);
      expect({ made, outcomes }).toEqual({ made: 1, outcomes: ["accepted", "blocked"] });
    }
  },
  120_000,
);
