import { expect, test } from "vitest";
import { fileOf, rowsOf } from "../../support/batch.ts";
import type { Machine } from "../../support/context.ts";
import { shopFor } from "../../support/sandbox.ts";

const header = "kind,order,lineitem,amount,currency,reason,category,id\n";
const two =
  "partial,2000000000,,5.00,USD,Other,,a\npartial,2000000001,,6.50,USD,Fraud,,b\ntotal,2000000002,,,,Other,,c\n";

async function fingerprintOf(machine: Machine, path: string, ...flags: readonly string[]) {
  const { err } = await machine.run("batch", path, "--dry-run", ...flags);
  return /Fingerprint: ([0-9a-f]{12})/.exec(err)?.[1] ?? "";
}

test("the preview has what an approver looks at", async () => {
  const { machine } = await shopFor({ orders: 3 });
  const { err } = await machine.run("batch", fileOf(machine, header + two), "--dry-run");
  expect(err).toMatch(/Fingerprint: [0-9a-f]{12}\n/);
  expect(err).toMatch(/Currencies: 2 USD/);
  expect(err).toMatch(/Reasons: 2 Other, 1 Fraud/);
  expect(err).toMatch(
    /Largest USD: 6\.50 USD {2}order 2000000001 {2}Line 3\nLargest USD: 5\.00 USD/,
  );
});

test("only the ten largest amounts are shown", async () => {
  const { machine } = await shopFor({ orders: 20 });
  const rows = Array.from(
    { length: 20 },
    (_, n) => `partial,${2_000_000_000 + n},,${((n * 7) % 20) + 1}.00,USD,Other,,\n`,
  );
  const { err } = await machine.run("batch", fileOf(machine, header + rows.join("")), "--dry-run");
  const shown = [...err.matchAll(/([0-9]+\.00) USD {2}order/g)].map(([, amount]) => Number(amount));
  expect(shown).toEqual([20, 19, 18, 17, 16, 15, 14, 13, 12, 11]);
});

test("the fingerprint is of the rows as they are read, whatever the order and format of the file", async () => {
  const { machine } = await shopFor({ orders: 3 });
  const own = await fingerprintOf(machine, fileOf(machine, header + two));
  const [a = "", b = "", c = ""] = two.split("\n");
  const turned = fileOf(machine, `${header}${c}\n${a}\n${b}\n`, "turned.csv");
  const german = fileOf(
    machine,
    (header + two).replaceAll(",", ";").replaceAll(".", ","),
    "german.csv",
  );
  expect(own).not.toBe("");
  expect(await fingerprintOf(machine, turned)).toBe(own);
  expect(await fingerprintOf(machine, german, "--decimal", ",")).toBe(own);
  const changed = fileOf(machine, header + two.replace("5.00", "5.01"), "changed.csv");
  expect(await fingerprintOf(machine, changed)).not.toBe(own);
  machine.env["REFUND_MERCHANT_CODE"] = "ANOTHER";
  expect(await fingerprintOf(machine, turned)).not.toBe(own);
});

test("--expect takes the file that was approved and no other", async () => {
  const { machine, sandbox } = await shopFor({ orders: 3 });
  const path = fileOf(machine, header + two);
  const fingerprint = await fingerprintOf(machine, path);
  const changed = fileOf(machine, header + two.replace("5.00", "5.01"), "changed.csv");
  const refused = await machine.run("batch", changed, "--yes", "--expect", fingerprint);
  expect(refused).toMatchObject({
    code: 2,
    err: expect.stringContaining("not the file") as string,
  });
  expect(sandbox.ledger()).toEqual([]);
  const short = await machine.run("batch", path, "--yes", "--expect", fingerprint.slice(0, 11));
  expect(short.code).toBe(2);
  const ended = await machine.run("batch", path, "--yes", "--expect", fingerprint.toUpperCase());
  expect(ended.code).toBe(0);
});

const legacy = `${header}partial,2000000000,,5.00,USD,Other,,\nlegacy,,1234567890,,,,16,\n`;

test.each([
  [["--expect-total", "USD=5.00"], "--expect-legacy 1"],
  [["--expect-total", "USD=5.00", "--expect-legacy", "2"], "not 2 as --expect-legacy says"],
  [["--expect-legacy", "2"], "not 2 as --expect-legacy says"],
])("legacy rows are not approved by %j", async (flags, words) => {
  const { machine, sandbox } = await shopFor({ orders: 1 });
  const ended = await machine.run("batch", fileOf(machine, legacy), "--yes", ...flags);
  expect(ended).toMatchObject({ code: 2, err: expect.stringContaining(words) as string });
  expect(sandbox.ledger()).toEqual([]);
});

test("with their number they are", async () => {
  const { machine, sandbox } = await shopFor({ orders: 1 });
  const flags = ["--expect-total", "USD=5.00", "--expect-legacy", "1"];
  expect((await machine.run("batch", fileOf(machine, legacy), "--yes", ...flags)).code).toBe(0);
  expect(sandbox.ledger()).toHaveLength(2);
});

test("--limit starts so many rows, ends with 0, and the batch goes on from there", async () => {
  const { machine, sandbox } = await shopFor({ orders: 9 });
  const rows = Array.from(
    { length: 9 },
    (_, n) => `partial,${2_000_000_000 + n},,5.00,USD,Other,,\n`,
  );
  const path = fileOf(machine, header + rows.join(""));
  const flags = ["--yes", "--expect-total", "USD=45.00"];
  const first = await machine.run("batch", path, ...flags, "--limit", "2");
  expect(first.code).toBe(0);
  expect(rowsOf(first)).toHaveLength(2);
  expect(first.err).toContain("7 rows not started: this run reached its --limit");
  const second = await machine.run("batch", path, ...flags, "--limit", "3");
  expect(second.code).toBe(0);
  expect(rowsOf(second).filter(({ earlier }) => !earlier)).toHaveLength(3);
  expect(sandbox.ledger()).toHaveLength(5);
  const rest = await machine.run("batch", path, ...flags);
  expect(rest.code).toBe(0);
  expect(sandbox.ledger()).toHaveLength(9);
});
