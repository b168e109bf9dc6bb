import { describe, expect, test } from "vitest";
import { runCampaign } from "../../bench/simulation/campaign.ts";
import { emptyTally } from "../../bench/simulation/tally.ts";
import { startCampaignServer } from "../../bench/simulation/team/campaign-server.ts";
import { hasPostgres } from "../support/postgres.ts";

// The campaign on a team's journal in small; `npm run bench:faults -- --journal postgres` runs it whole.
describe.skipIf(!hasPostgres)("machines that share a journal", () => {
  test("refund nothing twice, lose and misname nothing, whatever becomes of connections and the server", async () => {
    const tally = emptyTally();
    const server = await startCampaignServer();
    const size = { seed: 12, sequences: 2, steps: 7, except: new Set<never>(), server };
    const without = new Set(["damage", "damage in flight", "back up"]);
    const broken = await runCampaign({ ...size, without }, tally).finally(server.stop);
    expect(broken).toBeNull();
    expect(tally.sequences).toBe(2);
    expect(tally.refunds).toBeGreaterThan(0);
    expect(tally.cuts + tally.crashes).toBeGreaterThan(0);
  }, 300_000);
});
