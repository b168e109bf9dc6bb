import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { outcomeOf } from "../support/document.ts";
import { runScript } from "../support/process.ts";
import { type Desk, deskWithShop } from "../support/program.ts";
import { received } from "../support/sandbox.ts";

const total = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
const patience = { timeout: 30_000 };
const waiting = "Waiting for 2Checkout's answer";

describe.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s", (signal) => {
  test("before anything was sent ends the run with 130 and one document", async () => {
    const { desk, sandbox } = await deskWithShop();
    sandbox.addFault({ kind: "hang-before", method: "getOrder" });
    const { child, ended } = desk.start(...total);
    await expect.poll(() => received(sandbox, "getOrder"), patience).toBe(1);
    child.kill(signal);
    expect(outcomeOf(await ended)).toMatchObject({
      code: 130,
      outcome: "cancelled",
      error: { code: "cancelled" },
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

  // `timeout` and shells send it to a program and to its group.
  test("that arrives several times at once is one stop", async () => {
    const { desk, sandbox } = await deskWithShop();
    sandbox.addFault({ kind: "slow", method: "issueRefund", afterMs: 2_000 });
    const { child, ended } = desk.start(...total);
    await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
    for (let times = 0; times < 5; times++) child.kill(signal);
    expect(outcomeOf(await ended)).toMatchObject({ code: 0, outcome: "accepted" });
  });

  test("that arrives several times at once before anything was sent ends with 130 all the same", async () => {
    const { desk, sandbox } = await deskWithShop();
    sandbox.addFault({ kind: "hang-before", method: "getOrder" });
    const { child, ended } = desk.start(...total);
    await expect.poll(() => received(sandbox, "getOrder"), patience).toBe(1);
    for (let times = 0; times < 5; times++) child.kill(signal);
    expect(outcomeOf(await ended)).toMatchObject({ code: 130, outcome: "cancelled" });
  });

  test("when the refund was accepted and is yet to be told changes nothing", async () => {
    const { desk, sandbox } = await deskWithShop({ pendingShown: true });
    // What is settled by evidence is warned of on stderr just before the result is written.
    sandbox.addFault({ kind: "unknown-error-after", method: "issueRefund" });
    const pipe = await fullPipe(desk);
    const { child, ended, said } = desk.startInto(
      ...[pipe.path, "total", "73152871", "--reason", "Other", "--yes"],
    );
    await expect.poll(said, patience).toContain("The answer was not clear");
    child.kill(signal);
    const early = pipe.read();
    expect(await ended).toMatchObject({ code: 0, signal: null });
    expect(early + pipe.read()).toContain("Accepted");
  });
});

describe.each(["SIGINT", "SIGTERM"] as const)("%s", (signal) => {
  test("twice while the refund is in flight leaves the attempt unknown", async () => {
    const { desk, sandbox } = await deskWithShop();
    sandbox.addFault({ kind: "hang-before", method: "issueRefund" });
    const { child, ended, said } = desk.start(...total);
    await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
    child.kill(signal);
    await expect.poll(said, patience).toContain(waiting);
    await aMoment();
    child.kill(signal);
    const { attempt, ...document } = outcomeOf(await ended);
    expect(document).toMatchObject({ code: 7, outcome: "unknown" });
    expect(outcomeOf(await desk.run(...total))).toMatchObject({ code: 5, error: { attempt } });
  });
});

/** Longer than an echo of the first signal may take. */
function aMoment(): Promise<void> {
  return new Promise((next) => setTimeout(next, 1_000));
}

/** A pipe that nobody reads: who writes into it has to wait. */
async function fullPipe({ home, env }: Desk): Promise<{ path: string; read: () => string }> {
  const path = join(home, "pipe");
  await runScript(`mkfifo '${path}'`, { env });
  const file = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  onTestFinished(() => {
    closeSync(file);
  });
  const block = Buffer.alloc(4096, " ");
  untilBlocked(() => writeSync(file, block));
  return {
    path,
    read: () => {
      let text = "";
      untilBlocked(() => {
        text += block.toString("utf8", 0, readSync(file, block));
      });
      return text;
    },
  };
}

function untilBlocked(act: () => unknown): void {
  try {
    for (;;) act();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
  }
}

test("a program that is killed in flight leaves an attempt that blocks the order", async () => {
  const { desk, sandbox } = await deskWithShop();
  sandbox.addFault({ kind: "hang-after", method: "issueRefund" });
  const { child, ended } = desk.start(...total);
  await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
  child.kill("SIGKILL");
  expect(await ended).toMatchObject({ signal: "SIGKILL", out: "" });
  expect(outcomeOf(await desk.run(...total))).toMatchObject({
    code: 5,
    error: { code: "unresolved-attempt" },
  });
  expect(received(sandbox, "issueRefund")).toBe(1);
});
