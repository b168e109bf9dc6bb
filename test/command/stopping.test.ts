import { existsSync, readFileSync } from "node:fs";
import { expect, it, test } from "vitest";
import { outcomeOf } from "../support/document.ts";
import { attemptsOn } from "../support/journal.ts";
import { received, shopFor } from "../support/sandbox.ts";

const total = ["total", "73152871", "--reason", "Other", "--yes", "--json"];

test.each(["login", "getOrder"] as const)(
  "a stop during the %s ends the run, and nothing is sent or recorded",
  async (method) => {
    const { machine, sandbox } = await shopFor();
    sandbox.addFault({ kind: "hang-before", method });
    const running = machine.start(...total);
    await expect.poll(() => received(sandbox, method), { timeout: 20_000 }).toBe(1);
    running.stop();
    expect(outcomeOf(await running.ended)).toMatchObject({
      code: 130,
      outcome: "cancelled",
      error: { code: "cancelled" },
    });
    expect(received(sandbox, "issueRefund")).toBe(0);
    expect(await attemptsOn(machine, sandbox, "73152871")).toEqual([]);
  },
);

test("a stop at the confirmation ends the run, and nothing is sent", async () => {
  const terminal = { stdin: true, stderr: true };
  const { machine, sandbox } = await shopFor({}, { terminal });
  const running = machine.start("total", "73152871", "--reason", "Other", "--comment", "Sorry");
  await running.says("Refund 241.49 USD of order");
  running.stop();
  expect(await running.ended).toMatchObject({ code: 130, out: "" });
  expect(received(sandbox, "issueRefund")).toBe(0);
});

test("one stop while the refund is in flight waits for the answer and says so", async () => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "slow", method: "issueRefund", afterMs: 1_000 });
  const running = machine.start(...total);
  await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 20_000 }).toBe(1);
  running.stop();
  await running.says("Waiting for 2Checkout's answer");
  expect(outcomeOf(await running.ended)).toMatchObject({ code: 0, outcome: "accepted" });
});

test("two stops while the refund is in flight leave its attempt unknown", async () => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "hang-after", method: "issueRefund" });
  const running = machine.start(...total);
  await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 20_000 }).toBe(1);
  running.stop();
  running.stop();
  expect(outcomeOf(await running.ended)).toMatchObject({
    code: 7,
    outcome: "unknown",
    error: { code: "answer-lost" },
  });
  expect(await attemptsOn(machine, sandbox, "73152871")).toMatchObject([{ outcome: null }]);
});

it("two stops end the search for evidence", { timeout: 3_000 }, async () => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "slow", method: "getOrder" });
  sandbox.addFault({ kind: "hang-before", method: "getOrder" });
  sandbox.addFault({ kind: "drop-after", method: "issueRefund" });
  const running = machine.start(...total);
  await expect.poll(() => received(sandbox, "getOrder"), { timeout: 20_000 }).toBe(2);
  running.stop();
  running.stop();
  expect(outcomeOf(await running.ended)).toMatchObject({ code: 7, outcome: "unknown" });
});

test.each([
  ["an order", total, "issueRefund"],
  [
    "a line item",
    ["lineitem", "1234567890", "--legacy", "--category", "5", "--yes", "--json"],
    "refund_lineitem",
  ],
] as const)(
  "a stop after the outcome of a refund of %s was written changes nothing",
  async (_of, argv, method) => {
    const { machine, sandbox } = await shopFor();
    const running = machine.start(...argv);
    let stops = 0;
    machine.clock.onLook(() => {
      if (!isWritten(machine.journal)) return;
      stops += 1;
      running.stop();
    });
    expect(outcomeOf(await running.ended)).toMatchObject({ code: 0, outcome: "accepted" });
    expect(stops).toBeGreaterThan(0);
    expect(received(sandbox, method)).toBe(1);
  },
);

function isWritten(journal: string): boolean {
  return existsSync(journal) && readFileSync(journal, "latin1").includes("accepted (by answer)");
}
