import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { fileOf, rowsOf } from "../../support/batch.ts";
import { shopFor } from "../../support/sandbox.ts";
import { rowXml, workbookOf } from "../../support/workbook.ts";

const added =
  "refund_outcome;refund_amount;refund_currency;refund_attempt;refund_code;refund_message";

const german = [
  " Note ;kind;order;amount;currency;reason",
  '"a ""b"";c";partial;2000000000;10,50;USD;Other',
  "=1+1;partial;73152874;1,00;USD;Other",
  "übrig;partial;2000000001;1.000,00;USD;Other",
];
const flags = ["--yes", "--decimal", ",", "--ignore-other-columns"];

test("results stand behind the input's own columns, in its order, encoding and decimal sign", async () => {
  const { machine } = await shopFor({ orders: 3 });
  const path = join(machine.cwd, "in.csv");
  writeFileSync(path, Buffer.from(`${german.join("\r\n")}\r\n`, "latin1"));
  const output = join(machine.cwd, "out.csv");
  const encoding = ["--encoding", "windows-1252"];
  const ended = await machine.run("batch", path, ...flags, ...encoding, "--output", output);
  expect(ended.code).toBe(8);
  const lines = readFileSync(output, "latin1").split("\r\n");
  expect(lines).toHaveLength(5);
  expect(lines[0]).toBe(`${german[0] ?? ""};${added}`);
  expect(lines[1]?.startsWith(`${german[1] ?? ""};accepted;10,50;USD;`)).toBe(true);
  expect(lines[2]?.startsWith(`${german[2] ?? ""};refused;;;;order-not-complete;`)).toBe(true);
  expect(lines[3]?.startsWith(`${german[3] ?? ""};refused;;;;amount-exceeds-`)).toBe(true);
  expect(ended.out).toBe("");
});

