import { expect, test } from "vitest";
import { fileOf, rowsOf } from "../../support/batch.ts";
import { outcomeOf } from "../../support/document.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const header = "kind,order,lineitem,amount,currency,items,reason,category,id\n";

test("every bad row is reported with its line and cause, and nothing is sent", async () => {
  const { machine, sandbox } = await shopFor();
  const file = fileOf(
    machine,
    `${header}total,73152871,,,,,Other,,\nwhole,1,,,,,,,\ntotal,73152884,,1.234,USD,,Other,,\n`,
  );
  const ended = await machine.run("batch", file, "--yes");
  expect(ended.code).toBe(2);
  expect(rowsOf(ended)).toMatchObject([
    { line: 3, outcome: "failed", batch: null, error: { code: "row-invalid" } },
    { line: 4, outcome: "failed", error: { code: "row-invalid" } },
  ]);
  expect(ended.err).toContain("Line 3: kind");
  expect(ended.err).toContain("Line 4: amount has more than the 2 decimal digits of USD.");
  expect(ended.err).toContain("2 rows of");
  expect(sandbox.requests()).toEqual([]);
});

test("bad rows are told in the order of the file, whatever is wrong with them", async () => {
  const { machine } = await shopFor();
  const rows = [
    "whole,1,,,,,Other,,",
    "total,73152871,,,,,Other,,",
    "whole,2,,,,,Other,,",
    "total,73152871,,,,,Other,,",
    "whole,3,,,,,Other,,",
    "whole,4,,,,,Other,,",
    "total,73152871,,,,,Other,,",
  ];
  const file = fileOf(machine, `${header}${rows.join("\n")}\n`);
  const { out, err } = await machine.run("batch", file, "--yes");
  const lines = [2, 4, 5, 6, 7, 8];
  expect([...err.matchAll(/^Line ([0-9]+):/gm)].map(([, line]) => Number(line))).toEqual(lines);
  expect([...out.matchAll(/"line":([0-9]+)/g)].map(([, line]) => Number(line))).toEqual(lines);
});

test("bad rows above the place from which a file cannot be read are told, too", async () => {
  const { machine } = await shopFor();
  const file = fileOf(machine, '[{"kind":"whole"},\n{"kind":"total"}', "refunds.json");
  const { code, err } = await machine.run("batch", file, "--yes");
  expect({ code, err }).toMatchObject({ code: 2 });
  expect(err).toMatch(/^Line 1: kind[^]*closing \] is missing/);
});

test.each([
  ["3", "Line 3: it looks like a totals row: 40.00 is the sum of the rows above it."],
  ["", "if it is a refund, give it its order number."],
  ["7315290O", 'Line 3: the order "7315290O" is not an order number.'],
  ["7315290O", "(40.00 is the sum of the rows above it), take it out of the file;"],
  ["7315290O", "if it is a refund, correct its order number."],
])("a row with the order %j that adds up the others is refused: %s", async (order, words) => {
  const { machine, sandbox } = await shopFor();
  const rows = `partial,73152871,,40.00,USD,,Other,,a\ntotal,${order},,40.00,USD,,Other,,b\n`;
  const { code, err } = await machine.run("batch", fileOf(machine, header + rows), "--yes");
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(words) as string });
  expect(sandbox.requests()).toEqual([]);
});

test.each([
  ["order", "total,73152871,,,,,Other,,\npartial,73152871,,,,SEAT:1,Other,,\n", "merge the two"],
  ["line item", "legacy,,1234567890,,,,,16,\nlegacy,,1234567890,,,,,4,\n", "merge the two"],
  [
    "id",
    "total,73152871,,,,,Other,,a\ntotal,73152884,,,,,Other,,a\n",
    "each row needs an id of its own",
  ],
])("the same %s twice is refused", async (_what, rows, words) => {
  const { machine, sandbox } = await shopFor();
  const ended = await machine.run("batch", fileOf(machine, header + rows), "--yes");
  expect(ended.code).toBe(2);
  expect(rowsOf(ended)).toMatchObject([{ line: 3, error: { code: "row-repeated" } }]);
  expect(ended.err).toContain(words);
  expect(sandbox.requests()).toEqual([]);
});

test.each([
  ["has no rows", header],
  ["has no rows", ""],
  ["The column", "kind,ammount\ntotal,1\n"],
])("a file is refused because it %s", async (words, text) => {
  const { machine } = await shopFor();
  const document = outcomeOf(await machine.run("batch", fileOf(machine, text), "--yes", "--json"));
  expect(document).toMatchObject({ code: 2, command: "batch", error: { code: "usage" } });
  expect(document.error?.message).toContain(words);
});

