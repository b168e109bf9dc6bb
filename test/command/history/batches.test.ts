import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import type { BatchDocument } from "../../../src/render/documents/batch-document.ts";
import { fileOf, rowsOf } from "../../support/batch.ts";
import { documentOf, valid } from "../../support/document.ts";
import { shopFor } from "../../support/sandbox.ts";

const header = "kind,order,amount,currency,reason,id,email,comment";

/** Two rows that are accepted, one whose order is not complete, and one with another customer. */
const rows = [
  "partial,2000000000,2.00,USD,Other,inv-1,,",
  "partial,2000000001,3.00,USD,Other,,,",
  "partial,73152874,1.00,USD,Other,inv-3,,A private word",
  "partial,2000000002,4.00,USD,Other,inv-4,jane.doe@example.org,",
];

async function shopWithBatch(terminal = false) {
  const shop = await shopFor({ orders: 5 }, { terminal: { stdout: terminal } });
  const file = fileOf(shop.machine, `${[header, ...rows].join("\n")}\n`, "november.csv");
  const ended = await shop.machine.run("batch", file, "--yes", "--json");
  expect(ended.code).toBe(8);
  const [first] = rowsOf(ended);
  return { ...shop, file, batch: first?.batch ?? "" };
}

function batchesOf(out: string): readonly BatchDocument[] {
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => valid(JSON.parse(line), "refund.batch-1"));
}

test("a batch is one document: file, fingerprint, who, and what came of its rows and why", async () => {
  const { machine, batch, sandbox, file } = await shopWithBatch();
  const { err } = await machine.run("batch", file, "--dry-run");
  const fingerprint = /Fingerprint: ([0-9a-f]{12})/.exec(err)?.[1] ?? "none";
  const ended = await machine.run("history", batch.slice(-8), "--json");
  const document = documentOf(ended, "refund.batch-1");
  expect(Object.keys(document)).toEqual([
    ...["schema", "batch", "source", "fingerprint", "rows", "startedAt", "who", "accounts"],
    ...["outcomes", "totals", "causes", "finished"],
  ]);
  expect(document).toMatchObject({
    batch,
    source: "november.csv",
    rows: 4,
    who: { user: "agent", host: "desk-7" },
    accounts: [
      { api: "rpc6", realm: new URL(sandbox.rpcUrl).origin, account: sandbox.merchantCode },
    ],
    outcomes: { accepted: 2, refused: 2 },
    totals: { USD: "5.00" },
    causes: { "order-not-complete": 1, "customer-mismatch": 1 },
    finished: true,
  });
  expect(document.fingerprint.slice(0, 12)).toBe(fingerprint);
});

test("every row of a batch is told: its attempts, and the rows for which nothing was sent", async () => {
  const { machine, batch } = await shopWithBatch();
  const { out } = await machine.run("history", "--batch", batch, "--json");
  const documents = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly schema: string });
  const attempts = documents.filter(({ schema }) => schema === "refund.attempt/1");
  const told = documents.filter(({ schema }) => schema === "refund.row/1");
  for (const attempt of attempts) valid(attempt, "refund.attempt-1");
  expect(new Set(attempts.map((each) => valid(each, "refund.attempt-1").row))).toEqual(
    new Set(["inv-1", "3"]),
  );
  expect(attempts).toMatchObject([
    { batch, source: "november.csv" },
    { batch, source: "november.csv" },
  ]);
  expect(told.map((row) => valid(row, "refund.row-1"))).toMatchObject([
    {
      line: 4,
      id: "inv-3",
      order: "73152874",
      outcome: "refused",
      attempt: null,
      amount: "1.00",
      error: { code: "order-not-complete" },
    },
    { line: 5, id: "inv-4", outcome: "refused", error: { code: "customer-mismatch" } },
  ]);
  // Of a row neither its address nor its comment is kept.
  expect(out).not.toMatch(/jane\.doe|private/);
  expect(out).toContain("j***@example.org");
});

