import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { generatedOrderNumber } from "../../../src/sandbox/generated.ts";
import { fileOf, rowsOf } from "../../support/batch.ts";
import { documentOf } from "../../support/document.ts";
import { relayTo } from "../../support/database-relay.ts";
import { hasPostgres, query, teamDatabase, urlOf } from "../../support/postgres.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const patience = { timeout: 30_000 };

/** Rows that refund generated orders in full, each with an id. */
function totals(count: number): string {
  const rows = Array.from(
    { length: count },
    (_, index) => `total,${generatedOrderNumber(index)},Other,${index}\n`,
  );
  return `kind,order,reason,id\n${rows.join("")}`;
}

const kinds = hasPostgres ? (["a file", "PostgreSQL"] as const) : (["a file"] as const);

/** Two terminals with one shop and one journal: of one machine, or of two. */
async function terminals(kind: (typeof kinds)[number], orders: number, delayMs = 0) {
  const shop = { orders, delayMs, refundsShape: "null", settleAfterMs: 0 } as const;
  // So that whoever waits lets time go by for the others.
  const onPause = () => new Promise((next) => setTimeout(next, 5));
  const first = await shopFor(shop, { onPause });
  const { sandbox, machine: ann } = first;
  if (kind === "a file") return { sandbox, ann, bob: ann };
  const { machine: bob } = await shopFor(shop, { onPause });
  const { agentUrl } = await teamDatabase();
  for (const machine of [ann, bob]) {
    Object.assign(machine.env, ann.env, { REFUND_JOURNAL: agentUrl });
  }
  return { sandbox, ann, bob };
}

