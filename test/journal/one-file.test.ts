import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { sql } from "kysely";
import Libsql from "libsql";
import { expect, test } from "vitest";
import { connect } from "../../src/journal/database.ts";
import { fileOf, rowsOf } from "../support/batch.ts";
import { outcomeOf } from "../support/document.ts";
import { readAlone } from "../support/independent-reader.ts";
import { deskWithShop } from "../support/program.ts";
import { shopFor } from "../support/sandbox.ts";
import { begunAttempt, folderFor, journalAt } from "./open.ts";
import { parseBatchId } from "../../src/domain/pasted.ts";

const header = "id,kind,order,lineitem,amount,currency,items,reason,category\n";
const refund = ["total", "73152871", "--reason", "Fraud", "--yes", "--json"];

test("after a refund the journal's one file holds the attempt, for any reader, and nothing is beside it", async () => {
  const { desk } = await deskWithShop();
  const path = join(desk.home, "kept", "journal.db");
  desk.env["REFUND_JOURNAL"] = path;
  const { attempt } = outcomeOf(await desk.run(...refund));
  expect(readdirSync(dirname(path))).toEqual(["journal.db"]);
  expect(await readAlone(path, "select id, number, outcome from attempt")).toEqual([
    [attempt, "73152871", "accepted"],
  ]);
});

test("the one file holds an attempt before its request leaves, whatever becomes of the process", async () => {
  const { desk, sandbox } = await deskWithShop({
    faults: [{ kind: "hang-after", method: "issueRefund" }],
  });
  const path = join(desk.home, "kept", "journal.db");
  desk.env["REFUND_JOURNAL"] = path;
  const { child, ended } = desk.start(...refund);
  const sent = () => sandbox.requests().some(({ method }) => method === "issueRefund");
  await expect.poll(sent, { timeout: 30_000 }).toBe(true);
  child.kill("SIGKILL");
  await ended;
  expect(readdirSync(dirname(path))).toEqual(["journal.db"]);
  expect(await readAlone(path, "select number, outcome from attempt")).toEqual([
    ["73152871", null],
  ]);
});

test("a commit is told only when disk and folder have it", async () => {
  const path = join(folderFor(), "journal.db");
  await begunAttempt(await journalAt(path));
  const database = await connect(path);
  const read = async (pragma: "synchronous" | "journal_mode") =>
    (await sql<Record<string, unknown>>`pragma ${sql.raw(pragma)}`.execute(database)).rows[0];
  // EXTRA: FULL, and the folder as well.
  expect(await read("synchronous")).toMatchObject({ synchronous: 3 });
  expect(await read("journal_mode")).toMatchObject({ journal_mode: "delete" });
  await database.destroy();
});

/** Files as a run of version 0.1 left them: all that it wrote is in the log beside the file. */
function journalOfEarlierVersion(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  for (const part of ["", "-wal"]) {
    const packed = readFileSync(`test/fixture/journal-of-0.1/journal.db${part}.gz`);
    writeFileSync(path + part, gunzipSync(packed), { mode: 0o600 });
  }
}

test("a journal of an earlier version is read whole, and its log is folded into the one file", async () => {
  const path = join(folderFor(), "kept", "journal.db");
  journalOfEarlierVersion(path);
  const journal = await journalAt(path);
  expect(await journal.list({})).toMatchObject([
    { subject: { number: "73152899" }, outcome: null },
    {
      subject: { number: "73152871" },
      outcome: "accepted",
      comment: "Sorry",
      ticket: "T-1",
      before: { status: "COMPLETE" },
    },
  ]);
  expect(readdirSync(dirname(path))).toEqual(["journal.db"]);
  expect(await readAlone(path, "select state from journal")).toEqual([[0]]);
  // The row whose attempt that version deleted is still known to be refunded.
  const [batch] = await readAlone(path, "select batch from batch_row where outcome = 'accepted'");
  expect(await journal.batches.countRefunded(parseBatchId(String(batch?.[0])))).toBe(1);
});

test("what an earlier version refunded blocks the same refund", async () => {
  const { machine, sandbox } = await shopFor();
  journalOfEarlierVersion(machine.journal);
  const database = new Libsql(machine.journal);
  const realm = new URL(sandbox.rpcUrl).origin;
  database.exec(
    `update attempt set realm = '${realm}', account = '${sandbox.merchantCode}'; pragma journal_mode = delete`,
  );
  database.close();
  const again = outcomeOf(
    await machine.run("partial", "73152871", "--item", "PRO-1Y", ...refund.slice(2)),
  );
  expect(again).toMatchObject({ code: 5, error: { code: "duplicate-refund" } });
  expect(sandbox.ledger()).toHaveLength(0);
});

test("a batch is recorded whole or not at all, and what an earlier version left half-recorded goes", async () => {
  const { machine } = await shopFor();
  journalOfEarlierVersion(machine.journal);
  const before = new Libsql(machine.journal);
  before.exec(`
    insert into batch select 'half', 'x', source, 2, rpc_realm, rpc_account, legacy_realm,
      legacy_account, user, host, started_at, null from batch;
    insert into batch_row (batch, key, content, api, number) values ('half', 'id 1', 'x', 'rpc6', '1');
    pragma journal_mode = delete`);
  before.close();
  const rows = rowsOf(
    await machine.run("batch", fileOf(machine, `${header}7,total,73152884,,,,,Other,\n`), "--yes"),
  );
  expect(
    await readAlone(machine.journal, "select id from batch where recorded_at is null"),
  ).toEqual([]);
  expect(
    await readAlone(machine.journal, "select batch from batch_row where batch = 'half'"),
  ).toEqual([]);
  expect(
    await readAlone(machine.journal, `select rows from batch where id = '${rows[0]?.batch ?? ""}'`),
  ).toEqual([[1]]);
});
