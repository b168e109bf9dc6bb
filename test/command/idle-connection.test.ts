import { expect, test } from "vitest";
import { relayedShop } from "../support/relay.ts";
import { received } from "../support/sandbox.ts";

const total = ["total", "73152871", "--reason", "Other", "--comment", "Sorry"];

test("an agent who thinks for a while has the refund sent on a new connection, as the old one may be dead", async () => {
  const terminal = { stdin: true, stderr: true };
  const { machine, sandbox, relay } = await relayedShop({}, { terminal });
  const running = machine.start(...total);
  await running.says("Refund 241.49 USD of order");
  relay.forgetConnections();
  machine.clock.advance(20_000);
  running.type("y\n");
  expect((await running.ended).code).toBe(0);
  expect(received(sandbox, "getOrder")).toBe(1);
  expect(received(sandbox, "issueRefund")).toBe(1);
});

test("a script's login, read and refund share one connection", async () => {
  const { machine, relay } = await relayedShop();
  expect((await machine.run(...total, "--yes")).code).toBe(0);
  expect(relay.connections()).toBe(1);
});
