import { expect, test } from "vitest";
import { runCampaign } from "../../bench/simulation/campaign.ts";
import { emptyTally } from "../../bench/simulation/tally.ts";

// The campaign in small; `npm run bench:faults` runs it whole.
test("whatever people, clocks, crashes, disks and 2Checkout do, no refund is made twice, lost or misnamed", async () => {
  const tally = emptyTally();
  const nothing = { except: new Set<never>(), without: new Set<string>() };
  const broken = await Promise.all(
    [32, 33, 34].map((seed) => runCampaign({ seed, sequences: 3, steps: 10, ...nothing }, tally)),
  );
  expect(broken).toEqual([null, null, null]);
  // Were every refund refused or unknown, the invariants would hold as well.
  expect(tally.sequences).toBe(9);
  expect(tally.refunds).toBeGreaterThan(9);
  expect(tally.withdrawn).toBeGreaterThan(0);
  expect(tally.paidOut).toBeGreaterThan(0);
}, 300_000);