test("a row that was refused and then corrected is told by its refund", async () => {
  const { machine, batch } = await shopWithBatch();
  const corrected = [...rows.slice(0, 3), "partial,2000000002,4.00,USD,Other,inv-4,,"];
  const file = fileOf(machine, `${[header, ...corrected].join("\n")}\n`, "again.csv");
  await machine.run("batch", file, "--yes", "--resume", batch);
  const told = documentOf(await machine.run("history", batch, "--json"), "refund.batch-1");
  expect(told).toMatchObject({ rows: 4, outcomes: { accepted: 3, refused: 1 } });
  expect(told.causes).toEqual({ "order-not-complete": 1 });
});

test("rows that were corrected in another file name it with their line, wherever they are told, and in a copy of the journal", async () => {
  const { machine, batch } = await shopWithBatch(true);
  const corrected = [
    ...rows.slice(0, 2),
    "partial,73152874,1.50,USD,Other,,,",
    "partial,2000000002,4.00,USD,Other,,,",
  ];
  const file = fileOf(machine, `${[header, ...corrected].join("\n")}\n`, "again.csv");
  const ended = await machine.run("batch", file, "--yes", "--json", "--resume", batch);
  expect(rowsOf(ended).map(({ source }) => source)).toEqual(Array(4).fill("again.csv"));
  const told = async () => {
    const { out } = await machine.run("history", "--batch", batch, "--json");
    const lines = out.trimEnd().split("\n");
    return lines
      .map((line) => JSON.parse(line) as { order: string; source: string; row: unknown })
      .map(({ order, source }) => [order, source] as const)
      .sort();
  };
  const files = [
    ["2000000000", "november.csv"],
    ["2000000001", "november.csv"],
    ["2000000002", "again.csv"],
    ["73152874", "again.csv"],
  ] as const;
  expect(await told()).toEqual(files);
  const table = (await machine.run("history", "--batch", batch)).out;
  expect(table).toMatch(/^ *5 of again\.csv +\d{4}-/m);
  expect(table).toMatch(/^ *4 of again\.csv +73152874/m);
  expect(table).not.toContain("of november.csv");
  const { out } = await machine.run("history", batch);
  expect(out).toMatch(/^File +november\.csv\nCorrected in +again\.csv$/m);
  const backup = join(machine.cwd, "backup.db");
  expect((await machine.run("journal", "copy", machine.journal, backup)).code).toBe(0);
  machine.env["REFUND_JOURNAL"] = backup;
  expect(await told()).toEqual(files);
  expect((await machine.run("journal", "check")).code).toBe(0);
});

test("a row that was refused, then corrected and not started again waits, and is listed once", async () => {
  const { machine } = await shopFor({ orders: 5 });
  const fileWith = (amount: string, email: string) =>
    fileOf(
      machine,
      `${header}\n${[0, 1].map((at) => `partial,200000000${at},${amount},USD,Other,,${email},`).join("\n")}\n`,
    );
  const refused = await machine.run("batch", fileWith("2.00", "x@example.org"), "--yes", "--json");
  const batch = rowsOf(refused)[0]?.batch ?? "";
  const told = async () =>
    documentOf(await machine.run("history", batch, "--json"), "refund.batch-1");
  expect(await told()).toMatchObject({ outcomes: { refused: 2 }, finished: true });
  const corrected = fileWith("3.00", "");
  const going = ["--yes", "--json", "--resume", batch, "--limit", "1"];
  expect((await machine.run("batch", corrected, ...going)).code).toBe(0);
  expect(await told()).toMatchObject({
    rows: 2,
    outcomes: { accepted: 1 },
    causes: {},
    finished: false,
  });
  const status = documentOf(await machine.run("status", "--json"), "refund.status-1");
  expect(status.batches).toMatchObject([{ batch, rows: 2, done: 1, unresolved: 0 }]);
  const { out } = await machine.run("history", "--batch", batch);
  expect(out.match(/\t?200000000[01]\t[^\t]+\tUSD/g)).toEqual([
    "\t2000000000\t3.00\tUSD",
    "\t2000000001\t3.00\tUSD",
  ]);
});

