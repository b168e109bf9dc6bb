import { join } from "node:path";
import Libsql from "libsql";
import { describe, expect, test } from "vitest";
import { openJournal } from "../../../src/journal/journal.ts";
import { generatedOrderNumber } from "../../../src/sandbox/generated.ts";
import { fileOf, rowsOf } from "../../support/batch.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const header = "id,kind,order,lineitem,amount,currency,items,reason,category\n";
const first = "1,total,73152871,,,,,Other,\n";
const second = "2,partial,73152878,,,,SUITE:1,Other,\n";

test("the same file again refunds nothing again and tells every row", async () => {
  const { machine, sandbox } = await shopFor();
  const file = fileOf(machine, header + first + second);
  const before = rowsOf(await machine.run("batch", file, "--yes"));
  const again = await machine.run("batch", file, "--yes");
  expect(again.code).toBe(0);
  const unread = { paid: null, refunded: null, left: null, customer: null };
  expect(rowsOf(again)).toEqual(
    before.map((row) => ({ ...row, ...unread, earlier: true, warnings: [] })),
  );
  expect(sandbox.ledger()).toHaveLength(2);
  expect(received(sandbox, "getOrder")).toBe(2);
});

test("the same rows are the same file in another order, format and spelling", async () => {
  const { machine, sandbox } = await shopFor();
  await machine.run("batch", fileOf(machine, header + first + second), "--yes");
  const lines = [
    { id: "2", kind: "partial", order: 73152878, items: "SUITE:1", reason: "Other" },
    { id: "1", kind: "total", order: "73152871", reason: "Other" },
  ];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  const again = await machine.run("batch", fileOf(machine, text, "again.ndjson"), "--yes");
  expect(again.code).toBe(0);
  expect(rowsOf(again).every(({ earlier }) => earlier)).toBe(true);
  expect(sandbox.ledger()).toHaveLength(2);
});

test("what was refused or not sent is tried again, and only that", async () => {
  const { machine, sandbox } = await shopFor({
    faults: [{ kind: "unknown-error", method: "issueRefund" }],
  });
  const file = fileOf(machine, header + first + second);
  const before = await machine.run("batch", file, "--yes", "--concurrency", "1");
  expect(
    rowsOf(before)
      .map(({ outcome }) => outcome)
      .sort(),
  ).toEqual(["accepted", "refused"]);
  const again = await machine.run("batch", file, "--yes");
  expect(again.code).toBe(0);
  expect(
    rowsOf(again)
      .map(({ earlier }) => earlier)
      .sort(),
  ).toEqual([false, true]);
  expect(sandbox.ledger()).toHaveLength(2);
});

