import { describe, expect, test } from "vitest";
import { generatedOrderNumber } from "../../../src/sandbox/generated.ts";
import { fileOf, rowsOf } from "../../support/batch.ts";
import { relayTo } from "../../support/database-relay.ts";
import { attemptsIn, hasPostgres, teamDatabase, urlOf } from "../../support/postgres.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const patience = { timeout: 30_000 };
/** One answer of a database that is silent is waited for longer than this. */
const lessThanAnAnswerMs = 12_000;

const file = `kind,order,reason\ntotal,${generatedOrderNumber(0)},Other\n`;

/** A desk whose way to the team's database may go silent: nothing gets through, and nothing is cut. */
async function deskOnRelay() {
  const { agent } = await teamDatabase();
  const relay = await relayTo(agent);
  const onPause = () => new Promise((next) => setTimeout(next, 5));
  const { machine, sandbox } = await shopFor({ orders: 10 }, { onPause });
  machine.env["REFUND_JOURNAL"] = urlOf(relay.place);
  const silence = () => {
    relay.goSilentAt("");
  };
  return { agent, relay, machine, sandbox, silence };
}

describe.skipIf(!hasPostgres)("Ctrl-C twice ends a batch whose database is silent", () => {
  test("while a row waits for 2Checkout's answer", async () => {
    const { agent, machine, sandbox, silence } = await deskOnRelay();
    sandbox.addFault({ kind: "hang-before", method: "issueRefund" });
    const running = machine.start("batch", fileOf(machine, file), "--yes", "--timeout", "600");
    await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
    silence();
    running.stop();
    running.stop();
    const stopped = performance.now();
    const ended = await running.ended;
    expect(performance.now() - stopped).toBeLessThan(lessThanAnAnswerMs);
    expect(ended.code).toBe(7);
    expect(rowsOf(ended)).toMatchObject([{ outcome: "unknown" }]);
    expect(await attemptsIn(agent)).toMatchObject([{ outcome: null }]);
  }, 120_000);

  test("while an outcome is written, which the next run does then", async () => {
    const { agent, machine, relay } = await deskOnRelay();
    const isAsked = new Promise<void>((then) => {
      relay.whenSent('update "refund"."attempt"', then);
    });
    relay.goSilentAt('update "refund"."attempt"');
    const path = fileOf(machine, file);
    const running = machine.start("batch", path, "--yes");
    await isAsked;
    running.stop();
    running.stop();
    const stopped = performance.now();
    const ended = await running.ended;
    expect(performance.now() - stopped).toBeLessThan(lessThanAnAnswerMs);
    expect(rowsOf(ended)).toMatchObject([{ outcome: "accepted" }]);
    expect(await attemptsIn(agent)).toMatchObject([{ outcome: null }]);
    machine.env["REFUND_JOURNAL"] = urlOf(agent);
    const next = await machine.run("batch", path, "--yes");
    expect(rowsOf(next)).toMatchObject([{ outcome: "accepted", earlier: true }]);
    expect(await attemptsIn(agent)).toMatchObject([{ outcome: "accepted" }]);
  }, 120_000);

  test.each([
    ["the batch is recorded", 'insert into "refund"."batch"', 130],
    ["a row is leased", 'with "free" as', 130],
    ["an intent is recorded", 'insert into "refund"."attempt"', 8],
  ] as const)(
    "while %s, and nothing was sent",
    async (_when, words, code) => {
      const { machine, sandbox, relay } = await deskOnRelay();
      const isAsked = new Promise<void>((then) => {
        relay.whenSent(words, then);
      });
      relay.goSilentAt(words);
      const running = machine.start("batch", fileOf(machine, file), "--yes");
      await isAsked;
      running.stop();
      running.stop();
      const stopped = performance.now();
      const ended = await running.ended;
      expect(performance.now() - stopped).toBeLessThan(lessThanAnAnswerMs);
      expect(ended.code).toBe(code);
      expect(ended.err).not.toContain("Error:");
      expect(received(sandbox, "issueRefund")).toBe(0);
    },
    120_000,
  );
});