test("a file that is not there is an error of usage", async () => {
  const { machine } = await shopFor();
  const { code, err } = await machine.run("batch", "nowhere.csv", "--yes");
  expect({ code, err }).toMatchObject({
    code: 2,
    err: expect.stringContaining("nowhere.csv") as string,
  });
});

const stated = `${header}total,73152871,,241.49,USD,,Other,,\npartial,73152878,,45,EUR,SUITE:1,Other,,\n`;

test.each([
  [["--expect-total", "USD=241.48", "--expect-total", "EUR=45.00"], "add up to 241.49 USD"],
  [["--expect-total", "USD=241.49"], "says nothing about EUR"],
  [
    ["--expect-total", "USD=241.49", "--expect-total", "EUR=45.00", "--expect-total", "JPY=1"],
    "no row in the file is in JPY",
  ],
  [["--max-rows", "1"], "2 rows, but --max-rows allows 1"],
])("%j refuse a file that is not the one that was approved", async (flags, words) => {
  const { machine, sandbox } = await shopFor();
  const { code, err } = await machine.run("batch", fileOf(machine, stated), "--yes", ...flags);
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(words) as string });
  expect(sandbox.requests()).toEqual([]);
});

test("an approved file goes through", async () => {
  const { machine, sandbox } = await shopFor();
  const totals = ["--expect-total", "USD=241.49", "--expect-total", "EUR=45.00"];
  const flags = [...totals, "--max-rows", "2"];
  const { code } = await machine.run("batch", fileOf(machine, stated), "--yes", ...flags);
  expect(code).toBe(0);
  expect(sandbox.ledger()).toHaveLength(2);
});

test("with an expected total every row needs an amount", async () => {
  const { machine } = await shopFor();
  const file = fileOf(machine, `${header}total,73152871,,,,,Other,,\n`);
  const { code, err } = await machine.run("batch", file, "--yes", "--expect-total", "USD=241.49");
  expect({ code, err }).toMatchObject({ code: 2 });
  expect(err).toContain("every row needs an amount");
});

test("a row above the ceiling needs a total that was approved", async () => {
  const { machine } = await shopFor();
  const { writeFileSync } = await import("node:fs");
  writeFileSync(`${machine.folders.config}/.refundrc.json`, '{"ceiling":{"USD":"100.00"}}', {
    mode: 0o600,
  });
  const file = fileOf(machine, `${header}total,73152871,,241.49,USD,,Other,,\n`);
  const refused = await machine.run("batch", file, "--yes");
  expect(refused.err).toContain("above the ceiling of 100.00 USD");
  expect(refused.code).toBe(2);
  expect((await machine.run("batch", file, "--yes", "--expect-total", "USD=241.49")).code).toBe(0);
});

test("nobody to ask and no --yes is said before anything is read", async () => {
  const { machine, sandbox } = await shopFor();
  const { code, err } = await machine.run("batch", fileOf(machine, stated));
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("--yes") as string });
  expect(sandbox.requests()).toEqual([]);
});

test("a dry run reads every order, sends nothing, and records nothing", async () => {
  const { machine, sandbox } = await shopFor();
  const rows =
    "total,73152871,,,,,Other,,\ntotal,73152874,,,,,Other,,\nlegacy,,1234567890,,,,,16,\n";
  const ended = await machine.run("batch", fileOf(machine, header + rows), "--dry-run");
  expect(ended.code).toBe(8);
  expect(rowsOf(ended)).toMatchObject([
    { line: 2, outcome: "planned", amount: "241.49", currency: "USD", batch: null, attempt: null },
    { line: 3, outcome: "refused", error: { code: "order-not-complete" } },
    { line: 4, outcome: "planned", amount: null, lineItem: "1234567890" },
  ]);
  expect(ended.err).toContain("241.49 USD");
  expect(received(sandbox, "getOrder")).toBe(2);
  expect(sandbox.ledger()).toEqual([]);
  const { existsSync } = await import("node:fs");
  expect(existsSync(machine.journal)).toBe(false);
});

test("the template is a file that the stand-in refunds", async () => {
  const { machine, sandbox } = await shopFor();
  const template = await machine.run("batch", "--template");
  const ended = await machine.run("batch", fileOf(machine, template.out), "--yes");
  expect(rowsOf(ended).map(({ error }) => error)).toEqual([null, null, null, null, null]);
  expect(ended.code).toBe(0);
  expect(sandbox.ledger()).toHaveLength(5);
});