describe.each(kinds)("two terminals with the journal in %s", (kind) => {
  test("share the rows of a file: each is started once, and both tell of all", async () => {
    // Slow enough that the second finds some rows left on a busy machine.
    const { sandbox, ann, bob } = await terminals(kind, 100, 40);
    const text = totals(60);
    const files = [fileOf(ann, text, "a.csv"), fileOf(bob, text, "b.csv")] as const;
    const first = ann.start("batch", files[0], "--yes", "--concurrency", "2");
    // Within one process nobody can wait for a file's other writer, which the recording of a batch is for long.
    if (kind === "a file") {
      await expect.poll(() => received(sandbox, "getOrder"), patience).toBeGreaterThan(0);
    }
    const second = await bob.run("batch", files[1], "--yes", "--concurrency", "2");
    const ended = [await first.ended, second];
    for (const each of ended) {
      expect(each).toMatchObject({ code: 0, err: expect.stringContaining("is done") as string });
      const rows = rowsOf(each);
      expect(rows).toHaveLength(60);
      expect(rows.every(({ outcome, host }) => outcome === "accepted" && host === "desk-7")).toBe(
        true,
      );
    }
    const own = ended.map((each) => rowsOf(each).filter(({ earlier }) => !earlier).length);
    expect((own[0] ?? 0) + (own[1] ?? 0)).toBe(60);
    expect(Math.min(...own)).toBeGreaterThan(0);
    expect(sandbox.ledger()).toHaveLength(60);
    expect(received(sandbox, "issueRefund")).toBe(60);
  });

  test("end together: the second waits for the row that the first is at, and is told who is at it", async () => {
    const { sandbox, ann, bob } = await terminals(kind, 10);
    sandbox.addFault({ kind: "slow", method: "issueRefund", afterMs: 2_000 });
    const text = totals(2);
    const first = ann.start("batch", fileOf(ann, text), "--yes", "--concurrency", "1");
    await expect.poll(() => received(sandbox, "issueRefund"), patience).toBeGreaterThan(0);
    const second = await bob.run("batch", fileOf(bob, text), "--yes");
    expect(second.err).toMatch(
      /Others are at work on batch \w+, or were a moment ago: agent@desk-7 \(process 4242\)\./,
    );
    expect(second.err).toMatch(/[12] of these rows (was|were) done by (another|other) process/);
    const ended = await first.ended;
    for (const each of [second, ended]) {
      expect(each.code).toBe(0);
      expect(rowsOf(each).map(({ outcome }) => outcome)).toEqual(["accepted", "accepted"]);
    }
    expect(sandbox.ledger()).toHaveLength(2);
  });

  test("a refusal by the other is told as it was, without the customer's address, and fails both", async () => {
    const { sandbox, ann, bob } = await terminals(kind, 10);
    sandbox.addFault({ kind: "slow", method: "getOrder", afterMs: 3_000, times: Infinity });
    const bad = `kind,order,reason,id,email\ntotal,${generatedOrderNumber(0)},Other,0,nobody@elsewhere.example\n`;
    const first = ann.start("batch", fileOf(ann, bad), "--yes");
    await expect.poll(() => received(sandbox, "getOrder"), patience).toBe(1);
    const second = await bob.run("batch", fileOf(bob, bad), "--yes");
    const ended = await first.ended;
    const told = [ended, second].flatMap(rowsOf);
    expect(told.map(({ outcome, error }) => [outcome, error?.code])).toEqual([
      ["refused", "customer-mismatch"],
      ["refused", "customer-mismatch"],
    ]);
    const elsewhere = told.find(({ earlier }) => earlier);
    expect(elsewhere?.error?.message).toContain("n***@elsewhere.example");
    expect([ended.code, second.code]).toEqual([8, 8]);
    expect(received(sandbox, "issueRefund")).toBe(0);
  });

  test("Ctrl-C ends a wait for the other at once", async () => {
    const { sandbox, ann, bob } = await terminals(kind, 10);
    sandbox.addFault({ kind: "hang-before", method: "issueRefund" });
    const text = totals(1);
    const first = ann.start("batch", fileOf(ann, text), "--yes", "--timeout", "600");
    await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
    const second = bob.start("batch", fileOf(bob, text), "--yes");
    await second.says("Others are at work on");
    // It waits by now, or will in a moment.
    await new Promise((next) => setTimeout(next, 300));
    second.stop();
    expect((await second.ended).code).toBe(130);
    first.stop();
    first.stop();
    expect((await first.ended).code).toBe(7);
  });

  test("a correction that comes while the file is being run as it was is honoured", async () => {
    const { sandbox, ann, bob } = await terminals(kind, 10);
    sandbox.addFault({ kind: "slow", method: "getOrder", afterMs: 2_000, times: Infinity });
    const rows = (amount: string) =>
      "id,kind,order,amount,currency,reason\n" +
      [1, 2, 3, 4]
        .map((at) => {
          const stated = at === 4 ? amount : "1.00";
          return `${at},partial,${generatedOrderNumber(at)},${stated},USD,Other\n`;
        })
        .join("");
    const old = ann.start("batch", fileOf(ann, rows("1.00")), "--yes", "--concurrency", "1");
    await expect.poll(() => received(sandbox, "getOrder"), patience).toBe(1);
    const corrected = fileOf(bob, rows("2.00"), "corrected.csv");
    const asked = await bob.run("batch", corrected, "--yes");
    const [, batch = ""] = /add --resume (\w+)/.exec(asked.err) ?? [];
    const second = await bob.run("batch", corrected, "--yes", "--resume", batch);
    const first = rowsOf(await old.ended);
    expect(second.code).toBe(0);
    expect(first[3]).toMatchObject({ outcome: "refused", error: { code: "row-changed" } });
    expect(
      sandbox
        .ledger()
        .map(({ amount }) => amount)
        .sort(),
    ).toEqual(["1.00", "1.00", "1.00", "2.00"]);
  });

  // With a file the two share a clock, which the pauses of one move past the time that the other is at work.
  const ofTwoMachines = test.skipIf(kind === "a file");
  ofTwoMachines("a row that the other left unknown is told as this run settled it", async () => {
    const { sandbox, ann, bob } = await terminals(kind, 10);
    sandbox.addFault({ kind: "hang-before", method: "getOrder" });
    sandbox.addFault({ kind: "drop-after", method: "refund_lineitem", times: 3 });
    const text = `kind,order,lineitem,reason,category\n${[0, 1, 2, 3]
      .map((at) => `total,${generatedOrderNumber(at)},,Other,\n`)
      .join("")}legacy,,1234567890,,16\n`;
    // It is at work on the first rows for as long as the others are.
    const first = ann.start("batch", fileOf(ann, text), "--yes", "--concurrency", "1");
    await expect.poll(() => received(sandbox, "getOrder"), patience).toBe(1);
    const lost = await bob.run("batch", fileOf(bob, text), "--yes", "--limit", "1");
    expect(rowsOf(lost)).toMatchObject([{ line: 6, outcome: "unknown" }]);
    const asked = received(sandbox, "refund_lineitem");
    const last = bob.start("batch", fileOf(bob, text), "--yes");
    await expect.poll(() => received(sandbox, "refund_lineitem"), patience).toBe(asked + 1);
    first.stop();
    await first.ended;
    const ended = await last.ended;
    expect(rowsOf(ended).map(({ outcome }) => outcome)).toEqual(Array(5).fill("accepted"));
    expect(rowsOf(ended)[4]).toMatchObject({ earlier: true, error: null });
    expect(ended.code).toBe(0);
    expect(ended.err).toContain("5 of 5 rows: 5 accepted");
    expect(sandbox.ledger()).toHaveLength(5);
  });

  test("an unknown row that is settled while the run goes on is told once, as it was settled", async () => {
    const { sandbox, ann, bob } = await terminals(kind, 10);
    sandbox.addFault({ kind: "drop-after", method: "issueRefund" });
    sandbox.addFault({ kind: "slow", method: "issueRefund", afterMs: 6_000 });
    const one = ["--yes", "--concurrency", "1", "--stop-after", "9"];
    const failed = join(ann.cwd, "failed.csv");
    const first = ann.start("batch", fileOf(ann, totals(2)), ...one, "--failed", failed);
    await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(2);
    const history = await bob.run("history", generatedOrderNumber(0), "--json");
    const { attempt } = documentOf(history, "refund.attempt-1");
    expect((await bob.run("reconcile", attempt, "--accepted", "--yes")).code).toBe(0);
    const ended = await first.ended;
    expect(rowsOf(ended)).toMatchObject([
      { line: 2, outcome: "accepted", attempt, error: null, earlier: false },
      { line: 3, outcome: "accepted" },
    ]);
    expect(ended.code).toBe(0);
    expect(ended.err).toContain("2 of 2 rows: 2 accepted");
    expect(ended.err).not.toContain("unknown");
  });

  test("--limit is each one's own", async () => {
    const { sandbox, ann, bob } = await terminals(kind, 10);
    const text = totals(9);
    const limited = ["--yes", "--limit", "3"];
    const first = ann.start("batch", fileOf(ann, text), ...limited);
    await expect.poll(() => received(sandbox, "getOrder"), patience).toBeGreaterThan(0);
    const second = await bob.run("batch", fileOf(bob, text), ...limited);
    expect([(await first.ended).code, second.code]).toEqual([0, 0]);
    expect(sandbox.ledger()).toHaveLength(6);
    const last = await ann.run("batch", fileOf(ann, text), "--yes");
    expect(last.code).toBe(0);
    expect(rowsOf(last)).toHaveLength(9);
    expect(sandbox.ledger()).toHaveLength(9);
  });
});