test("a row of unknown outcome is asked about first, and settled by what its order shows", async () => {
  const { machine, sandbox } = await shopFor({
    faults: [
      { kind: "drop-after", method: "issueRefund" },
      { kind: "500-before", method: "getOrder", times: Infinity },
    ],
  });
  // The read before sending is to work.
  sandbox.clearFaults();
  sandbox.addFault({ kind: "drop-after", method: "issueRefund" });
  const file = fileOf(machine, header + first);
  const before = await machine.run("batch", file, "--yes");
  expect(before.code).toBe(7);
  sandbox.settle();
  const again = await machine.run("batch", file, "--yes");
  expect(again.code).toBe(0);
  expect(rowsOf(again)).toMatchObject([{ outcome: "accepted", earlier: true }]);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("a row of unknown outcome that nothing settles stays unknown and is not sent again", async () => {
  const { machine, sandbox } = await shopFor({
    refundsShape: "null",
    faults: [{ kind: "drop-before", method: "issueRefund" }],
  });
  const file = fileOf(machine, header + first);
  expect((await machine.run("batch", file, "--yes")).code).toBe(7);
  const again = await machine.run("batch", file, "--yes");
  expect(again.code).toBe(7);
  const [row] = rowsOf(again);
  expect(row).toMatchObject({ outcome: "unknown", error: { code: "unresolved-attempt" } });
  expect(received(sandbox, "issueRefund")).toBe(1);

  // A person has looked: it is not there.
  const attempt = row?.attempt ?? "";
  expect((await machine.run("reconcile", attempt, "--not-applied", "--yes")).code).toBe(0);
  expect((await machine.run("batch", file, "--yes")).code).toBe(0);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("a legacy row of unknown outcome is asked for once more, and is refunded once", async () => {
  const faults = [{ kind: "drop-after", method: "refund_lineitem", times: 3 }] as const;
  const { machine, sandbox } = await shopFor({ faults });
  const file = fileOf(machine, `${header}1,legacy,,1234567890,,,,,16\n`);
  expect((await machine.run("batch", file, "--yes")).code).toBe(7);
  machine.clock.advance(10 * 60_000);
  const again = await machine.run("batch", file, "--yes");
  expect(again.code).toBe(0);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("a journal that breaks after such a row was asked for does not look as if nothing was sent", async () => {
  const faults = [{ kind: "drop-after", method: "refund_lineitem", times: 6 }] as const;
  const { machine, sandbox } = await shopFor({ faults });
  const rows = "1,legacy,,1234567890,,,,,16\n2,legacy,,1234567899,,,,,16\n";
  const run = ["batch", fileOf(machine, header + rows), "--yes", "--concurrency", "1"];
  expect((await machine.run(...run)).code).toBe(7);
  machine.clock.advance(10 * 60_000);
  const asked = received(sandbox, "refund_lineitem");
  sandbox.addFault({ kind: "slow", method: "refund_lineitem", afterMs: 1_500 });
  const again = machine.run(...run);
  const asking = () => received(sandbox, "refund_lineitem");
  await expect.poll(asking, { timeout: 30_000 }).toBe(asked + 1);
  const database = new Libsql(machine.journal);
  database.exec("drop table timeline; drop table attempt");
  database.close();
  const { code, err } = await again;
  expect(code).toBe(8);
  expect(err).toContain("no such table");
  expect(err).toContain("2 rows not started: an error stopped the batch");
});

test.each([
  [
    first + second.replace("SUITE:1", "SUITE:2"),
    "1 row as before, 1 corrected, 0 added, 0 missing",
    [3],
  ],
  [first, "1 row as before, 0 corrected, 0 added, 1 missing", []],
  [first, "Missing: order 73152878, line 3 of the batch's file.", []],
  ["9,total,73152871,,,,,Fraud,\n", "0 rows as before, 1 corrected, 0 added, 1 missing", [2]],
  [`${first}${second}4,total,73152884,,,,,Other,\n`, "2 rows as before, 0 corrected, 1 added", [4]],
])("an edited file is refused, and what differs is told: %j", async (rows, words, lines) => {
  const { machine, sandbox } = await shopFor();
  await machine.run("batch", fileOf(machine, header + first + second), "--yes");
  const ended = await machine.run("batch", fileOf(machine, header + rows, "b.csv"), "--yes");
  expect(ended.code).toBe(2);
  expect(rowsOf(ended)).toMatchObject(
    lines.map((line) => ({ line, error: { code: "row-in-batch" } })),
  );
  expect(ended.err).toContain(words);
  expect(ended.err).toContain("--resume");
  expect(sandbox.ledger()).toHaveLength(2);
});

test("--resume runs corrected and added rows, and none that was refunded as it was before", async () => {
  const { machine, sandbox } = await shopFor();
  const bad = "3,total,73152874,,,,,Other,\n";
  const before = await machine.run(
    "batch",
    fileOf(machine, header + first + second + bad),
    "--yes",
  );
  const batch = rowsOf(before)[0]?.batch ?? "";
  const edited = [
    ...[first, second.replace("SUITE:1", "SUITE:2")],
    ...[bad.replace("73152874", "73152899"), "4,total,73152900,,,,,Other,\n"],
  ];
  const file = fileOf(machine, header + edited.join(""), "edited.csv");
  const resume = ["batch", file, "--yes", "--resume", batch.toLowerCase()];
  const ended = await machine.run(...resume);
  expect(ended.code).toBe(8);
  const told = [
    { line: 2, outcome: "accepted", earlier: true },
    { line: 3, outcome: "refused", error: { code: "row-changed" } },
    { line: 4, outcome: "accepted" },
    { line: 5, outcome: "accepted" },
  ];
  expect(rowsOf(ended)).toMatchObject(told);
  expect(sandbox.ledger()).toHaveLength(4);
  // What ran under the batch belongs to it from then on.
  expect(rowsOf(await machine.run(...resume))).toMatchObject(told);
  expect(sandbox.ledger()).toHaveLength(4);
});

test("a row without an id that was corrected is not refunded again by the file as it was", async () => {
  const { machine, sandbox } = await shopFor();
  const rows = (amount: string) =>
    `kind,order,amount,currency,reason\npartial,73152899,${amount},USD,Other\npartial,73152900,1.00,USD,Other\n`;
  const old = fileOf(machine, rows("9999.00"), "old.csv");
  const before = await machine.run("batch", old, "--yes");
  const batch = rowsOf(before)[0]?.batch ?? "";
  const corrected = fileOf(machine, rows("2.00"), "corrected.csv");
  expect((await machine.run("batch", corrected, "--yes", "--resume", batch)).code).toBe(0);
  expect((await machine.run("batch", corrected, "--yes", "--resume", batch)).code).toBe(0);
  const again = await machine.run("batch", old, "--yes");
  expect(again.code).toBe(2);
  expect(again.err).toContain("1 row as before, 1 corrected, 0 added, 0 missing");
  const resumed = await machine.run("batch", old, "--yes", "--resume", batch);
  expect(rowsOf(resumed)).toMatchObject([
    { outcome: "refused", error: { code: "row-changed" } },
    { outcome: "accepted", earlier: true },
  ]);
  expect(sandbox.ledger()).toHaveLength(2);
});

test("a row that was corrected while the outcome of its refund is unknown is refused, naming the attempt", async () => {
  const { machine, sandbox } = await shopFor({
    refundsShape: "null",
    faults: [{ kind: "drop-after", method: "issueRefund" }],
  });
  const before = await machine.run("batch", fileOf(machine, header + second), "--yes");
  const [row] = rowsOf(before);
  expect(row).toMatchObject({ outcome: "unknown" });
  const edited = fileOf(machine, header + second.replace("SUITE:1", "SUITE:2"), "edited.csv");
  const ended = await machine.run("batch", edited, "--yes", "--resume", row?.batch ?? "");
  expect(ended.code).toBe(8);
  expect(rowsOf(ended)).toMatchObject([
    { outcome: "refused", error: { code: "row-changed", attempt: row?.attempt } },
  ]);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("--resume with a batch that does not exist is an error of usage", async () => {
  const { machine } = await shopFor();
  const flags = ["--yes", "--resume", "01K00000000000000000000000"];
  const { code } = await machine.run("batch", fileOf(machine, header + first), ...flags);
  expect(code).toBe(2);
});

test("--new-batch means a batch of its own, and the journal still guards every order", async () => {
  const { machine, sandbox } = await shopFor({ settleAfterMs: 0 });
  await machine.run("batch", fileOf(machine, header + first + second), "--yes");
  const rows = `${first}9,partial,73152878,,,,SUITE:1,Other,\n5,total,73152884,,,,,Other,\n`;
  const ended = await machine.run("batch", fileOf(machine, header + rows), "--yes", "--new-batch");
  expect(ended.code).toBe(8);
  expect(rowsOf(ended)).toMatchObject([
    { line: 2, outcome: "blocked", error: { code: "duplicate-refund" } },
    { line: 3, outcome: "blocked", error: { code: "duplicate-refund" } },
    { line: 4, outcome: "accepted" },
  ]);
  expect(ended.out + ended.err).not.toContain("--again");
  expect(sandbox.ledger()).toHaveLength(3);
});

test("another account's batch has nothing to do with this one", async () => {
  const { machine } = await shopFor();
  const file = fileOf(machine, header + first);
  await machine.run("batch", file, "--yes");
  const other = await shopFor();
  Object.assign(machine.env, other.machine.env);
  const ended = await machine.run("batch", file, "--yes");
  expect(rowsOf(ended)).toMatchObject([{ outcome: "accepted", earlier: false }]);
  expect(other.sandbox.ledger()).toHaveLength(1);
});

test("every attempt names its batch and row", async () => {
  const { machine } = await shopFor();
  const ended = await machine.run("batch", fileOf(machine, header + first), "--yes");
  const journal = await openJournal(machine.journal);
  const [attempt] = await journal.list({});
  await journal.close();
  expect(attempt?.row).toEqual({ batch: rowsOf(ended)[0]?.batch, key: "id 1" });
});

describe("rows whose attempts were pruned", () => {
  const refundedBefore = "3,legacy,,1234567891,,,,,5\n";

  async function prunedBatch() {
    const shop = await shopFor({ settleAfterMs: 0, refundsShape: "null" });
    const { machine } = shop;
    const file = fileOf(machine, header + first + second + refundedBefore);
    const before = rowsOf(await machine.run("batch", file, "--yes"));
    expect(before.map(({ outcome }) => outcome)).toEqual([
      ...["accepted", "accepted", "already-refunded"],
    ]);
    await machine.run("history", "prune", "--before", "2030-01-01", "--yes");
    expect((await machine.run("history", "--json")).out).not.toContain("agent");
    return { ...shop, file, before, batch: before[0]?.batch ?? "" };
  }

  test("stay refunded: the same file sends nothing and tells what is left of them", async () => {
    const { machine, sandbox, file, before } = await prunedBatch();
    const requests = sandbox.requests().length;
    const again = await machine.run("batch", file, "--yes");
    expect(again.code).toBe(0);
    expect(again.err).toContain("0 rows left");
    const unread = { paid: null, refunded: null, left: null, customer: null };
    expect(rowsOf(again)).toEqual(
      before.map((row) => ({ ...row, ...unread, earlier: true, host: null, warnings: [] })),
    );
    expect(sandbox.requests()).toHaveLength(requests);
    expect(sandbox.ledger()).toHaveLength(2);
  });

  test("stay refunded when they come changed or under another id with --resume", async () => {
    const { machine, sandbox, before, batch } = await prunedBatch();
    const edited = [first.replace("Other", "Fraud"), second.replace("2,", "9,"), refundedBefore];
    const file = fileOf(machine, header + edited.join(""), "edited.csv");
    const resumed = await machine.run("batch", file, "--yes", "--resume", batch);
    expect(rowsOf(resumed)).toMatchObject([
      { line: 2, outcome: "refused", error: { code: "row-changed" } },
      { line: 3, outcome: "refused", error: { code: "row-changed" } },
      { line: 4, outcome: "already-refunded", earlier: true },
    ]);
    rowsOf(resumed)
      .slice(0, 2)
      .forEach(({ error }, index) => {
        expect(error?.message).toContain(
          `attempt ${before[index]?.attempt ?? "?"} already refunded it`,
        );
      });
    expect(sandbox.ledger()).toHaveLength(2);
  });

  test("and nothing else: a row that was refused is tried again", async () => {
    const { machine, sandbox } = await shopFor({
      faults: [{ kind: "false-before", method: "issueRefund" }],
    });
    const file = fileOf(machine, header + first);
    expect((await machine.run("batch", file, "--yes")).code).toBe(8);
    await machine.run("history", "prune", "--before", "2030-01-01", "--yes");
    expect((await machine.run("batch", file, "--yes")).code).toBe(0);
    expect(sandbox.ledger()).toHaveLength(1);
  });
});

test("the preview of --resume says how the file differs from the batch's own", async () => {
  const { machine } = await shopFor();
  const bad = "3,total,73152874,,,,,Other,\n";
  const begun = await machine.run("batch", fileOf(machine, header + first + second + bad), "--yes");
  const batch = rowsOf(begun)[0]?.batch ?? "";
  const edited = first + bad.replace("Other", "Fraud") + "4,total,73152900,,,,,Other,\n";
  const file = fileOf(machine, header + edited, "edited.csv");
  const { err } = await machine.run("batch", file, "--resume", batch, "--dry-run");
  expect(err).toContain(
    "This file: 1 row as before, 1 corrected, 1 added, 1 missing; missing rows are left alone",
  );
  expect(err).toContain("This run: 2 rows will be tried\n");
  const same = await machine.run("batch", join(machine.cwd, "refunds.csv"), "--yes");
  expect(same.err).not.toContain("This file:");
  expect(same.err).not.toContain("This run:");
});

test("the preview of --resume says how many rows will be tried, and how many corrected ones will be refused", async () => {
  const { machine } = await shopFor();
  const third = "3,total,73152874,,,,,Other,\n";
  const fourth = "4,total,73152899,,,,,Other,\n";
  const rows = header + first + second + third + fourth;
  const begun = await machine.run("batch", fileOf(machine, rows), "--yes");
  const batch = rowsOf(begun)[0]?.batch ?? "";
  const resumed = async (...edited: readonly string[]) => {
    const file = fileOf(machine, header + edited.join(""), "edited.csv");
    return machine.run("batch", file, "--resume", batch, "--dry-run");
  };
  const asFraud = (row: string) => row.replace("Other", "Fraud");
  const added = "5,total,73152884,,,,,Other,\n";
  const one = await resumed(asFraud(first), second, asFraud(third), fourth, added);
  expect(one.err).toContain(
    "This run: 2 rows will be tried; 1 corrected row will be refused: it was already refunded, or its outcome is unknown\n",
  );
  expect(rowsOf(one).map(({ outcome, error }) => error?.code ?? outcome)).toEqual([
    ...["row-changed", "accepted", "order-not-complete", "accepted", "planned"],
  ]);
  const two = await resumed(asFraud(first), asFraud(second));
  expect(two.err).toContain(
    "This run: 0 rows will be tried; 2 corrected rows will be refused: they",
  );
});

test("after --failed one thing is named to do: what is left first, then the rows to correct", async () => {
  const { machine } = await shopFor();
  const rows = `${header}1,total,73152874,,,,,Other,\n${second}3,total,73152899,,,,,Other,\n`;
  const run = ["batch", fileOf(machine, rows), "--yes", "--failed", "failed.csv"];
  const some = await machine.run(...run, "--limit", "2");
  expect(some.err).toContain("run it again with the same file");
  expect(some.err).not.toContain("Rows to correct");
  expect(some.err).not.toContain("--resume");
  const all = await machine.run(...run);
  expect(all.err).toContain("Rows to correct are in failed.csv. Then run: refund batch");
  expect(all.err).not.toContain("run it again with the same file");
});

test("a row whose correction names an order that another row refunded is not run as it was either", async () => {
  const { machine, sandbox } = await shopFor({ orders: 9, refundsShape: "null", settleAfterMs: 0 });
  const [first, second, third] = [0, 1, 2].map(generatedOrderNumber);
  const rows = (...orders: (string | undefined)[]) =>
    `id,kind,order,reason\n${orders.map((order, at) => `r${at},total,${order ?? ""},Other\n`).join("")}`;
  const old = fileOf(machine, rows(first, second, third), "old.csv");
  const begun = await machine.run("batch", old, "--yes", "--limit", "1");
  const batch = rowsOf(begun)[0]?.batch ?? "";
  const swapped = fileOf(machine, rows(second, first, third), "swapped.csv");
  const { err, out } = await machine.run("batch", swapped, "--yes", "--resume", batch);
  const resumed = rowsOf({ out });
  expect(resumed.map(({ outcome, error }) => error?.code ?? outcome)).toEqual([
    "row-changed",
    "row-changed",
    "accepted",
  ]);
  // The file differs from the batch, and so needs that each time.
  expect(err).toContain(`run it again with the same file and --resume ${batch}.`);
  expect(resumed[1]?.error?.message).toContain("already refunded its order in this batch");
  const again = await machine.run("batch", old, "--yes");
  expect(again.code).toBe(2);
  expect(sandbox.ledger()).toHaveLength(2);
});

test("a file that lacks a row which its batch got since is not run as it was before", async () => {
  const { machine, sandbox } = await shopFor({ orders: 9, refundsShape: "null", settleAfterMs: 0 });
  const rows = (...orders: number[]) =>
    `kind,order,reason\n${orders.map((order) => `total,${generatedOrderNumber(order)},Other\n`).join("")}`;
  const old = fileOf(machine, rows(0, 1, 2), "old.csv");
  const begun = await machine.run("batch", old, "--yes", "--limit", "1");
  const batch = rowsOf(begun)[0]?.batch ?? "";
  // Without an id nobody knows that it is the same row.
  const corrected = fileOf(machine, rows(0, 1, 5), "corrected.csv");
  expect((await machine.run("batch", corrected, "--yes", "--resume", batch)).code).toBe(0);
  const again = await machine.run("batch", old, "--yes");
  expect(again.code).toBe(2);
  expect(again.err).toContain("3 rows as before, 0 corrected, 0 added, 1 missing");
  expect(sandbox.ledger()).toHaveLength(3);
});

test("a corrected file that is the batch as it is by now goes on with it", async () => {
  const { machine, sandbox } = await shopFor({ orders: 9, refundsShape: "null", settleAfterMs: 0 });
  const rows = (last: number) =>
    `id,kind,order,reason\n${[0, 1, last].map((order, at) => `r${at},total,${generatedOrderNumber(order)},Other\n`).join("")}`;
  const begun = await machine.run("batch", fileOf(machine, rows(2)), "--yes", "--limit", "1");
  const batch = rowsOf(begun)[0]?.batch ?? "";
  const corrected = ["batch", fileOf(machine, rows(5), "corrected.csv"), "--yes"];
  await machine.run(...corrected, "--resume", batch, "--limit", "1");
  expect((await machine.run(...corrected)).code).toBe(0);
  expect(sandbox.ledger()).toHaveLength(3);
});