test("the file that a batch began as is an edited one once a row was corrected: nothing is sent without --resume", async () => {
  const { machine, sandbox } = await shopFor({ orders: 5 });
  const fileWith = (amount: string) =>
    fileOf(
      machine,
      `${header}\ntotal,2000000001,,,Other,,,\npartial,2000000000,${amount},USD,Other,,,\n`,
    );
  const first = await machine.run("batch", fileWith("2.00"), "--yes", "--limit", "1", "--json");
  const batch = rowsOf(first)[0]?.batch ?? "";
  await machine.run("batch", fileWith("3.00"), "--yes", "--resume", batch, "--limit", "1");
  expect(sandbox.ledger()).toHaveLength(2);
  const again = await machine.run("batch", fileWith("2.00"), "--yes");
  expect(again.code).toBe(2);
  expect(again.err).toMatch(/1 row as before, 1 corrected, 0 added, 0 missing/);
  expect(again.err).toMatch(/would be refused: attempt \w+ already refunded it as it stood then/);
  const resumed = await machine.run("batch", fileWith("2.00"), "--yes", "--resume", batch);
  expect(resumed.code).toBe(8);
  expect(rowsOf(resumed).map(({ outcome, error }) => [outcome, error?.code])).toContainEqual([
    "refused",
    "row-changed",
  ]);
  expect(sandbox.ledger()).toHaveLength(2);
});

test("it is one, too, once a row was added with another file", async () => {
  const { machine, sandbox } = await shopFor({ orders: 5 });
  const row = (number: string, amount: string) => `partial,${number},${amount},USD,Other,,,\n`;
  const whole = `${header}\n${row("2000000000", "1.00")}${row("2000000001", "2.00")}`;
  const first = await machine.run(
    ...["batch", fileOf(machine, whole), "--yes", "--limit", "1", "--json"],
  );
  const added = fileOf(machine, `${header}\n${row("2000000002", "3.00")}`, "added.csv");
  await machine.run("batch", added, "--yes", "--resume", rowsOf(first)[0]?.batch ?? "");
  const again = await machine.run("batch", fileOf(machine, whole), "--yes");
  expect(again.code).toBe(2);
  expect(again.err).toContain("2 rows as before, 0 corrected, 0 added, 1 missing");
  const [, batch = ""] = /add --resume (\w+):/.exec(again.err) ?? [];
  const resumed = await machine.run("batch", fileOf(machine, whole), "--yes", "--resume", batch);
  expect(resumed.code).toBe(0);
  expect(sandbox.ledger()).toHaveLength(3);
});

test.each([
  ["blocked", ["2"]],
  ["failed", []],
  ["accepted", ["3"]],
])("rows that ended as %s are listed by it", async (outcome, expected) => {
  const { machine, sandbox } = await shopFor({ orders: 5 });
  sandbox.addFault({ kind: "drop-before", method: "issueRefund" });
  const open = ["partial", "2000000000", "--amount", "1.00", "--reason", "Other", "--yes"];
  expect((await machine.run(...open)).code).toBe(7);
  const file = fileOf(machine, `${[header, ...rows.slice(0, 2)].join("\n")}\n`);
  const [row] = rowsOf(await machine.run("batch", file, "--yes", "--json"));
  const listed = await machine.run(
    "history",
    "--batch",
    row?.batch ?? "",
    "--outcome",
    outcome,
    "--csv",
  );
  expect(listed.code).toBe(0);
  const told = parse<Record<string, string>>(listed.out, { bom: true, columns: true });
  const piped = await machine.run("history", "--batch", row?.batch ?? "", "--outcome", outcome);
  expect(piped.err).toBe(expected.length === 0 ? "No row of this batch matches.\n" : "");
  expect(told.map(({ order = "" }) => String(Number(order) - 1_999_999_998))).toEqual(expected);
});

test("of refunds whose amount only 2Checkout knows a batch says how many were accepted", async () => {
  const { machine } = await shopFor({}, { terminal: { stdout: true } });
  const file = fileOf(machine, "kind,lineitem,category,comment\nlegacy,1234567890,5,x\n");
  const [row] = rowsOf(await machine.run("batch", file, "--yes", "--json"));
  expect(row?.outcome).toBe("accepted");
  const one = await machine.run("history", row?.batch ?? "");
  expect(one.out).toMatch(/^Accepted +1 refund whose amount only 2Checkout knows$/m);
  const all = await machine.run("history", "--batches");
  expect(all.out).toContain("1 of unknown amount");
});

