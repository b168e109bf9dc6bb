import { describe, expect, test } from "vitest";
import type { SandboxOptions } from "../../../src/sandbox/server.ts";
import { fileOf } from "../../support/batch.ts";
import type { Machine } from "../../support/context.ts";
import { documentOf, outcomeOf } from "../../support/document.ts";
import { attemptsOn } from "../../support/journal.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const order = "73152899";
const day = 86_400_000;

async function refund(machine: Machine, ...what: readonly string[]): Promise<string> {
  const ended = outcomeOf(await machine.run(...what, "--reason", "Other", "--yes", "--json"));
  return ended.attempt ?? "";
}

async function refunded(options: SandboxOptions = {}) {
  const shop = await shopFor({ settleAfterMs: day, ...options });
  return { ...shop, attempt: await refund(shop.machine, "total", order) };
}

async function status(machine: Machine, ...more: readonly string[]) {
  const ended = await machine.run("status", "--json", ...more);
  expect(ended.code).toBe(0);
  return documentOf(ended, "refund.status-1");
}

test("an empty journal has nothing that waits, and none is begun", async () => {
  const { machine } = await shopFor();
  const { code, out } = await machine.run("status");
  expect({ code, out }).toMatchObject({
    code: 0,
    out: expect.stringContaining("Nothing waits") as unknown,
  });
  const { existsSync } = await import("node:fs");
  expect(existsSync(machine.journal)).toBe(false);
});

test("an accepted refund waits until it is seen paid out, with its age and the usual time", async () => {
  const { machine, sandbox, attempt } = await refunded();
  machine.clock.advance(3 * day);
  const { out } = await machine.run("status");
  expect(out).toMatch(/40\.00 USD.*3 days.*about 1 business day/);
  sandbox.settle();
  expect((await status(machine)).unprocessed.map((each) => each.attempt)).toEqual([attempt]);
  expect((await status(machine, "--refresh")).unprocessed).toEqual([]);
  const [kept] = await attemptsOn(machine, sandbox, order);
  expect(kept?.processed?.by).toBe("status");
  const history = documentOf(await machine.run("history", attempt, "--json"), "refund.attempt-1");
  expect(history.processed).toMatchObject({ by: "status" });
});

test("without --refresh nobody is asked", async () => {
  const { machine, sandbox } = await refunded();
  const before = sandbox.requests().length;
  await status(machine);
  expect(sandbox.requests()).toHaveLength(before);
});

describe("refund invoices", () => {
  const partial = ["partial", "73152871", "--amount", "10.00"];

  test("show that it was paid out, where there was a first look within a day", async () => {
    const { machine, sandbox } = await shopFor({ settleAfterMs: day });
    await refund(machine, ...partial);
    await status(machine, "--refresh");
    sandbox.settle();
    expect((await status(machine, "--refresh")).unprocessed).toEqual([]);
    const [kept] = await attemptsOn(machine, sandbox, "73152871");
    expect(kept).toMatchObject({ invoices: 0, processed: { by: "invoices" } });
  });

  test("show nothing at a first look that comes later", async () => {
    const { machine, sandbox } = await shopFor({ settleAfterMs: day / 2 });
    await refund(machine, ...partial);
    machine.clock.advance(day + 60_000);
    for (let looks = 0; looks < 2; looks++) {
      expect((await status(machine, "--refresh")).unprocessed).toHaveLength(1);
    }
    const [kept] = await attemptsOn(machine, sandbox, "73152871");
    expect(kept).toMatchObject({ invoices: null, processed: null });
  });

  test("that cannot be read conclude nothing", async () => {
    const { machine, sandbox } = await shopFor({ settleAfterMs: day });
    await refund(machine, ...partial);
    await status(machine, "--refresh");
    sandbox.settle();
    sandbox.addFault({ kind: "500-before", method: "getInvoices", times: 9 });
    expect((await status(machine, "--refresh")).unprocessed).toHaveLength(1);
  });
});

test("an entry in the order's Refunds alone does not mean that it was paid out", async () => {
  const { machine, sandbox } = await shopFor({ settleAfterMs: 0 });
  await refund(machine, "partial", "73152871", "--amount", "10.00");
  const view = documentOf(await machine.run("order", "73152871", "--json"), "refund.order-1");
  expect(view).toMatchObject({ refunded: "10.00", attempts: [{ processed: null }] });
  expect(received(sandbox, "getInvoices")).toBe(0);
});

test("refund order keeps what the status shows", async () => {
  const { machine, sandbox } = await refunded();
  sandbox.settle();
  await machine.run("order", order);
  expect((await status(machine)).unprocessed).toEqual([]);
});

test("what is older than 60 days is counted, and shown with --all", async () => {
  const { machine } = await refunded();
  machine.clock.advance(61 * day);
  const { out } = await machine.run("status");
  expect(out).toContain("1 more than 60 days old: refund status --all");
  expect((await status(machine)).unprocessed).toEqual([]);
  expect((await status(machine, "--all")).unprocessed).toHaveLength(1);
});