test.skipIf(!hasPostgres)("Ctrl-C ends a wait for a database that is away", async () => {
  const onPause = () => new Promise((next) => setTimeout(next, 20));
  const { sandbox, machine } = await shopFor({ orders: 10 }, { onPause, pausesMoveClock: true });
  const { agent } = await teamDatabase();
  const relay = await relayTo(agent);
  machine.env["REFUND_JOURNAL"] = urlOf(relay.place);
  sandbox.addFault({ kind: "slow", method: "getOrder", afterMs: 300, times: Infinity });
  const run = machine.start("batch", fileOf(machine, totals(9)), "--yes", "--concurrency", "1");
  await expect.poll(() => received(sandbox, "getOrder"), patience).toBeGreaterThan(0);
  relay.reachable(false);
  const away = machine.clock.now();
  await expect.poll(() => machine.clock.now() - away, patience).toBeGreaterThan(500);
  run.stop();
  const stopped = machine.clock.now();
  const { code, err } = await run.ended;
  // Nobody waits for the rest of the minute.
  expect(machine.clock.now() - stopped).toBeLessThan(1_000);
  expect(code).toBe(130);
  expect(err).toContain("Stopping: no more rows will be started");
  expect(received(sandbox, "issueRefund")).toBe(0);
});

test.skipIf(!hasPostgres).each([
  ["--limit", "1"],
  ["--stop-after", "1"],
])(
  "a batch that ends by %s tells what came of its rows though the database is away",
  async (...flag) => {
    const { agent } = await teamDatabase();
    const relay = await relayTo(agent);
    let pausesAway = 0;
    const onPause = () => {
      pausesAway += 1;
      if (pausesAway === 3) relay.reachable(true);
    };
    const { machine, sandbox } = await shopFor({ orders: 10 }, { onPause });
    machine.env["REFUND_JOURNAL"] = urlOf(relay.place);
    relay.whenSent('insert into "refund"."row_end"', () => {
      pausesAway = 0;
      relay.reachable(false);
    });
    const rows = [0, 1].map(
      (index) => `total,${generatedOrderNumber(index)},Other,nobody@elsewhere.example\n`,
    );
    const file = fileOf(machine, `kind,order,reason,email\n${rows.join("")}`);
    const ended = await machine.run("batch", file, "--yes", "--concurrency", "1", ...flag);
    expect(rowsOf(ended)).toMatchObject([{ outcome: "refused" }]);
    expect(received(sandbox, "issueRefund")).toBe(0);
    // No attempt tells of it, so this is all that is ever known of it.
    expect(await query(agent, "select outcome from refund.row_end")).toEqual([
      { outcome: "refused" },
    ]);
  },
);