test("such a file can be run again, and its results give way to the new ones", async () => {
  const { machine, sandbox } = await shopFor({ orders: 3 });
  const rows = "kind,order,reason\ntotal,2000000000,Other\ntotal,73152874,Other\n";
  const first = join(machine.cwd, "first.csv");
  const second = join(machine.cwd, "second.csv");
  await machine.run("batch", fileOf(machine, rows), "--yes", "--output", first);
  const ended = await machine.run("batch", first, "--yes", "--output", second);
  expect(ended.code).toBe(8);
  const read: Record<string, string>[] = parse(readFileSync(second), { columns: true });
  expect(Object.keys(read[0] ?? {})).toEqual(["kind", "order", "reason", ...added.split(";")]);
  expect(read.map(({ refund_outcome: outcome }) => outcome)).toEqual(["accepted", "refused"]);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("rows that were not started have empty cells", async () => {
  const { machine } = await shopFor({ orders: 3 });
  const rows = "kind,order,reason\ntotal,2000000000,Other\ntotal,2000000001,Other\n";
  const output = join(machine.cwd, "out.csv");
  await machine.run("batch", fileOf(machine, rows), "--yes", "--limit", "1", "--output", output);
  expect(readFileSync(output, "utf8").split("\n")[2]).toBe("total,2000000001,Other,,,,,,");
});

test("after Ctrl-C in the middle the begun rows are told, and the next run tells all", async () => {
  const { machine, sandbox } = await shopFor({ orders: 200, delayMs: 5 });
  const rows = Array.from({ length: 150 }, (_, n) => `total,${2_000_000_000 + n},Other\n`);
  const output = join(machine.cwd, "out.csv");
  const argv = ["batch", fileOf(machine, `kind,order,reason\n${rows.join("")}`), "--yes"];
  const outcomes = () =>
    parse<Record<string, string>>(readFileSync(output), { columns: true }).map(
      ({ refund_outcome: outcome }) => outcome,
    );
  const running = machine.start(...argv, "--output", output);
  while (sandbox.ledger().length < 5) await new Promise((next) => setTimeout(next, 2));
  running.stop();
  await running.ended;
  const told = outcomes();
  expect(told).toHaveLength(150);
  const made = sandbox.ledger().length;
  expect(made).toBeLessThan(150);
  expect(told.filter((outcome) => outcome === "accepted")).toHaveLength(made);
  expect(told.filter((outcome) => outcome === "")).toHaveLength(150 - made);

  await machine.run(...argv, "--output", output);
  expect(new Set(outcomes())).toEqual(new Set(["accepted"]));
  expect(sandbox.ledger()).toHaveLength(150);
});

test("a workbook's results are CSV that a spreadsheet opens", async () => {
  const { machine } = await shopFor({ orders: 3 });
  const sheet = {
    name: "Refunds",
    rows:
      rowXml(1, ["kind", "order", "amount", "currency", "reason", "comment"]) +
      rowXml(2, [
        "partial",
        "<c><v>2000000000</v></c>",
        "<c><v>5.5</v></c>",
        "USD",
        "Other",
        "a, b",
      ]),
  };
  const path = join(machine.cwd, "refunds.xlsx");
  writeFileSync(path, workbookOf([sheet]));
  const output = join(machine.cwd, "out.csv");
  const ended = await machine.run("batch", path, "--yes", "--output", output);
  expect(ended.code).toBe(0);
  const text = readFileSync(output, "utf8");
  expect(text).toMatch(/^\ufeffkind,order,amount,currency,reason,comment,refund_outcome/);
  expect(text).toMatch(/\r\npartial,2000000000,5\.5,USD,Other,"a, b",accepted,5\.50,USD,/);
});

test("cells of a workbook that only its author reads are written as they were", async () => {
  const { machine } = await shopFor({ orders: 1 });
  const sheet = {
    name: "Sheet1",
    rows:
      rowXml(1, ["kind", "order", "reason", "paid", "calc"]) +
      rowXml(2, ["total", "2000000000", "Other", '<c t="b"><v>1</v></c>', "<c><f>NOW()</f></c>"]),
  };
  const path = join(machine.cwd, "refunds.xlsx");
  writeFileSync(path, workbookOf([sheet]));
  const output = join(machine.cwd, "out.csv");
  const argv = ["batch", path, "--yes", "--ignore-other-columns", "--output", output];
  expect((await machine.run(...argv)).code).toBe(0);
  expect(readFileSync(output, "utf8")).toContain("\r\ntotal,2000000000,Other,TRUE,,accepted,");
});

test("text that is not the author's cannot become a formula", async () => {
  const { harmless } = await import("../../../src/command/csv-cell.ts");
  expect(["=1", "+1", "-1", "@a", "\tx", "\rx", "a=1", ""].map(harmless)).toEqual([
    "'=1",
    "'+1",
    "'-1",
    "'@a",
    "'\tx",
    "'\rx",
    "a=1",
    "",
  ]);
});

const mixed = [
  "kind,order,reason,comment",
  'total,2000000000,Other,"two\nlines"',
  "total, 73152874 ,Other,",
  "total,73152876,Other,",
].join("\n");

test("--failed has the rows that were not accepted, as they were written, and they run when corrected", async () => {
  const { machine, sandbox } = await shopFor({ orders: 3 });
  const failed = join(machine.cwd, "failed.csv");
  const path = fileOf(machine, `${mixed}\n`);
  const ended = await machine.run("batch", path, "--yes", "--failed", failed);
  expect(readFileSync(failed, "utf8")).toBe(
    "kind,order,reason,comment\ntotal, 73152874 ,Other,\ntotal,73152876,Other,\n",
  );
  const batch = rowsOf(ended)[0]?.batch ?? "";
  expect(ended.err).toContain(`--resume ${batch}`);
  expect(ended.err).toContain("2 rows: order-not-complete (Line 4 (row 3), Line 5 (row 4))");
  writeFileSync(failed, readFileSync(failed, "utf8").replace(" 73152874 ", "2000000001"));
  const again = await machine.run("batch", failed, "--yes", "--resume", batch);
  expect(rowsOf(again)).toMatchObject([{ outcome: "accepted" }, { outcome: "refused" }]);
  expect(sandbox.ledger()).toHaveLength(2);
});

test("neither file is touched when the check fails, and neither may be the other or the input", async () => {
  const { machine } = await shopFor();
  const path = fileOf(machine, "kind,order,reason\ntotal,x,Other\n");
  const [a, b] = [join(machine.cwd, "a.csv"), join(machine.cwd, "b.csv")];
  writeFileSync(a, "kept");
  expect((await machine.run("batch", path, "--yes", "--output", a, "--failed", b)).code).toBe(2);
  expect(readFileSync(a, "utf8")).toBe("kept");
  expect(existsSync(b)).toBe(false);
  for (const [output, failed] of [
    [a, a],
    [a, path],
  ] as const) {
    const flags = ["--yes", "--output", output, "--failed", failed];
    const { code, err } = await machine.run("batch", path, ...flags);
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining("--failed") as string,
    });
  }
});