test("an unfinished batch is listed however old it is", async () => {
  const { machine } = await shopFor();
  const rows = "kind,order,reason\ntotal,73152871,Other\ntotal,73152899,Other\n";
  const begun = await machine.run("batch", fileOf(machine, rows), "--limit", "1", "--yes");
  expect(begun.code).toBe(0);
  machine.clock.advance(61 * day);
  const [batch, ...others] = (await status(machine)).batches;
  expect(others).toEqual([]);
  expect(batch).toMatchObject({ source: "refunds.csv", rows: 2, done: 1 });
});

test("an unresolved attempt is listed with the command that settles it", async () => {
  const { machine } = await shopFor({ faults: [{ kind: "drop-before", method: "issueRefund" }] });
  const attempt = await refund(machine, "total", order);
  const { out } = await machine.run("status");
  const [, name = ""] = /refund reconcile ([0-9A-Z]{6,})/.exec(out) ?? [];
  expect(name.length).toBeLessThan(26);
  expect(attempt.endsWith(name)).toBe(true);
  expect((await status(machine)).unresolved).toMatchObject([{ attempt, outcome: "unknown" }]);
});

test.each([40, 60, 80, 120])(
  "in %i columns no line of it is longer than that, and the commands stay whole",
  async (columns) => {
    const streams = { stdin: true, stdout: true, stderr: true };
    const { machine, sandbox } = await shopFor({}, { terminal: { ...streams, columns } });
    Object.assign(machine.env, { TERM: "xterm", NO_COLOR: "1" });
    const name = "a-file-with-quite-a-long-name-of-the-twenty-first-of-november.csv";
    const rows = "kind,order,reason\ntotal,73152871,Other\ntotal,73152899,Other\n";
    await machine.run("batch", fileOf(machine, rows, name), "--limit", "1", "--yes");
    sandbox.addFault({ kind: "drop-before", method: "issueRefund" });
    await refund(machine, "total", "73152880");
    const { out } = await machine.run("status");
    const lines = out.split("\n");
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    for (const command of [/refund reconcile [0-9A-Z]{6,}$/, /refund status --refresh$/]) {
      expect(lines.filter((line) => command.test(line))).toHaveLength(1);
    }
    expect(lines.filter((line) => line.endsWith("refund batch <file>"))).toHaveLength(1);
    expect(out).toContain("1 of 2");
  },
);

test("another account's refunds are listed, but 2Checkout is not asked about them", async () => {
  const { machine, sandbox } = await refunded();
  const before = sandbox.requests().length;
  machine.env["REFUND_MERCHANT_CODE"] = "ANOTHER";
  expect((await status(machine, "--refresh")).unprocessed).toHaveLength(1);
  expect(sandbox.requests()).toHaveLength(before);
});

test("reconcile --wait looks again until the order shows it", async () => {
  let pauses = 0;
  const shop = await shopFor(
    { faults: [{ kind: "drop-after", method: "issueRefund" }], settleAfterMs: 3_600_000 },
    {
      pausesMoveClock: true,
      onPause: () => {
        pauses += 1;
        if (pauses === 100) shop.sandbox.settle();
      },
    },
  );
  await refund(shop.machine, "total", order);
  const { code, out } = await shop.machine.run("reconcile", "--wait", "1200", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ attempts: [{ order, outcome: "accepted" }] });
  expect(await attemptsOn(shop.machine, shop.sandbox, order)).toMatchObject([
    { outcome: "accepted", settledBy: "evidence" },
  ]);
});

test("reconcile --wait ends with 7 when the time is over", async () => {
  const shop = await shopFor(
    { faults: [{ kind: "drop-before", method: "issueRefund" }] },
    { pausesMoveClock: true },
  );
  await refund(shop.machine, "total", order);
  const { code } = await shop.machine.run("reconcile", "--wait", "300");
  expect(code).toBe(7);
});

test.each(["0", "86401", "ten", "1.5"])("--wait %s is no time to wait", async (wait) => {
  const { machine } = await shopFor();
  expect((await machine.run("reconcile", "--wait", wait)).code).toBe(2);
});

test("refund invoices are shown to the person who decides, and kept with what they say", async () => {
  const { machine, sandbox } = await shopFor({
    faults: [{ kind: "drop-before", method: "issueRefund" }],
  });
  const attempt = await refund(machine, "total", order);
  machine.clock.advance(600_000);
  const asked = await machine.run("reconcile", attempt);
  expect(asked.out).toContain("2Checkout has 0 refund invoices of the order");
  await machine.run("reconcile", attempt, "--not-applied", "--yes");
  const [kept] = await attemptsOn(machine, sandbox, order);
  expect(kept?.evidence).toContain("0 refund invoices");
});
