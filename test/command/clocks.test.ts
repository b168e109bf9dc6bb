import { existsSync } from "node:fs";
import Database from "libsql";
import { expect, test } from "vitest";
import type { Machine } from "../support/context.ts";
import { documentOf, outcomeOf } from "../support/document.ts";
import { received, shopFor } from "../support/sandbox.ts";

const hour = 3_600_000;
const day = 24 * hour;
const total = ["total", "73152871", "--reason", "Other", "--yes", "--json"];

function attemptsRecorded({ journal }: Machine): number {
  if (!existsSync(journal)) return 0;
  const database = new Database(journal, { readonly: true });
  try {
    const row = database.prepare("select count(*) as attempts from attempt").get();
    return (row as { readonly attempts: number }).attempts;
  } finally {
    database.close();
  }
}

/** As soon as an attempt is recorded, and before its request leaves, something happens to the machine. */
function onceRecorded(machine: Machine, happens: () => void): void {
  let done = false;
  machine.clock.onLook(() => {
    if (done || attemptsRecorded(machine) === 0) return;
    done = true;
    happens();
  });
}

test.each<readonly [string, (machine: Machine) => void]>([
  [
    "the machine sleeps for a minute",
    ({ clock }) => {
      clock.advance(60_000);
    },
  ],
  [
    "the machine sleeps for an hour and its clock is set back by it",
    ({ clock }) => {
      clock.advance(hour);
      clock.set(-hour);
    },
  ],
  [
    "its clock is set ahead by an hour",
    ({ clock }) => {
      clock.set(hour);
    },
  ],
])("a refund does not go out late when after its recording %s", async (_, happens) => {
  const { machine, sandbox } = await shopFor();
  onceRecorded(machine, () => {
    happens(machine);
  });
  expect(outcomeOf(await machine.run(...total))).toMatchObject({ code: 6, outcome: "not-sent" });
  expect(received(sandbox, "issueRefund")).toBe(0);
});

test("a legacy refund does not go out late when the machine sleeps and its clock is set back", async () => {
  const { machine, sandbox } = await shopFor();
  onceRecorded(machine, () => {
    machine.clock.advance(hour);
    machine.clock.set(-hour);
  });
  const argv = ["lineitem", "1234567890", "--legacy", "--category", "16", "--comment", "Sorry"];
  expect(outcomeOf(await machine.run(...argv, "--yes", "--json"))).toMatchObject({ code: 6 });
  expect(received(sandbox, "refund_lineitem")).toBe(0);
});

test.each([
  ["300 days", 300 * day],
  ["20 minutes", hour / 3],
])("an answer lost while the clock was ahead by %s locks nobody out", async (_, ahead) => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "drop-before", method: "issueRefund" });
  machine.clock.set(ahead);
  const { attempt, code } = outcomeOf(await machine.run(...total));
  expect(code).toBe(7);
  machine.clock.set(-ahead);
  const ended = await machine.run("reconcile", attempt ?? "", "--not-applied", "--yes", "--json");
  expect(ended.code).toBe(0);
  expect(documentOf(ended, "refund.reconcile-1").attempts).toMatchObject([
    { attempt, outcome: "not-applied" },
  ]);
  expect(outcomeOf(await machine.run(...total))).toMatchObject({ code: 0 });
});

const legacyTotal = ["lineitem", "1234567890", "--legacy", "--category", "16", "--yes", "--json"];

test.each([
  // The answer, and reading back.
  ["issueRefund", total, 160_000],
  // The call and its two repeats.
  ["refund_lineitem", legacyTotal, 220_000],
] as const)(
  "an attempt by %s is left alone for as long as its answers are waited for",
  async (method, argv, afterMs) => {
    const { machine, sandbox } = await shopFor();
    sandbox.addFault({ kind: "hang-before", method });
    const running = machine.start(...argv);
    await expect.poll(() => received(sandbox, method), { timeout: 20_000 }).toBe(1);
    machine.clock.advance(afterMs);
    const ended = await machine.run("reconcile", "--yes", "--json");
    const [attempt] = documentOf(ended, "refund.reconcile-1").attempts;
    expect(attempt?.evidence).toContain("its process may still be running");
    expect(received(sandbox, method)).toBe(1);
    running.stop();
    running.stop();
    expect((await running.ended).code).toBe(7);
  },
);
