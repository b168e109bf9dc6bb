import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { Sandbox } from "../../../src/sandbox/server.ts";
import { generatedOrderNumber } from "../../../src/sandbox/generated.ts";
import { fileOf, rowsOf } from "../../support/batch.ts";
import { attemptsOn } from "../../support/journal.ts";
import { relayedShop } from "../../support/relay.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const patience = { timeout: 30_000 };
const one = "kind,order,reason\ntotal,73152871,Other\n";

test("one Ctrl-C lets a FALSE be looked into, which then is a refusal", async () => {
  const { machine, sandbox } = await shopFor({
    faults: [{ kind: "false-before", method: "issueRefund", afterMs: 500 }],
  });
  const running = machine.start("batch", fileOf(machine, one), "--yes");
  await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
  running.stop();
  const ended = await running.ended;
  expect(rowsOf(ended)).toMatchObject([{ outcome: "refused", error: { code: "not-accepted" } }]);
  expect(ended.code).toBe(8);
  expect(received(sandbox, "getOrder")).toBe(2);
});

test("one Ctrl-C while orders are read sends nothing and waits for no order", async () => {
  const { machine, sandbox } = await shopFor({ orders: 10 });
  sandbox.addFault({ kind: "hang-before", method: "getOrder", times: Infinity });
  const rows = [0, 1, 2].map((index) => `total,${generatedOrderNumber(index)},Other\n`);
  const file = fileOf(machine, `kind,order,reason\n${rows.join("")}`);
  const running = machine.start("batch", file, "--yes", "--timeout", "600");
  await expect.poll(() => received(sandbox, "getOrder"), patience).toBe(3);
  running.stop();
  const ended = await running.ended;
  expect(ended).toMatchObject({ code: 130, out: "" });
  expect(ended.err).toContain("none started");
  expect(received(sandbox, "issueRefund")).toBe(0);
});

test("one Ctrl-C after a row's order was read and before its refund left sends nothing", async () => {
  const { machine, sandbox, relay } = await relayedShop();
  relay.orders(() => {
    // The session is too old by the time of the refund, so the row logs in once more, which takes its time.
    machine.clock.advance(9 * 60_000);
    sandbox.addFault({ kind: "slow", method: "login", afterMs: 1_500 });
  });
  const running = machine.start("batch", fileOf(machine, one), "--yes");
  await expect.poll(() => received(sandbox, "login"), patience).toBe(2);
  running.stop();
  const ended = await running.ended;
  expect(received(sandbox, "issueRefund")).toBe(0);
  expect(ended).toMatchObject({ code: 130, out: "" });
  expect(await attemptsOn(machine, sandbox, "73152871")).toEqual([]);
});

test("a pause after 429 ends when the time for looking into a refund is over", async () => {
  const { machine, sandbox } = await shopFor(
    { refundsShape: "null", faults: [{ kind: "drop-after", method: "issueRefund" }] },
    { pausesMoveClock: true, onPause: () => wait(25) },
  );
  machine.env["REFUND_RPC_URL"] = await busyAfterRefund(sandbox);
  const before = machine.clock.now();
  const ended = await machine.run("batch", fileOf(machine, one), "--yes", "--timeout", "1");
  expect(rowsOf(ended)).toMatchObject([{ outcome: "unknown" }]);
  expect(ended.code).toBe(7);
  expect(machine.clock.now() - before).toBeLessThan(100_000);
}, 60_000);

/** In front of the stand-in: once there was a refund, it asks everybody to wait for two minutes. */
async function busyAfterRefund(sandbox: Sandbox): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = Buffer.concat(await request.toArray()).toString();
      const refunds = received(sandbox, "issueRefund");
      if (refunds > 0) {
        response.writeHead(429, { "retry-after": "120" }).end();
        return;
      }
      const headers = { "content-type": "application/json" };
      const answer = await fetch(sandbox.rpcUrl, { method: "POST", headers, body });
      response.writeHead(answer.status, headers).end(await answer.text());
    })().catch(() => {
      response.destroy();
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it has no port");
  return `http://127.0.0.1:${address.port}/`;
}
