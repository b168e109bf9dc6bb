import { expect, test } from "vitest";
import { fileOf, rowsOf } from "../../support/batch.ts";
import type { Machine } from "../../support/context.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const header = "kind,order,lineitem,amount,currency,reason,refunded,email,id\n";

/** Of 50.00 USD the order itself shows 10.00 as refunded. */
const partly = "73152884";
/** Nothing was refunded on it. */
const untouched = "73152871";

const warned = [expect.objectContaining({ code: "refunded-before" })];

function run(machine: Machine, rows: string, ...flags: readonly string[]) {
  return machine.run("batch", fileOf(machine, header + rows), ...flags);
}

test.each([
  ["partial", `partial,${partly},,5.00,USD,Other,,,\n`],
  ["lineitem", `lineitem,${partly},NOTES,,,Other,,,\n`],
])("a %s row of an order that shows a refund is refused, saying how much", async (_kind, row) => {
  const { machine, sandbox } = await shopFor();
  const ended = await run(machine, row, "--yes");
  expect(ended.code).toBe(8);
  const [result] = rowsOf(ended);
  expect(result).toMatchObject({
    outcome: "refused",
    attempt: null,
    error: { code: "refunded-before", attempt: null },
    paid: "50.00",
    refunded: "10.00",
    left: "40.00",
  });
  expect(result?.error?.message).toContain("10.00 USD");
  expect(result?.error?.message).toContain("as the order itself shows");
  expect(received(sandbox, "issueRefund")).toBe(0);
});

test("what a single command refunded before is named with its attempt and day", async () => {
  const { machine, sandbox } = await shopFor();
  const single = [
    "partial",
    untouched,
    "--amount",
    "20.00",
    "--reason",
    "Other",
    "--yes",
    "--json",
  ];
  const { attempt } = JSON.parse((await machine.run(...single)).out) as { attempt: string };
  const ended = await run(machine, `partial,${untouched},,5.00,USD,Other,,,\n`, "--yes");
  const [result] = rowsOf(ended);
  expect(result?.error).toMatchObject({ code: "refunded-before", attempt });
  expect(result?.error?.message).toContain(`attempt ${attempt} of 2026-11-21 (20.00 USD)`);
  expect(received(sandbox, "issueRefund")).toBe(1);
});

test.each([
  ["10.00", 0, 1],
  ["10", 0, 1],
  ["9.99", 8, 0],
  ["0.00", 8, 0],
  ["10.01", 8, 0],
])("a row that says %s was refunded ends with %i", async (refunded, code, sent) => {
  const { machine, sandbox } = await shopFor();
  const row = `partial,${partly},,5.00,USD,Other,${refunded},,\n`;
  expect((await run(machine, row, "--yes")).code).toBe(code);
  expect(received(sandbox, "issueRefund")).toBe(sent);
});

test.each([
  [`total,${partly},,,USD,Other,9.00,,\n`, "refused"],
  [`total,${untouched},,,USD,Other,5.00,,\n`, "refused"],
  [`total,${untouched},,,USD,Other,0.00,,\n`, "accepted"],
])("what a total row says must be so too: %s", async (row, outcome) => {
  const { machine } = await shopFor();
  expect(rowsOf(await run(machine, row, "--yes"))).toMatchObject([{ outcome }]);
});

test("a total row that says nothing about it is only warned of", async () => {
  const { machine, sandbox } = await shopFor();
  const ended = await run(machine, `total,${partly},,,,Other,,,\n`, "--yes");
  expect(rowsOf(ended)).toMatchObject([
    { outcome: "accepted", amount: "40.00", warnings: expect.arrayContaining(warned) as object },
  ]);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("the confirmation counts the rows that --despite-refunds can let pass", async () => {
  const { machine } = await shopFor({}, { terminal: { stdin: true, stderr: true } });
  const rows = [
    "kind,order,amount,currency,reason,refunded",
    "total,73152899,40.00,USD,Other,",
    "total,73152900,40.00,USD,Other,10.00",
    "partial,73152871,10.00,USD,Other,",
    "",
  ];
  const running = machine.start("batch", fileOf(machine, rows.join("\n")), "--despite-refunds");
  await running.says(
    "Refund 3 rows (90.00 USD), 2 of them even if something was refunded on the order before?",
  );
  running.type("n\n");
  expect((await running.ended).code).toBe(130);
});

test("--despite-refunds lets a row pass with a warning, and never the same refund twice", async () => {
  const { machine, sandbox } = await shopFor();
  const row = `partial,${partly},,5.00,USD,Other,,,\n`;
  const first = await run(machine, row, "--yes", "--despite-refunds");
  expect(rowsOf(first)).toMatchObject([
    { outcome: "accepted", warnings: expect.arrayContaining(warned) as object },
  ]);
  const again = await run(machine, row, "--yes", "--despite-refunds", "--new-batch");
  expect(rowsOf(again)).toMatchObject([{ outcome: "blocked" }]);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("refunds that cannot be read count as refunds", async () => {
  const { machine, sandbox } = await shopFor({ refundsShape: "opaque" });
  const row = `partial,${partly},,5.00,USD,Other,10.00,,\n`;
  const [result] = rowsOf(await run(machine, row, "--yes"));
  expect(result).toMatchObject({ outcome: "refused", refunded: null, left: null });
  expect(received(sandbox, "issueRefund")).toBe(0);
});

test("a dry run says the same, and so what a second machine's journal cannot know", async () => {
  const { machine } = await shopFor();
  const ended = await run(machine, `partial,${partly},,5.00,USD,Other,,,\n`, "--dry-run");
  expect(rowsOf(ended)).toMatchObject([
    { outcome: "refused", error: { code: "refunded-before" }, customer: "b***@example.com" },
  ]);
});

test.each([
  ["buyer@example.com", "accepted"],
  ["BUYER@example.com", "accepted"],
  ["someone@example.org", "refused"],
])("a row whose email is %s is %s", async (email, outcome) => {
  const { machine, sandbox } = await shopFor();
  const ended = await run(machine, `total,${untouched},,,,Other,,${email},\n`, "--yes");
  expect(rowsOf(ended)).toMatchObject([{ outcome }]);
  expect(ended.err).not.toContain("--expect-email");
  expect(sandbox.ledger()).toHaveLength(outcome === "accepted" ? 1 : 0);
});

test("neither column goes with a legacy row, and each must be what it is", async () => {
  const { machine } = await shopFor();
  const ended = await run(
    machine,
    `total,1,,,,Other,1.00,nobody,\npartial,2,,1.00,USD,Other,1.001,,\n`,
    "--yes",
  );
  expect(ended.err).toContain('email "nobody" is no e-mail address; refunded needs a currency');
  expect(ended.err).toContain("refunded has more than the 2 decimal digits of USD");
});