test.skipIf(!hasPostgres)("a report whose answer was lost is told again, and is one", async () => {
  const { agent } = await teamDatabase();
  const relay = await relayTo(agent);
  const { machine } = await shopFor({ orders: 10 });
  machine.env["REFUND_JOURNAL"] = urlOf(relay.place);
  let isLost = false;
  relay.whenSent('insert into "refund"."row_end"', () => {
    relay.loseAnswerTo("commit");
    relay.whenSent('insert into "refund"."row_end"', () => {
      isLost = true;
    });
  });
  const row = `total,${generatedOrderNumber(0)},Other,nobody@elsewhere.example\n`;
  const file = fileOf(machine, `kind,order,reason,email\n${row}`);
  const ended = await machine.run("batch", file, "--yes");
  expect(rowsOf(ended)).toMatchObject([{ outcome: "refused" }]);
  expect(isLost).toBe(true);
  expect(await query(agent, "select outcome from refund.row_end")).toEqual([
    { outcome: "refused" },
  ]);
});

test.each(kinds)("a batch may go on with rows that are all added, in %s", async (kind) => {
  const { sandbox, ann } = await terminals(kind, 10);
  const row = (at: number) => `kind,order,reason\ntotal,${generatedOrderNumber(at)},Other\n`;
  const begun = await ann.run("batch", fileOf(ann, row(0)), "--yes");
  const batch = rowsOf(begun)[0]?.batch ?? "";
  const added = await ann.run("batch", fileOf(ann, row(1)), "--yes", "--resume", batch);
  expect(added).toMatchObject({ code: 0, err: expect.stringContaining("1 added") as string });
  expect(sandbox.ledger()).toHaveLength(2);
});

test("a row whose process is gone for good is said to be left behind", async () => {
  const { machine, sandbox } = await shopFor({
    orders: 10,
    refundsShape: "null",
    faults: [{ kind: "hang-before", method: "issueRefund" }],
  });
  const file = fileOf(machine, totals(2));
  const first = machine.start("batch", file, "--yes", "--concurrency", "1", "--stop-after", "9");
  await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
  // As if it had been killed: nobody ends the attempt, and its time runs out.
  machine.clock.advance(60 * 60_000);
  const second = await machine.run("batch", file, "--yes");
  expect(second.err).not.toContain("are at work on");
  expect(rowsOf(second)[0]?.error?.message).toBe(
    "The process that sent it ended before the answer came.",
  );
  first.stop();
  first.stop();
  await first.ended;
});

test("what came of a row that was lost to another process meanwhile is told as that process tells it", async () => {
  const { machine, sandbox } = await shopFor({ orders: 10 });
  sandbox.addFault({ kind: "hang-before", method: "getOrder" });
  const file = fileOf(machine, totals(1));
  const argv = ["batch", file, "--yes", "--timeout", "2"];
  const suspended = machine.start(...argv);
  await expect.poll(() => received(sandbox, "getOrder"), patience).toBe(1);
  // Its lease runs out.
  machine.clock.advance(60_000);
  const other = await machine.run(...argv);
  expect(rowsOf(other)).toMatchObject([{ outcome: "accepted" }]);
  const ended = await suspended.ended;
  expect(rowsOf(ended)).toMatchObject([
    { outcome: "accepted", attempt: rowsOf(other)[0]?.attempt },
  ]);
  expect(ended.code).toBe(0);
  expect(sandbox.ledger()).toHaveLength(1);
});
