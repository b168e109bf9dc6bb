import { describe, expect, test } from "vitest";
import { environmentOf } from "../../src/sandbox/environment.ts";
import { attemptsIn, hasPostgres, teamDatabase, urlOf } from "../support/postgres.ts";
import { relayTo } from "../support/database-relay.ts";
import { type Desk, deskFor } from "../support/program.ts";
import { received, sandboxFor } from "../support/sandbox.ts";

const refund = ["total", "73152871", "--reason", "Fraud", "--yes", "--json"];

async function desks(count: number, sandbox: Awaited<ReturnType<typeof sandboxFor>>, url: string) {
  const made: Desk[] = [];
  for (let n = 0; n < count; n++) {
    const desk = deskFor();
    Object.assign(desk.env, environmentOf(sandbox), { REFUND_JOURNAL: url });
    made.push(desk);
    await Promise.resolve();
  }
  return made;
}

describe.skipIf(!hasPostgres)("processes of several machines with one journal", () => {
  test("refund an order once, however many try at once", async () => {
    const { agentUrl, agent } = await teamDatabase();
    const sandbox = await sandboxFor();
    const ended = await Promise.all(
      (await desks(4, sandbox, agentUrl)).map((desk) => desk.run(...refund)),
    );
    expect(received(sandbox, "issueRefund")).toBe(1);
    expect(ended.filter(({ code }) => code === 0)).toHaveLength(1);
    expect(await attemptsIn(agent)).toMatchObject([{ outcome: "accepted" }]);
  });

  test("refund an order at most once though they are killed at any moment, and leave what is open", async () => {
    const { agentUrl, agent } = await teamDatabase();
    const sandbox = await sandboxFor({
      faults: [{ kind: "slow", method: "issueRefund", afterMs: 200 }],
    });
    for (const afterMs of [150, 300, 450, 600, 750, 900]) {
      const [desk] = await desks(1, sandbox, agentUrl);
      const started = desk?.start(...refund);
      await new Promise((next) => setTimeout(next, afterMs));
      started?.child.kill("SIGKILL");
      await started?.ended;
    }
    const [last] = await desks(1, sandbox, agentUrl);
    const ended = await last?.run(...refund);
    expect(received(sandbox, "issueRefund")).toBeLessThanOrEqual(1);
    const attempts = await attemptsIn(agent);
    // Refunded by the last, or left open by one that was killed, which blocks the others.
    expect([0, 4, 5]).toContain(ended?.code);
    expect(
      attempts.filter(({ outcome }) => outcome === null || outcome === "accepted").length,
    ).toBe(1);
  });

  test("end soon after the second Ctrl-C, though the database has gone silent", async () => {
    const { agent } = await teamDatabase();
    const sandbox = await sandboxFor({ faults: [{ kind: "hang-before", method: "issueRefund" }] });
    const relay = await relayTo(agent);
    const [desk] = await desks(1, sandbox, urlOf(relay.place));
    const started = desk?.start(...refund, "--timeout", "600");
    await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 30_000 }).toBe(1);
    relay.goSilentAt("");
    started?.child.kill("SIGINT");
    await expect.poll(() => started?.said(), { timeout: 30_000 }).toContain("Waiting for");
    // Longer than an echo of the first may take.
    await new Promise((next) => setTimeout(next, 1_000));
    started?.child.kill("SIGINT");
    const stopped = performance.now();
    expect((await started?.ended)?.code).toBe(7);
    // One answer of a database that is silent is waited for longer.
    expect(performance.now() - stopped).toBeLessThan(12_000);
    expect(await attemptsIn(agent)).toMatchObject([{ outcome: null }]);
  }, 120_000);
});