test("a row that was never started has no outcome, and its batch waits", async () => {
  const { machine } = await shopFor({ orders: 5 });
  const file = fileOf(machine, `${[header, ...rows.slice(0, 2)].join("\n")}\n`);
  const [begun] = rowsOf(await machine.run("batch", file, "--yes", "--json", "--limit", "1"));
  const batch = begun?.batch ?? "";
  const told = documentOf(await machine.run("history", batch, "--json"), "refund.batch-1");
  expect(told).toMatchObject({ rows: 2, outcomes: { accepted: 1 }, finished: false });
  const { out } = await machine.run("history", "--batch", batch, "--json");
  const last = valid(JSON.parse(out.trimEnd().split("\n").at(-1) ?? ""), "refund.row-1");
  expect(last).toMatchObject({ outcome: null, error: null });
  const status = documentOf(await machine.run("status", "--json"), "refund.status-1");
  expect(status.batches).toMatchObject([{ batch, rows: 2, done: 1, unresolved: 0 }]);
});

test("a batch of which every row has ended does not wait, though some of it was refused", async () => {
  const { machine } = await shopWithBatch();
  const status = documentOf(await machine.run("status", "--json"), "refund.status-1");
  expect(status.batches).toEqual([]);
});

test("a dry run leaves nothing in the journal, not even of a batch that is there", async () => {
  const { machine, batch, file } = await shopWithBatch();
  const before = await machine.run("history", "--batch", batch, "--json");
  await machine.run("batch", file, "--dry-run");
  expect((await machine.run("history", "--batch", batch, "--json")).out).toBe(before.out);
});

test("batches are listed newest first, for programs and for people", async () => {
  const { machine, batch } = await shopWithBatch();
  machine.clock.advance(60_000);
  const other = fileOf(machine, `${header}\npartial,2000000004,1.00,USD,Other,,,\n`, "next.csv");
  await machine.run("batch", other, "--yes");
  const listed = batchesOf((await machine.run("history", "--batches", "--json")).out);
  expect(listed.map(({ source }) => source)).toEqual(["next.csv", "november.csv"]);
  const [heading, , second] = (await machine.run("history", "--batches")).out.split("\n");
  expect(heading?.split("\t").slice(0, 3)).toEqual(["time_utc", "batch", "source"]);
  expect(second).toContain(`\t${batch}\tnovember.csv\t`);
  expect(
    batchesOf((await machine.run("history", "--batches", "--limit", "1", "--json")).out),
  ).toHaveLength(1);
});

test("for people a batch says what came of it, and which command tells its rows", async () => {
  const { machine, batch } = await shopWithBatch(true);
  const one = await machine.run("history", batch.slice(-6));
  expect(one.out).toMatch(/^File +november\.csv$/m);
  expect(one.out).toMatch(/^Outcomes +2 accepted, 2 refused$/m);
  expect(one.out).toMatch(/^Because +1 order-not-complete$/m);
  expect(one.out).toContain(`refund history --batch ${batch}`);
  const all = await machine.run("history", "--batches");
  expect(all.out).toMatch(
    /november\.csv +4 +2 accepted, 2 refused +5\.00 USD +agent +yes +[0-9A-Z]{6,8}\n/,
  );
  const rowsShown = await machine.run("history", "--batch", batch);
  expect(rowsShown.out).toMatch(/^Row +At \(UTC\) +Order/);
  expect(rowsShown.out).toContain("Rows for which nothing was sent\nLine  Row ");
  expect(rowsShown.out).toContain("Accepted: 5.00 USD\n");
});

test("where no batch is, words say so; a name that is an attempt's is no batch", async () => {
  const { machine } = await shopFor();
  const none = await machine.run("history", "--batches");
  expect(none).toMatchObject({ code: 0, out: "" });
  expect(none.err).toMatch(/^No batches are recorded in .+ yet\.\n$/);
  const shop = await shopWithBatch();
  const { out } = await shop.machine.run("history", "--limit", "1", "--json");
  const { attempt } = valid(JSON.parse(out), "refund.attempt-1");
  expect(await shop.machine.run("history", "--batch", attempt)).toMatchObject({ code: 2, out: "" });
});
