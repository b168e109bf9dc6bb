import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Machine, MachineOptions } from "../../support/context.ts";
import { outcomeOf } from "../../support/document.ts";
import { received, type Shop, shopFor } from "../../support/sandbox.ts";

const total = ["total", "73152871", "--reason", "Other", "--yes", "--json"];

function run(machine: Machine, ...argv: string[]) {
  return machine.run(...argv).then(outcomeOf);
}

test.each(["buyer@example.com", " BUYER@Example.com"])(
  "--expect-email %j lets the customer's own order pass",
  async (email) => {
    const { machine } = await shopFor();
    expect(await run(machine, ...total, "--expect-email", email)).toMatchObject({ code: 0 });
  },
);

test("--expect-email refuses somebody else's order and shows no customer", async () => {
  const { machine, sandbox } = await shopFor();
  const ended = await machine.run(...total, "--expect-email", "someone@example.org");
  expect(outcomeOf(ended)).toMatchObject({
    code: 4,
    outcome: "refused",
    error: { code: "customer-mismatch" },
  });
  expect(ended.out + ended.err).not.toContain("buyer@");
  expect(received(sandbox, "issueRefund")).toBe(0);
});

describe("--confirm-amount", () => {
  test.each(["241.49", "241.49 USD"])("%s lets a refund of that amount pass", async (amount) => {
    const { machine } = await shopFor();
    expect(await run(machine, ...total, "--confirm-amount", amount)).toMatchObject({ code: 0 });
  });

  test("refuses a refund of another amount", async () => {
    const { machine, sandbox } = await shopFor();
    expect(await run(machine, ...total, "--confirm-amount", "241.48")).toMatchObject({
      code: 4,
      outcome: "refused",
      error: { code: "amount-not-confirmed" },
    });
    expect(received(sandbox, "issueRefund")).toBe(0);
  });

  test.each(["much", "241.499", "241.49 EUR", "2,41"])("%s is a usage error", async (amount) => {
    const { machine, sandbox } = await shopFor();
    expect(await run(machine, ...total, "--confirm-amount", amount)).toMatchObject({
      code: 2,
      outcome: "failed",
      error: { code: "usage" },
    });
    expect(received(sandbox, "issueRefund")).toBe(0);
  });
});

async function shopWithCeiling(options: MachineOptions = {}): Promise<Shop> {
  const shop = await shopFor({}, options);
  const path = join(shop.machine.folders.config, ".refundrc");
  writeFileSync(path, JSON.stringify({ ceiling: { USD: "100.00" } }), { mode: 0o600 });
  return shop;
}

describe("above the ceiling", () => {
  test("a script must say the amount, and --yes is not enough", async () => {
    const { machine, sandbox } = await shopWithCeiling();
    const document = await run(machine, ...total);
    expect(document).toMatchObject({ code: 2, error: { code: "usage" } });
    expect(document.error?.message).toContain("--confirm-amount");
    expect(received(sandbox, "issueRefund")).toBe(0);
    expect(await run(machine, ...total, "--confirm-amount", "241.49")).toMatchObject({ code: 0 });
  });

  test("an agent types the amount, and no other will do", async () => {
    const { machine, sandbox } = await shopWithCeiling({ terminal: { stdin: true, stderr: true } });
    const running = machine.start(
      ...["total", "73152871", "--reason", "Other", "--comment", "Sorry"],
    );
    await running.says("Above the ceiling of 100.00 USD");
    running.type("241.48\n");
    await running.says("This refund is 241.49 USD.");
    expect(received(sandbox, "issueRefund")).toBe(0);
    running.type("241.49\n");
    expect((await running.ended).code).toBe(0);
  });

  test("a refund at the ceiling, or in a currency without one, needs nothing more", async () => {
    const { machine } = await shopWithCeiling();
    const closing = ["--reason", "Other", "--yes", "--json"];
    const argv = ["partial", "73152871", "--amount", "100.00", ...closing];
    expect(await run(machine, ...argv)).toMatchObject({ code: 0 });
    expect(await run(machine, "total", "73152878", ...closing)).toMatchObject({ code: 0 });
  });
});

test("a terminal whose questions are forbidden is treated like none", async () => {
  const terminal = { stdin: true, stdout: true, stderr: true };
  const { machine, sandbox } = await shopFor({}, { terminal });
  const argv = ["total", "73152871", "--reason", "Other", "--no-input", "--json"];
  expect(await run(machine, ...argv)).toMatchObject({ code: 2, error: { code: "usage" } });
  expect(sandbox.requests()).toEqual([]);
});

test("what is missing is asked for at a terminal, and --yes then confirms without a comment that nobody gave", async () => {
  const { machine, sandbox } = await shopFor({}, { terminal: { stdin: true, stderr: true } });
  const running = machine.start("total", "--yes");
  await running.says("Order number:");
  running.type("73152871\n");
  await running.says("Reason:");
  // Words typed ahead would reach the customer unseen.
  running.type("Other\n");
  // Later than what a paste brings along with it.
  await new Promise((next) => setTimeout(next, 200));
  running.type("clear\n");
  expect((await running.ended).code).toBe(0);
  expect(sandbox.ledger()).toMatchObject([{ reason: "Other", comment: "" }]);
});

test("--json at a terminal asks all the same", async () => {
  const { machine } = await shopFor({}, { terminal: { stdin: true, stderr: true } });
  const running = machine.start(
    ...["total", "73152871", "--reason", "Other", "--comment", "Sorry", "--json"],
  );
  await running.says("Refund 241.49 USD of order");
  running.type("y\n");
  expect(outcomeOf(await running.ended)).toMatchObject({ code: 0, outcome: "accepted" });
});
