import { describe, expect, test } from "vitest";
import { outcomeOf } from "../support/document.ts";
import { deskWithShop } from "../support/program.ts";
import { received } from "../support/sandbox.ts";

const total = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
const patience = { timeout: 30_000 };
const waiting = "Waiting for 2Checkout's answer";

describe.each(["SIGINT", "SIGTERM"] as const)("%s", (signal) => {
  test("before anything was sent ends the run with 130 and one document", async () => {
    const { desk, sandbox } = await deskWithShop();
    sandbox.addFault({ kind: "hang-before", method: "getOrder" });
    const { child, ended } = desk.start(...total);
    await expect.poll(() => received(sandbox, "getOrder"), patience).toBe(1);
    child.kill(signal);
    expect(outcomeOf(await ended)).toMatchObject({
      ...{ code: 130, outcome: "cancelled", error: { code: "cancelled" } },
    });
    expect(received(sandbox, "issueRefund")).toBe(0);
  });

  test("once while the refund is in flight waits for the answer", async () => {
    const { desk, sandbox } = await deskWithShop();
    sandbox.addFault({ kind: "slow", method: "issueRefund", afterMs: 2_000 });
    const { child, ended } = desk.start(...total);
    await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
    child.kill(signal);
    const answer = await ended;
    expect(answer.err).toContain(waiting);
    expect(outcomeOf(answer)).toMatchObject({ code: 0, outcome: "accepted" });
  });

  test("twice while the refund is in flight leaves the attempt unknown", async () => {
    const { desk, sandbox } = await deskWithShop();
    sandbox.addFault({ kind: "hang-before", method: "issueRefund" });
    const { child, ended, said } = desk.start(...total);
    await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
    child.kill(signal);
    await expect.poll(said, patience).toContain(waiting);
    child.kill(signal);
    const { attempt, ...document } = outcomeOf(await ended);
    expect(document).toMatchObject({ code: 7, outcome: "unknown" });
    expect(outcomeOf(await desk.run(...total))).toMatchObject({ code: 5, error: { attempt } });
  });
});

test("a program that is killed in flight leaves an attempt that blocks the order", async () => {
  const { desk, sandbox } = await deskWithShop();
  sandbox.addFault({ kind: "hang-after", method: "issueRefund" });
  const { child, ended } = desk.start(...total);
  await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
  child.kill("SIGKILL");
  expect(await ended).toMatchObject({ signal: "SIGKILL", out: "" });
  expect(outcomeOf(await desk.run(...total))).toMatchObject({
    ...{ code: 5, error: { code: "unresolved-attempt" } },
  });
  expect(received(sandbox, "issueRefund")).toBe(1);
});
