import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { killsBroken, runKills } from "../../bench/batch/kills.ts";
import { startProgram } from "../../bench/faults/program.ts";
import { seededRandom } from "../../bench/faults/seeded-random.ts";
import { makeWorld } from "../../bench/faults/world.ts";
import { generatedOrderNumber } from "../../src/sandbox/generated.ts";
import { environmentOf } from "../../src/sandbox/environment.ts";
import { runScript } from "../support/process.ts";
import { deskWithShop } from "../support/program.ts";
import { sandboxFor } from "../support/sandbox.ts";

// `npm run bench:batch -- --only kills` runs it whole.
test.each(["csv", "xlsx"] as const)(
  "a batch of %s killed at any moment, edited and resumed refunds every row once or calls it unknown",
  async (format) => {
    const tally = await runKills({ rows: 120, kills: 8, format }, seededRandom(30));
    expect({ tally, broken: killsBroken(tally) }).toMatchObject({ broken: false });
    // Were everything called unknown, the promises above would hold as well.
    expect(tally.unknown).toBeLessThan(40);
  },
  120_000,
);

test("rows may come through a pipe", async () => {
  const { desk, sandbox } = await deskWithShop();
  const rows = "kind,order,reason\\ntotal,73152871,Other\\n";
  const { code, out } = await runScript(
    `printf '${rows}' | '${process.execPath}' bin/refund.js batch - --yes`,
    desk,
  );
  expect({ code, row: JSON.parse(out) as unknown }).toMatchObject({
    code: 0,
    row: { order: "73152871", outcome: "accepted", amount: "241.49" },
  });
  expect(sandbox.ledger()).toHaveLength(1);
});

test("a file edited between two runs never pays a row twice", async () => {
  const world = makeWorld(seededRandom(31));
  const sandbox = await sandboxFor({ orders: 200, delayMs: 10, settleAfterMs: 0 });
  const env = { ...environmentOf(sandbox), REFUND_JOURNAL: world.journal };
  const file = join(dirname(world.journal), "rows.csv");
  try {
    const rows = Array.from({ length: 200 }, (_, index) => generatedOrderNumber(index));
    writeFileSync(
      file,
      `kind,order,amount,currency,reason\n${rows.map((order) => `partial,${order},1.00,USD,Other\n`).join("")}`,
    );
    const { child, ended } = startProgram(["batch", file, "--yes"], env);
    while (sandbox.ledger().length < 20) await new Promise((next) => setTimeout(next, 5));
    child.kill("SIGKILL");
    await ended;
    // What was on its way has arrived.
    await new Promise((next) => setTimeout(next, 100));
    const paid = sandbox.ledger().length;

    const original = readFileSync(file, "utf8");
    writeFileSync(file, original.replaceAll(",1.00,", ",2.00,"));
    Object.assign(world.environment, env);
    const edited = await world.run(["batch", file, "--yes"]);
    expect(edited.code).toBe(2);
    expect(sandbox.ledger()).toHaveLength(paid);
    const batch = /since batch ([0-9A-Z]{26})/.exec(edited.out)?.[1] ?? "";
    const resumed = await world.run(["batch", file, "--yes", "--resume", batch]);
    // Rows that were refunded as they were are told of; the others run as they are now.
    expect([7, 8]).toContain(resumed.code);
    const firstRun = sandbox.ledger().slice(0, paid);
    expect(firstRun.every(({ amount }) => amount === "1.00")).toBe(true);

    writeFileSync(file, original);
    await world.run(["batch", file, "--yes"]);
    const ledger = sandbox.ledger();
    expect(new Set(ledger.map(({ refNo }) => refNo)).size).toBe(ledger.length);
    // Those that had an intent but were not sent when the process was killed stay unknown.
    expect(ledger.length).toBeGreaterThan(180);
  } finally {
    world.remove();
  }
}, 60_000);

test("a file whose attempts were pruned is refunded, and is not sent again", async () => {
  const { desk, sandbox } = await deskWithShop({ settleAfterMs: 0, refundsShape: "null" });
  const file = join(desk.home, "rows.csv");
  writeFileSync(file, "kind,order,items,reason\npartial,73152871,SEAT:1,Other\n");
  expect((await desk.run("batch", file, "--yes")).code).toBe(0);
  const pruned = await desk.run("history", "prune", "--before", "2100-01-01", "--yes");
  expect(pruned.out).toContain("1 settled attempt pruned");
  expect((await desk.run("batch", file, "--yes")).code).toBe(0);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("a rate holds for more rows than one process may reserve at once", async () => {
  const { desk, sandbox } = await deskWithShop({ orders: 20, settleAfterMs: 0 });
  const rows = Array.from({ length: 16 }, (_, at) => `total,${generatedOrderNumber(at)},Other\n`);
  const file = join(desk.home, "rows.csv");
  writeFileSync(file, `kind,order,reason\n${rows.join("")}`);
  const { code } = await desk.run("batch", file, "--yes", "--rate", "2", "--concurrency", "8");
  expect(code).toBe(0);
  const times = sandbox.ledger().map(({ at }) => at);
  expect(times).toHaveLength(16);
  // Fifteen times half a second, of which the first row may have taken one until its refund was made.
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(7_000);
});
