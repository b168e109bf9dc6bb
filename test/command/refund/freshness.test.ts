import { describe, expect, test } from "vitest";
import type { SandboxOptions } from "../../../src/sandbox/server.ts";
import { received, type Shop, shopFor } from "../../support/sandbox.ts";

const question = "Refund 241.49 USD of order";
const total = ["total", "73152871", "--reason", "Other", "--comment", "Sorry"];

function shopWithTerminal(options: SandboxOptions = {}): Promise<Shop> {
  return shopFor(options, { terminal: { stdin: true, stderr: true } });
}

/** How often what is to be confirmed was shown. */
function shown(said: string): number {
  return said.split("Left after").length - 1;
}

describe("an agent at a terminal", () => {
  test("who says yes at once has the refund sent for the order as it was read", async () => {
    const { machine, sandbox } = await shopWithTerminal();
    const running = machine.start(...total);
    await running.says(question);
    running.type("y\n");
    expect((await running.ended).code).toBe(0);
    expect(received(sandbox, "getOrder")).toBe(1);
    expect(received(sandbox, "issueRefund")).toBe(1);
  });

  test.each(["n\n", "\n"])("who answers %j sends nothing", async (answer) => {
    const { machine, sandbox } = await shopWithTerminal();
    const running = machine.start(...total);
    await running.says(question);
    running.type(answer);
    expect(await running.ended).toMatchObject({ code: 130, out: "" });
    expect(received(sandbox, "issueRefund")).toBe(0);
  });

  test("who thinks for more than 30 s has the order read again, and is not asked again", async () => {
    const { machine, sandbox } = await shopWithTerminal();
    const running = machine.start(...total);
    await running.says(question);
    machine.clock.advance(31_000);
    running.type("y\n");
    const { code, err } = await running.ended;
    expect(code).toBe(0);
    expect(err).toContain(question);
    expect(shown(err)).toBe(1);
    expect(received(sandbox, "getOrder")).toBe(2);
    expect(received(sandbox, "issueRefund")).toBe(1);
  });

  test("who thinks for more than 30 s while the clock is set back has the order read again", async () => {
    const { machine, sandbox } = await shopWithTerminal();
    const running = machine.start(...total);
    await running.says(question);
    machine.clock.advance(31_000);
    machine.clock.set(-3_600_000);
    running.type("y\n");
    expect((await running.ended).code).toBe(0);
    expect(received(sandbox, "getOrder")).toBe(2);
  });

  test("who was overtaken by another refund is shown what is left and asked again", async () => {
    const { machine, sandbox } = await shopWithTerminal({ settleAfterMs: 0 });
    const running = machine.start(...total);
    await running.says(question);
    sandbox.refundElsewhere("73152871", "41.49");
    machine.clock.advance(31_000);
    running.type("y\n");
    await running.says("Refund 200.00 USD of order");
    expect(received(sandbox, "issueRefund")).toBe(0);
    running.type("n\n");
    expect((await running.ended).code).toBe(130);
    expect(received(sandbox, "issueRefund")).toBe(0);
  });

  test("who thinks for longer than a session lasts has a new one before the refund is sent", async () => {
    const { machine, sandbox } = await shopWithTerminal();
    const running = machine.start(...total);
    await running.says(question);
    machine.clock.advance(8 * 60_000);
    running.type("y\n");
    expect((await running.ended).code).toBe(0);
    expect(received(sandbox, "login")).toBe(2);
    expect(received(sandbox, "issueRefund")).toBe(1);
  });
});

test("a script's refund whose answer took long is not sent again for being late", async () => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "slow", method: "issueRefund", afterMs: 300 });
  const running = machine.start(...total, "--yes");
  await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 20_000 }).toBe(1);
  machine.clock.advance(9 * 60_000);
  expect((await running.ended).code).toBe(0);
  expect(received(sandbox, "issueRefund")).toBe(1);
});
