import { describe, expect, test } from "vitest";
import type { MachineOptions } from "../../support/context.ts";
import { outcomeOf } from "../../support/document.ts";
import { relayedShop, type WireOrder } from "../../support/relay.ts";
import { received } from "../../support/sandbox.ts";

const atTerminal: MachineOptions = { terminal: { stdin: true, stderr: true } };
const seat = ["partial", "73152871", "--item", "SEAT"];
const closing = ["--reason", "Other", "--comment", "Sorry"];
const question = "Refund 100.00 USD of order";

/** How often the question was asked. */
function asked(said: string): number {
  return said.split(question).length - 1;
}

describe("an agent who is asked and thinks for more than 30 s is asked again when meanwhile", () => {
  test.each<readonly [string, (order: WireOrder) => void, string]>([
    [
      "the order has another customer",
      (order) => (order.BillingDetails.Email = "someone.else@example.org"),
      "someone.else@example.org",
    ],
    ["its approval changes", (order) => (order.ApproveStatus = "PENDING"), "PENDING"],
    ["a chargeback is opened", (order) => (order.ChargebackResolution = "OPEN"), "open"],
    [
      "another line costs something else",
      (order) => {
        const [line] = order.Items;
        if (line !== undefined) line.Price.GrossDiscountedPrice = 39.99;
      },
      "39.99",
    ],
  ])("%s", async (_, change, shown) => {
    const { machine, sandbox, relay } = await relayedShop({}, atTerminal);
    const running = machine.start(...seat, ...closing);
    await running.says(question);
    expect(running.said()).not.toContain(shown);
    relay.orders(change);
    machine.clock.advance(31_000);
    running.type("y\n");
    await running.says("changed in the meantime");
    await expect.poll(() => asked(running.said()), { timeout: 20_000 }).toBe(2);
    expect(running.said()).toContain(shown);
    expect(received(sandbox, "issueRefund")).toBe(0);
    running.type("n\n");
    expect((await running.ended).code).toBe(130);
    expect(received(sandbox, "issueRefund")).toBe(0);
  });
});

test("an agent who is asked is asked again when a colleague refunds the order meanwhile", async () => {
  const { machine, sandbox } = await relayedShop({ settleAfterMs: 0 }, atTerminal);
  const running = machine.start(...seat, ...closing);
  await running.says(question);
  const colleague = ["partial", "73152871", "--amount", "41.49", ...closing, "--yes", "--json"];
  expect(outcomeOf(await machine.run(...colleague, "--no-input"))).toMatchObject({ code: 0 });
  running.type("y\n");
  await expect.poll(() => asked(running.said()), { timeout: 20_000 }).toBe(2);
  expect(running.said()).toContain("41.49");
  expect(received(sandbox, "issueRefund")).toBe(1);
  running.type("y\n");
  expect((await running.ended).code).toBe(0);
  expect(received(sandbox, "issueRefund")).toBe(2);
});

test("an agent who is asked is not asked again when nothing that was shown has changed", async () => {
  const { machine, relay } = await relayedShop({}, atTerminal);
  const running = machine.start(...seat, ...closing);
  await running.says(question);
  relay.orders((order) => (order["ExternalReference"] = "something that nobody sees"));
  machine.clock.advance(31_000);
  running.type("y\n");
  const { code, err } = await running.ended;
  expect([code, asked(err)]).toEqual([0, 1]);
});

test("--yes confirms what the order reads like when it is sent, and --expect-email is checked again then", async () => {
  const { machine, sandbox, relay } = await relayedShop({}, atTerminal);
  const running = machine.start(...seat, "--yes", "--expect-email", "buyer@example.com");
  await running.says("Reason:");
  await expect.poll(() => received(sandbox, "getOrder"), { timeout: 20_000 }).toBe(1);
  relay.orders((order) => (order.BillingDetails.Email = "someone.else@example.org"));
  machine.clock.advance(31_000);
  running.type("Other\n");
  expect((await running.ended).code).toBe(4);
  expect(received(sandbox, "issueRefund")).toBe(0);
});

test("--yes confirms what the order reads like when it is sent, and --confirm-amount is checked again then", async () => {
  const { machine, sandbox, relay } = await relayedShop({}, atTerminal);
  const running = machine.start(...seat, "--yes", "--confirm-amount", "100.00");
  await running.says("Reason:");
  await expect.poll(() => received(sandbox, "getOrder"), { timeout: 20_000 }).toBe(1);
  relay.orders((order) => {
    for (const line of order.Items) if (line.Code === "SEAT") line.Price.GrossDiscountedPrice = 90;
  });
  machine.clock.advance(31_000);
  running.type("Other\n");
  expect((await running.ended).code).toBe(4);
  expect(received(sandbox, "issueRefund")).toBe(0);
});
