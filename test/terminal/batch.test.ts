import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { generatedOrderNumber } from "../../src/sandbox/generated.ts";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/server.ts";
import { type AtScreen, atScreen, keys, type ScreenOptions } from "../support/screen.ts";
import { agentsDesk, refundsSent } from "./desk.ts";

const rows = 24;

/** A file of refunds at a terminal, in a shop that takes its time, so that the bar is seen. */
async function batchAt(
  options: ScreenOptions & {
    readonly argv?: readonly string[];
    readonly shop?: SandboxOptions;
  } = {},
): Promise<{ readonly screen: AtScreen; readonly sandbox: Sandbox }> {
  const { desk, sandbox } = await agentsDesk({ orders: rows, delayMs: 40, ...options.shop });
  const file = join(desk.home, "rows.csv");
  const lines = Array.from(
    { length: rows },
    (_, index) => `partial,${generatedOrderNumber(index)},1.00,USD,Other\n`,
  );
  writeFileSync(file, `kind,order,amount,currency,reason\n${lines.join("")}`);
  const argv = ["batch", file, "--concurrency", "2", ...(options.argv ?? [])];
  return { screen: atScreen(desk, argv, options), sandbox };
}

/** What the bar is drawn with. */
const bar = /[█░]/;

test("a batch is confirmed with a yes, shows how far it has come, and leaves no bar behind", async () => {
  const { screen, sandbox } = await batchAt();
  await screen.shows(`Refund ${rows} rows (24.00 USD)? (y/N)`);
  expect(screen.text()).toMatch(/^Stated +24\.00 USD$/m);
  expect(refundsSent(sandbox)).toBe(0);
  screen.type(`y${keys.enter}`);
  await screen.shows("░ ");
  expect(await screen.ended).toBe(0);
  expect(refundsSent(sandbox)).toBe(rows);
  expect(screen.text()).toContain(`${rows} of ${rows} rows: ${rows} accepted; 24.00 USD.`);
  expect(screen.text()).not.toMatch(bar);
  const told = screen.text().match(/^Line \d+.*: accepted 1\.00 USD, partial of order \d+/gm);
  expect(new Set(told).size).toBe(rows);
});

test.each([
  ["a no", keys.enter],
  ["Ctrl-C", keys.ctrlC],
])("%s at the confirmation ends with 130 and sends nothing", async (_how, typed) => {
  const { screen, sandbox } = await batchAt();
  await screen.shows(`Refund ${rows} rows (24.00 USD)?`);
  screen.type(typed);
  expect(await screen.ended).toBe(130);
  expect(refundsSent(sandbox)).toBe(0);
});

test.each([
  ["marked as pasted", "\u001b[200~abc\ry\r\u001b[201~"],
  ["not marked", "abc\ry\r"],
])("a pasted text (%s) does not confirm a batch", async (_how, pasted) => {
  const { screen, sandbox } = await batchAt();
  await screen.shows(`Refund ${rows} rows (24.00 USD)? (y/N)`);
  screen.type(pasted);
  await screen.shows("Pasted text is ignored here.");
  screen.type(keys.enter);
  expect(await screen.ended).toBe(130);
  expect(refundsSent(sandbox)).toBe(0);
});

test("a window may change its size while the bar is drawn", async () => {
  const { screen } = await batchAt({ argv: ["--yes", "--output", "out.ndjson"], columns: 120 });
  await screen.shows("░ ");
  for (const columns of [60, 30, 100]) {
    screen.resize(columns, 40);
    await screen.shows(columns === 30 ? ` of ${rows}` : "accepted;");
  }
  expect(await screen.ended).toBe(0);
  expect(screen.text()).not.toMatch(bar);
  expect(screen.text()).toContain(`${rows} of ${rows} rows: ${rows} accepted`);
});

test("the first Ctrl-C says on its own line that it waits, and the batch can be continued", async () => {
  const { screen, sandbox } = await batchAt({ argv: ["--yes"], shop: { delayMs: 150 } });
  await screen.shows("Line 2: accepted");
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(8);
  expect(screen.text()).toMatch(
    /^Stopping: no more rows will be started\. Waiting for the ones under way\./m,
  );
  expect(screen.text()).toMatch(/rows not started: you stopped the batch\./);
  expect(screen.text()).not.toMatch(bar);
  expect(refundsSent(sandbox)).toBeLessThan(rows);
});

describe.each([
  ["REFUND_ACCESSIBLE", { REFUND_ACCESSIBLE: "1" }],
  ["TERM=dumb", { TERM: "dumb" }],
])("with %s", (_how, env) => {
  test("nothing is redrawn", async () => {
    const { screen } = await batchAt({ argv: ["--yes"], env });
    expect(await screen.ended).toBe(0);
    expect(screen.text()).toContain(`${rows} of ${rows} rows: ${rows} accepted`);
    // eslint-disable-next-line no-control-regex -- what it is about
    expect(screen.raw()).not.toMatch(/\u001b|█|░/);
  });
});

test("with --json the rows are documents at a terminal, too", async () => {
  const { screen } = await batchAt({ argv: ["--yes", "--json", "--quiet"], columns: 2_000 });
  expect(await screen.ended).toBe(0);
  const documents = screen.text().match(/^\{"schema":"refund\.row\/1".*\}$/gm);
  expect(documents).toHaveLength(rows);
});
