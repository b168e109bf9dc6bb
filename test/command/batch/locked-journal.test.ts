import Libsql from "libsql";
import { expect, onTestFinished, test } from "vitest";
import { generatedOrderNumber } from "../../../src/sandbox/generated.ts";
import { fileOf, rowsOf } from "../../support/batch.ts";
import type { Machine } from "../../support/context.ts";
import { received, shopFor } from "../../support/sandbox.ts";

// Another process holds the journal's file, as one does that is stopped in the middle of a commit.
const patience = { timeout: 30_000 };
const count = 30;

/** A batch that has begun, and then finds the file locked. */
async function lockedBatch() {
  const { machine, sandbox } = await shopFor({ orders: count, delayMs: 100 });
  const rows = Array.from(
    { length: count },
    (_, index) => `total,${generatedOrderNumber(index)},Other\n`,
  );
  const file = fileOf(machine, `kind,order,reason\n${rows.join("")}`);
  const running = machine.start("batch", file, "--yes", "--concurrency", "4", "--timeout", "2");
  // So that some rows are about to be recorded, and others wait for their answers.
  await expect.poll(() => received(sandbox, "issueRefund"), patience).toBeGreaterThan(5);
  return { running, sandbox, lock: await lockOf(machine) };
}

async function lockOf({ journal }: Machine) {
  const other = new Libsql(journal);
  onTestFinished(() => {
    other.close();
  });
  // The batch itself has it now and then.
  await expect.poll(() => isDone(() => other.exec("begin immediate")), patience).toBe(true);
  return { release: () => other.exec("rollback") };
}

function isDone(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

test("a journal that is locked for longer than a call may take costs no row its outcome", async () => {
  const { running, sandbox, lock } = await lockedBatch();
  // Whoever comes first waits 5 seconds, and whoever comes meanwhile 5 more.
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  lock.release();
  const ended = await running.ended;
  expect(rowsOf(ended).map(({ outcome }) => outcome)).toEqual(
    Array.from({ length: count }, () => "accepted"),
  );
  expect(ended.code).toBe(0);
  expect(ended.out).not.toContain("journal-not-updated");
  expect(sandbox.ledger()).toHaveLength(count);
});

test("the second Ctrl-C ends a batch whose journal is locked, and it tells what was made", async () => {
  const { running, sandbox } = await lockedBatch();
  await expect.poll(() => sandbox.ledger().length, patience).toBeGreaterThan(0);
  running.stop();
  await running.says("Press Ctrl-C again");
  running.stop();
  const told = rowsOf(await running.ended);
  const made = told.filter(({ outcome }) => outcome === "accepted" || outcome === "unknown");
  expect(made).toHaveLength(sandbox.ledger().length);
  expect(made.length).toBeLessThan(count);
});
