import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openJournal } from "../../src/journal/journal.ts";
import type { Machine } from "../support/context.ts";
import { outcomeOf } from "../support/document.ts";
import { attemptsOn } from "../support/journal.ts";
import { received, type Shop, shopFor } from "../support/sandbox.ts";
import { parseAttemptId } from "../../src/domain/pasted.ts";

const closing = ["--reason", "Other", "--yes", "--json"];

function refund(machine: Machine, ...argv: string[]) {
  return machine.run(...argv, ...closing).then(outcomeOf);
}

async function shopWithOpenAttempt(): Promise<Shop & { readonly open: string }> {
  const shop = await shopFor();
  shop.sandbox.addFault({ kind: "drop-before", method: "issueRefund" });
  const { attempt } = await refund(shop.machine, "total", "73152871");
  return { ...shop, open: attempt ?? "" };
}

describe("while an attempt on the order has no known outcome", () => {
  test.each([
    ["total", "73152871"],
    ["partial", "73152871", "--amount", "1.00"],
    ["lineitem", "SEAT", "--order", "73152871"],
    ["partial", "73152871", "--amount", "1.00", "--skip-checks"],
  ])("%s %s is blocked and names that attempt", async (...argv) => {
    const { machine, sandbox, open } = await shopWithOpenAttempt();
    expect(await refund(machine, ...argv)).toMatchObject({
      code: 5,
      outcome: "blocked",
      attempt: null,
      error: { code: "unresolved-attempt", attempt: open },
    });
    expect(received(sandbox, "issueRefund")).toBe(1);
  });

  test("a dry run is blocked in the same way", async () => {
    const { machine, open } = await shopWithOpenAttempt();
    expect(await refund(machine, "total", "73152871", "--dry-run")).toMatchObject({
      code: 5,
      error: { code: "unresolved-attempt", attempt: open },
    });
  });

  test("another order is not", async () => {
    const { machine } = await shopWithOpenAttempt();
    expect(await refund(machine, "total", "73152899")).toMatchObject({ code: 0 });
  });
});

describe("the same refund a second time", () => {
  test.each([
    ["total after total", ["total", "73152899"], ["total", "73152899"]],
    [
      "the only line after total",
      ["total", "73152899"],
      ["partial", "73152899", "--item", "BASIC"],
    ],
    [
      "the whole amount after total",
      ["total", "73152899"],
      ["partial", "73152899", "--amount", "40"],
    ],
    [
      "lineitem after partial",
      ["partial", "73152871", "--item", "PRO-1Y"],
      ["lineitem", "a439c84a4b1e8ad1d7bf38407f5ea7473433ce7b", "--order", "73152871"],
    ],
    [
      "another order of the same lines",
      ["partial", "73152871", "--item", "PRO-1Y", "--item", "SEAT:1"],
      ["partial", "73152871", "--item", "SEAT:1", "--item", "PRO-1Y:1:29.99"],
    ],
  ])("is blocked and names the first: %s", async (_what, first, second) => {
    const { machine, sandbox } = await shopFor({ settleAfterMs: 0 });
    const { attempt } = await refund(machine, ...first);
    expect(await refund(machine, ...second, "--comment", "Again")).toMatchObject({
      code: 5,
      outcome: "blocked",
      error: { code: "duplicate-refund", attempt },
    });
    expect(received(sandbox, "issueRefund")).toBe(1);
  });

  test("is let through once by --again, which names the accepted attempt", async () => {
    const { machine, sandbox } = await shopFor({ settleAfterMs: 0 });
    const argv = ["partial", "73152871", "--item", "SEAT:1"];
    const first = await refund(machine, ...argv);
    const again = ["--again", first.attempt ?? ""];
    const second = await refund(machine, ...argv, ...again);
    expect(second).toMatchObject({ code: 0, outcome: "accepted" });
    expect(await refund(machine, ...argv, ...again)).toMatchObject({
      code: 5,
      error: { code: "duplicate-refund", attempt: second.attempt },
    });
    expect(received(sandbox, "issueRefund")).toBe(2);
  });

  test("is not let through by an --again that names another attempt", async () => {
    const { machine, sandbox } = await shopFor({ settleAfterMs: 0 });
    const other = await refund(machine, "partial", "73152871", "--amount", "1.00");
    const again = ["--again", other.attempt ?? ""];
    expect(await refund(machine, "total", "73152871", ...again)).toMatchObject({
      code: 2,
      error: { code: "not-a-repeat" },
    });
    expect(received(sandbox, "issueRefund")).toBe(1);
  });

  test("is not the same where amounts or lines differ", async () => {
    const { machine } = await shopFor({ settleAfterMs: 0 });
    for (const part of ["SEAT:1", "SEAT:1:5.00", "SHIPPING_GENERIC_PRODUCT"]) {
      const document = await refund(machine, "partial", "73152871", "--item", part);
      expect(document).toMatchObject({ code: 0 });
    }
  });
});

test("two command lines at once on the same order send one refund", async () => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "slow", method: "issueRefund", afterMs: 500 });
  const both = await Promise.all([
    refund(machine, "total", "73152871"),
    refund(machine, "total", "73152871"),
  ]);
  expect(both.map(({ code }) => code).sort()).toEqual([0, 5]);
  expect(received(sandbox, "issueRefund")).toBe(1);
});

test("the attempt is in the journal, open, before its request is answered", async () => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "hang-before", method: "issueRefund" });
  const running = machine.start("total", "73152871", ...closing, "--ticket", "T-1");
  await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 20_000 }).toBe(1);
  const [attempt] = await attemptsOn(machine, sandbox, "73152871");
  expect(attempt).toMatchObject({
    outcome: null,
    kind: "total",
    reason: "Other",
    ticket: "T-1",
    who: { user: "agent", host: "desk-7" },
    amount: { minor: 24149n, currency: "USD" },
    before: { status: "COMPLETE", paid: "241.49", refunds: { tag: "none" } },
  });
  running.stop();
  await running.says("Press Ctrl-C again");
  running.stop();
  expect((await running.ended).code).toBe(7);
});

test("the journal is where REFUND_JOURNAL says, and knows the customer by nothing", async () => {
  const { machine, sandbox } = await shopFor();
  mkdirSync(join(machine.cwd, "kept"));
  machine.env["REFUND_JOURNAL"] = join(machine.cwd, "kept", "attempts.db");
  const { attempt } = await refund(machine, "total", "73152871");
  const journal = await openJournal(join(machine.cwd, "kept", "attempts.db"));
  const id = parseAttemptId(attempt ?? "");
  const found = await journal.find(id);
  const timeline = await journal.timeline(id);
  await journal.close();
  expect(found).toMatchObject({ outcome: "accepted", subject: { account: sandbox.merchantCode } });
  const text = JSON.stringify([found, timeline], (_key, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  expect(text).not.toMatch(/Test Buyer|buyer@|Townsville|1111|192\.0\.2/i);
});
