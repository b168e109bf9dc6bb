import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { expect, onTestFinished, test } from "vitest";
import { JournalUnavailable } from "../../src/failure.ts";
import { openJournal } from "../../src/journal/journal.ts";
import { received, shopFor } from "../support/sandbox.ts";
import { outcomeOf } from "../support/document.ts";
import { runScript } from "../support/process.ts";
import { folderFor, intent, journalAt } from "./open.ts";

const refund = ["total", "73152871", "--reason", "Fraud", "--yes", "--json"];

test.each([
  [
    "is a folder",
    (path: string) => {
      mkdirSync(path);
    },
  ],
  [
    "is not a database",
    (path: string) => {
      writeFileSync(path, "x".repeat(4096));
    },
  ],
  [
    "has a folder that is a file",
    (path: string) => {
      writeFileSync(join(path, ".."), "");
    },
  ],
])("nothing is sent when the journal %s, and the message says why", async (_case, spoil) => {
  const { sandbox, machine } = await shopFor();
  const path = join(machine.cwd, "there", "journal.db");
  if (!_case.includes("that is a file")) mkdirSync(join(path, ".."));
  spoil(path);
  machine.env["REFUND_JOURNAL"] = path;
  const outcome = outcomeOf(await machine.run(...refund));
  expect(outcome).toMatchObject({ code: 1, outcome: "failed" });
  expect(outcome.error?.code).toBe("journal-unavailable");
  expect(outcome.error?.message).toMatch(/journal\.db cannot be used, so nothing was sent: ./);
  expect(received(sandbox, "issueRefund")).toBe(0);
});

test("nothing is sent while another process keeps the journal locked", async () => {
  const { sandbox, machine } = await shopFor();
  mkdirSync(machine.folders.data);
  await journalAt(machine.journal);
  const holder = new Libsql(machine.journal);
  onTestFinished(() => {
    holder.close();
  });
  holder.exec("begin exclusive");
  const outcome = outcomeOf(await machine.run(...refund));
  expect(outcome).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
  expect(outcome.error?.message).toContain("locked");
  expect(received(sandbox, "issueRefund")).toBe(0);
});

test("nothing is sent when the disk is full, and the message says why", async () => {
  const { sandbox, machine } = await shopFor({ clock: Date.now });
  mkdirSync(machine.folders.data);
  const journal = await openJournal(machine.journal);
  await journal.close();
  // A limit on the size of files stands for a disk without room: SQLite meets the same failing write.
  const program = ["bin/refund.js", ...refund].map((word) => `'${word}'`).join(" ");
  const ended = await runScript(`ulimit -f 2; '${process.execPath}' ${program}`, {
    env: { ...process.env, ...machine.env, REFUND_JOURNAL: machine.journal },
  });
  const outcome = outcomeOf(ended);
  expect(outcome).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
  expect(outcome.error?.message).toContain("nothing was sent");
  expect(received(sandbox, "issueRefund")).toBe(0);
});

test("an outcome that cannot be written is told, and the attempt stays open", async () => {
  const { machine, sandbox } = await shopFor({
    faults: [{ kind: "slow", method: "issueRefund", afterMs: 300 }],
  });
  const running = machine.start(...refund);
  await running.says("This refund");
  while (received(sandbox, "issueRefund") === 0) await new Promise((next) => setTimeout(next, 2));
  const holder = new Libsql(machine.journal);
  onTestFinished(() => {
    holder.close();
  });
  holder.exec("begin exclusive");
  const outcome = outcomeOf(await running.ended);
  expect(outcome).toMatchObject({ code: 0, outcome: "accepted" });
  expect(outcome.warnings.map(({ code }) => code)).toContain("journal-not-updated");
  holder.exec("rollback");
  const journal = await journalAt(machine.journal);
  expect(await journal.list({ outcome: "unknown" })).toHaveLength(1);
});

test("what cannot be recorded is an error of the journal, not a conflict", async () => {
  const path = join(folderFor(), "journal.db");
  const journal = await journalAt(path);
  const spoiler = new Libsql(path);
  spoiler.exec("drop table timeline");
  spoiler.close();
  await expect(journal.begin(intent(), [])).rejects.toBeInstanceOf(JournalUnavailable);
});
