import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { expect, test } from "vitest";
import { generatedLineItemId, generatedOrderNumber } from "../../../src/sandbox/generated.ts";
import { fileOf, rowsOf } from "../../support/batch.ts";
import type { Ended } from "../../support/context.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const header = "kind,order,lineitem,amount,currency,items,reason,category,id\n";

/** Rows that refund generated orders in full. */
function totals(count: number, first = 0): string {
  const rows = Array.from(
    { length: count },
    (_, index) => `total,${generatedOrderNumber(first + index)},,,,,Other,,\n`,
  );
  return header + rows.join("");
}

function outcomesOf(ended: Ended): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of rowsOf(ended)) {
    if (outcome !== null) counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

test("many rows of both APIs are refunded once each, with one login", async () => {
  const { machine, sandbox } = await shopFor({ orders: 100 });
  const legacy = Array.from(
    { length: 10 },
    (_, index) => `legacy,,${generatedLineItemId(index)},,,,,16,\n`,
  );
  const ended = await machine.run("batch", fileOf(machine, totals(50) + legacy.join("")), "--yes");
  expect({ code: ended.code, outcomes: outcomesOf(ended) }).toEqual({
    code: 0,
    outcomes: { accepted: 60 },
  });
  expect(sandbox.ledger()).toHaveLength(60);
  expect(received(sandbox, "login")).toBe(1);
  expect(ended.err).toContain("60 of 60 rows: 60 accepted");
});

test("no pause outlasts the rows, which would keep the process from its end", async () => {
  const { machine } = await shopFor(
    { orders: 10 },
    { onPause: () => new Promise(() => undefined) },
  );
  expect((await machine.run("batch", fileOf(machine, totals(10)), "--yes")).code).toBe(0);
  expect(machine.pausing()).toBe(0);
});

test("the results may go to a file, and what stood there is replaced", async () => {
  const { machine } = await shopFor({ orders: 10 });
  const output = fileOf(machine, "old\n", "results.ndjson");
  const ended = await machine.run(
    ...["batch", fileOf(machine, totals(3)), "--yes", "--output", "results.ndjson"],
  );
  expect(ended).toMatchObject({ code: 0, out: "" });
  expect(rowsOf({ out: readFileSync(output, "utf8") })).toHaveLength(3);
});

test("results that cannot be written are said before anything is sent", async () => {
  const { machine, sandbox } = await shopFor({ orders: 10 });
  const output = join("nowhere", "results.ndjson");
  const ended = await machine.run("batch", fileOf(machine, totals(3)), "--yes", "--output", output);
  expect(ended).toMatchObject({ code: 2, out: "" });
  expect(ended.err).toMatch(/nothing was sent: ENOENT.*nowhere/);
  expect(sandbox.ledger()).toEqual([]);
});

test.runIf(existsSync("/dev/full"))(
  "results that are missing in the end are no success, though all was refunded",
  async () => {
    const { machine, sandbox } = await shopFor({ orders: 10 });
    const file = fileOf(machine, totals(3));
    const ended = await machine.run("batch", file, "--yes", "--output", "/dev/full");
    expect(ended.code).toBe(8);
    expect(ended.err).toMatch(/Results are missing from the output: ENOSPC.*run the batch again/);
    expect(sandbox.ledger()).toHaveLength(3);
    const again = await machine.run("batch", file, "--yes");
    expect(outcomesOf(again)).toEqual({ accepted: 3 });
    expect(sandbox.ledger()).toHaveLength(3);
  },
);

test("the results never replace the input file", async () => {
  const { machine } = await shopFor({ orders: 10 });
  const file = fileOf(machine, totals(3));
  const { code } = await machine.run("batch", file, "--yes", "--output", join(".", "refunds.csv"));
  expect(code).toBe(2);
  expect(readFileSync(file, "utf8")).toBe(totals(3));
});

test.each([
  ["another amount", "total,73152871,,241.48,USD,,Other,,\n", "amount-not-confirmed"],
  ["another currency", "total,73152871,,,EUR,,Other,,\n", "currency-mismatch"],
  [
    "another amount of its line",
    "lineitem,73152871,PRO-1Y,30.00,USD,,Other,,\n",
    "amount-not-confirmed",
  ],
])("a row that says %s than its order is refused", async (_what, row, code) => {
  const { machine, sandbox } = await shopFor();
  const ended = await machine.run("batch", fileOf(machine, header + row), "--yes");
  expect(ended.code).toBe(8);
  expect(rowsOf(ended)).toMatchObject([{ outcome: "refused", error: { code } }]);
  expect(sandbox.ledger()).toEqual([]);
});

test("a row that fails stops no other", async () => {
  const { machine, sandbox } = await shopFor({ orders: 10 });
  const bad =
    "total,73152874,,,,,Other,,\nlineitem,73152871,NO-SUCH,,,,Other,,\ntotal,99,,,,,Other,,\n";
  const ended = await machine.run("batch", fileOf(machine, totals(3) + bad), "--yes");
  expect({ code: ended.code, outcomes: outcomesOf(ended) }).toEqual({
    code: 8,
    outcomes: { accepted: 3, refused: 2, failed: 1 },
  });
  expect(sandbox.ledger()).toHaveLength(3);
});

test("a lost answer makes the batch end with 7, whatever else there is", async () => {
  const { machine, sandbox } = await shopFor({
    orders: 10,
    refundsShape: "null",
    faults: [{ kind: "drop-after", method: "issueRefund" }],
  });
  const ended = await machine.run("batch", fileOf(machine, totals(4)), "--yes");
  expect({ code: ended.code, outcomes: outcomesOf(ended) }).toEqual({
    code: 7,
    outcomes: { accepted: 3, unknown: 1 },
  });
  expect(sandbox.ledger()).toHaveLength(4);
});

test("--stop-after begins no more rows after so many failures", async () => {
  const { machine, sandbox } = await shopFor({ orders: 100 });
  const refused = Array.from({ length: 50 }, (_, index) => `total,${9_000 + index},,,,,Other,,\n`);
  const file = fileOf(machine, header + refused.join(""));
  const ended = await machine.run(
    "batch",
    file,
    "--yes",
    "--stop-after",
    "3",
    "--concurrency",
    "1",
  );
  expect(ended.code).toBe(8);
  expect(rowsOf(ended)).toHaveLength(3);
  expect(ended.err).toContain("--stop-after");
  expect(sandbox.ledger()).toEqual([]);
});

test("with --stop-after no row is sent ahead of the answer to the one before it", async () => {
  const { machine, sandbox } = await shopFor({ orders: 100 });
  const file = fileOf(machine, `${header}total,9000,,,,,Other,,\n${totals(5).replace(header, "")}`);
  const ended = await machine.run(
    ...["batch", file, "--yes", "--stop-after", "1", "--concurrency", "1"],
  );
  expect(ended.err).toContain("5 rows not started: the limit of --stop-after was reached");
  expect(sandbox.ledger()).toEqual([]);
});

test("an account that is rejected stops the batch with 3", async () => {
  const { machine, sandbox } = await shopFor({ orders: 100 });
  machine.env["REFUND_SECRET_KEY"] = "wrong";
  const ended = await machine.run("batch", fileOf(machine, totals(50)), "--yes");
  expect(ended.code).toBe(3);
  expect(ended.err).toContain("2Checkout rejected the account");
  expect(received(sandbox, "getOrder")).toBe(0);
});

test("an endpoint that is gone stops the batch", async () => {
  const { machine, sandbox } = await shopFor({ orders: 100 });
  await sandbox.stop();
  const ended = await machine.run("batch", fileOf(machine, totals(100)), "--yes");
  expect(ended.code).toBe(8);
  expect(ended.err).toContain("did not answer");
  expect(rowsOf(ended).length).toBeLessThan(30);
  expect(new Set(rowsOf(ended).map(({ outcome }) => outcome))).toEqual(new Set(["not-sent"]));
});

test("a journal that takes no attempt stops the batch before anything is sent", async () => {
  const { machine, sandbox } = await shopFor({ orders: 100 });
  await machine.run("batch", fileOf(machine, totals(1)), "--yes");
  const journal = new Libsql(machine.journal);
  // As on a disk without room: of a batch the beginning is written, and then no more.
  journal.exec(
    "create trigger full before insert on attempt begin select raise(abort, 'no room'); end",
  );
  journal.close();
  const ended = await machine.run("batch", fileOf(machine, totals(3, 10)), "--yes");
  expect(ended.err).toContain("nothing was sent: no room");
  expect(ended.err).toContain("3 rows not started: an error stopped the batch.");
  expect(ended.code).toBe(8);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("answers of 429 slow the batch down, and every row is refunded all the same", async () => {
  const { machine, sandbox } = await shopFor(
    { orders: 100, faults: [{ kind: "429", method: "getOrder", times: 6 }] },
    { pausesMoveClock: true },
  );
  const before = machine.clock.now();
  const ended = await machine.run("batch", fileOf(machine, totals(30)), "--yes");
  expect({ code: ended.code, outcomes: outcomesOf(ended) }).toEqual({
    code: 0,
    outcomes: { accepted: 30 },
  });
  // The stand-in asks for one second each time.
  expect(machine.clock.now() - before).toBeGreaterThan(1_000);
  expect(sandbox.ledger()).toHaveLength(30);
});

test("a session that ends on the way is renewed, and no row is lost or made twice", async () => {
  const { machine, sandbox } = await shopFor({
    orders: 100,
    refundsShape: "null",
    faults: [
      { kind: "expire-session", method: "issueRefund" },
      { kind: "slow", method: "issueRefund", times: 5, afterMs: 20 },
      { kind: "expire-session", method: "issueRefund" },
    ],
  });
  const ended = await machine.run(
    "batch",
    fileOf(machine, totals(40)),
    "--yes",
    "--concurrency",
    "4",
  );
  const { accepted = 0 } = outcomesOf(ended);
  const numbers = sandbox.ledger().map(({ refNo }) => refNo);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers).toHaveLength(accepted);
  // Each row under way may be denied twice at the worst: then it is unknown.
  expect(accepted).toBeGreaterThanOrEqual(40 - 4);
});

test("the first Ctrl-C begins no more rows, lets those under way end, and says how to go on", async () => {
  const { machine, sandbox } = await shopFor({ orders: 500, delayMs: 5 });
  const file = fileOf(machine, totals(400));
  const running = machine.start("batch", file, "--yes");
  while (sandbox.ledger().length < 5) await new Promise((next) => setTimeout(next, 2));
  running.stop();
  const ended = await running.ended;
  expect(ended.code).toBe(8);
  const rows = rowsOf(ended);
  expect(rows.length).toBeLessThan(400);
  const accepted = rows.filter(({ outcome }) => outcome === "accepted");
  expect(sandbox.ledger()).toHaveLength(accepted.length);
  expect(ended.err).toContain("run it again with the same file");

  const again = await machine.run("batch", file, "--yes");
  expect({ code: again.code, outcomes: outcomesOf(again) }).toEqual({
    code: 0,
    outcomes: { accepted: 400 },
  });
  expect(sandbox.ledger()).toHaveLength(400);
});

test("at a terminal the rows and totals are shown and confirmed; the default is no", async () => {
  const { machine, sandbox } = await shopFor(
    { orders: 10 },
    { terminal: { stdin: true, stderr: true } },
  );
  const running = machine.start("batch", fileOf(machine, totals(3)));
  await running.says("Refund 3 rows?");
  expect(running.said()).toContain("SANDBOX at 127.0.0.1");
  running.type("\r");
  expect((await running.ended).code).toBe(130);
  expect(sandbox.ledger()).toEqual([]);
});

test("a batch that is done asks nothing, and part of one asks though as many rows are refunded", async () => {
  const { machine, sandbox } = await shopFor(
    { orders: 10 },
    { terminal: { stdin: true, stderr: true } },
  );
  const whole = ["batch", fileOf(machine, totals(4)), "--concurrency", "1", "--json"];
  sandbox.addFault({ kind: "false-before", method: "issueRefund", times: 2 });
  const first = await machine.run(...whole, "--yes");
  expect(outcomesOf(first)).toEqual({ refused: 2, accepted: 2 });

  const [refused] = rowsOf(first);
  const part = ["batch", fileOf(machine, totals(2), "part.csv"), "--resume", refused?.batch ?? ""];
  const running = machine.start(...part);
  await running.says("Refund up to 2 rows?");
  running.type("n\n");
  expect((await running.ended).code).toBe(130);
  expect(sandbox.ledger()).toHaveLength(2);

  expect((await machine.run(...whole, "--yes")).code).toBe(0);
  const done = await machine.run(...whole);
  expect(done.code).toBe(0);
  expect(done.err).not.toContain("?");
  expect(sandbox.ledger()).toHaveLength(4);
});

test.each([
  [
    "an amount that is not what is left",
    "total,73152884,,50.00,USD,,Other,,",
    "but the row says 50.00 USD",
  ],
  ["an amount without lines", "partial,73152871,,26.00,USD,,Other,,", "refund the lines instead"],
  ["another amount than its lines", "partial,73152878,,1.00,EUR,SUITE:1,Other,,", "come to"],
  ["what was refunded by hand", "total,73152883,,,,,Other,,", "already refunded"],
  ["a line that there is not", "lineitem,73152871,NONE,,,,Other,,", 'no line "NONE"'],
  ["what this journal refunded", "total,73152899,,,,,Other,,", "same refund"],
])("a row with %s is told no flag of a single refund", async (_, row, words) => {
  const { machine } = await shopFor();
  await machine.run("total", "73152899", "--reason", "Other", "--yes");
  const file = fileOf(machine, `${header}${row}\n`);
  const [result] = rowsOf(await machine.run("batch", file, "--dry-run"));
  const told = [result?.error, ...(result?.warnings ?? [])].map((each) => each?.message).join("\n");
  expect(told).toContain(words);
  expect(told).not.toMatch(/--[a-z]/);
});

test("a row with no amount whose order has more than the ceiling is told to give it", async () => {
  const { machine, sandbox } = await shopFor();
  writeFileSync(join(machine.folders.config, ".refundrc.json"), '{"ceiling":{"USD":"1.00"}}', {
    mode: 0o600,
  });
  const file = fileOf(machine, `${header}total,73152871,,,,,Other,,\n`);
  const { code, out } = await machine.run("batch", file, "--yes");
  expect(code).toBe(8);
  expect(rowsOf({ out })[0]?.error?.message).toMatch(
    /above the ceiling of 1\.00 USD\. Give the row/,
  );
  expect(sandbox.ledger()).toEqual([]);
});
