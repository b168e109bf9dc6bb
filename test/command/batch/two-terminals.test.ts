import { expect, test } from "vitest";
import { generatedOrderNumber } from "../../../src/sandbox/generated.ts";
import { fileOf, rowsOf } from "../../support/batch.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const patience = { timeout: 30_000 };
const [a, b] = [generatedOrderNumber(0), generatedOrderNumber(1)];
const rows = `kind,order,reason,id\ntotal,${a},Other,a\ntotal,${b},Other,b\n`;

test("whoever runs a batch that another process is running is told so, and no row is reported as left behind", async () => {
  const { machine, sandbox } = await shopFor({
    faults: [{ kind: "slow", method: "issueRefund", afterMs: 4_000 }],
    orders: 10,
    refundsShape: "null",
  });
  const file = fileOf(machine, rows);
  const first = machine.start("batch", file, "--yes", "--concurrency", "1", "--stop-after", "9");
  await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
  const second = await machine.run("batch", file, "--yes");
  expect(second.err).toContain("Another process is running batch");
  expect(second.err).toContain("Process 4242 of agent@desk-7");
  const [busy] = rowsOf(second);
  expect(busy).toMatchObject({
    outcome: "unknown",
    earlier: true,
    error: { code: "unresolved-attempt" },
  });
  expect(busy?.error?.message).toContain("may still be waiting for 2Checkout's answer");
  expect(second.out + second.err).not.toContain("ended before the answer came");
  expect(second.code).toBe(7);

  // The other row was refunded by the second process, which is how the first has to tell it.
  const ended = await first.ended;
  expect(rowsOf(ended)).toMatchObject([
    { id: "a", outcome: "accepted", earlier: false },
    { id: "b", outcome: "accepted", earlier: true, error: null },
  ]);
  expect(ended.code).toBe(0);
  expect(sandbox.ledger()).toHaveLength(2);
});

test("a row whose process is gone for good is said to be left behind", async () => {
  const { machine, sandbox } = await shopFor({
    orders: 10,
    refundsShape: "null",
    faults: [{ kind: "hang-before", method: "issueRefund" }],
  });
  const file = fileOf(machine, rows);
  const first = machine.start("batch", file, "--yes", "--concurrency", "1", "--stop-after", "9");
  await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
  // As if it had been killed: nobody ends the attempt, and its time runs out.
  machine.clock.advance(60 * 60_000);
  const second = await machine.run("batch", file, "--yes");
  expect(second.err).not.toContain("Another process is running batch");
  expect(rowsOf(second)[0]?.error?.message).toBe(
    "The process that sent it ended before the answer came.",
  );
  first.stop();
  first.stop();
  await first.ended;
});
