import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { expect, test } from "vitest";
import { attemptsOn } from "../support/journal.ts";
import { openJournal } from "../../src/journal/journal.ts";
import { outcomeOf } from "../support/document.ts";
import { runScript } from "../support/process.ts";
import { received, type Shop, shopFor } from "../support/sandbox.ts";

const total = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
const legacy = ["lineitem", "1234567890", "--legacy", "--category", "5", "--yes", "--json"];
const patience = { timeout: 20_000 };

test.each(["a folder that is a file", "a file that is no journal"])(
  "a journal that cannot be used stops the run before anything is sent: %s",
  async (what) => {
    const { machine, sandbox } = await shopFor();
    const noJournal = join(machine.cwd, "journal.db");
    writeFileSync(noJournal, "not a database".repeat(1_000));
    const isFolder = what.startsWith("a folder");
    machine.env["REFUND_JOURNAL"] = isFolder ? join(noJournal, "journal.db") : noJournal;
    for (const argv of [total, legacy]) {
      expect(outcomeOf(await machine.run(...argv))).toMatchObject({
        code: 1,
        outcome: "failed",
        error: { code: "journal-unavailable" },
      });
    }
    expect(received(sandbox, "issueRefund")).toBe(0);
    expect(received(sandbox, "refund_lineitem")).toBe(0);
  },
);

test.each([
  ["issueRefund", total],
  ["refund_lineitem", legacy],
] as const)(
  "an answer to %s that is known keeps its outcome when it cannot be written down",
  async (method, argv) => {
    const { machine, sandbox } = await shopFor();
    sandbox.addFault({ kind: "slow", method, afterMs: 1_500 });
    const running = machine.run(...argv);
    await expect.poll(() => received(sandbox, method), patience).toBe(1);
    const database = new Libsql(machine.journal);
    database.exec("drop table timeline; drop table attempt");
    database.close();
    const document = outcomeOf(await running);
    expect(document).toMatchObject({ code: 0, outcome: "accepted" });
    expect(document.warnings).toMatchObject([{ code: "journal-not-updated" }]);
    expect(document.warnings[0]?.message).toContain(document.attempt);
  },
);

const gone = "delete from timeline; delete from attempt";

test.each([
  ["is gone", gone, "is no longer in it"],
  [
    "has another outcome",
    "update attempt set outcome = 'refused', settled_by = 'answer'",
    "as refused.",
  ],
])(
  "an answer whose attempt %s by then is reported, and a warning says so",
  async (_what, sql, words) => {
    const { machine, sandbox } = await shopFor();
    sandbox.addFault({ kind: "slow", method: "issueRefund", afterMs: 1_500 });
    const running = machine.run(...total);
    await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
    const database = new Libsql(machine.journal);
    database.exec(sql);
    database.close();
    const document = outcomeOf(await running);
    expect(document).toMatchObject({ code: 0, outcome: "accepted" });
    expect(document.warnings).toMatchObject([{ code: "journal-not-updated" }]);
    expect(document.warnings[0]?.message).toContain(`${document.attempt ?? "?"} ${words}`);
  },
);

test("an answer that was lost while its attempt vanished is unknown, and the warning says that nothing blocks it", async () => {
  const { machine, sandbox } = await shopFor();
  sandbox.addFault({ kind: "drop-after", method: "issueRefund", afterMs: 1_500 });
  const running = machine.run(...total);
  await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
  const database = new Libsql(machine.journal);
  database.exec(gone);
  database.close();
  const document = outcomeOf(await running);
  expect(document).toMatchObject({ code: 7, warnings: [{ code: "journal-not-updated" }] });
  expect(document.warnings[0]?.message).toContain("is no longer in it");
});

/** As if somebody tidied up, or restored an older one. */
function replaceJournal({ machine }: Shop, by: "nothing" | "another"): void {
  rmSync(machine.journal);
  if (by === "another") new Libsql(machine.journal).close();
}

test.each(["nothing", "another"] as const)(
  "a journal that is replaced by %s while somebody is asked stops the run, and nothing is sent",
  async (by) => {
    const shop = await shopFor({}, { terminal: { stdin: true, stderr: true } });
    const { machine, sandbox } = shop;
    const running = machine.start(
      ...["total", "73152871", "--reason", "Other", "--comment", "", "--json"],
    );
    await running.says("Refund 241.49 USD of order");
    replaceJournal(shop, by);
    running.type("y\n");
    const document = outcomeOf(await running.ended);
    expect(document).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
    expect(document.error?.message).toContain("deleted or replaced");
    expect(received(sandbox, "issueRefund")).toBe(0);
  },
);

test.each(["drop-before", "slow"] as const)(
  "a journal that is replaced while a refund is in flight (%s) is warned of",
  async (kind) => {
    const shop = await shopFor();
    const { machine, sandbox } = shop;
    sandbox.addFault({ kind, method: "issueRefund", afterMs: 1_500 });
    const running = machine.run(...total);
    await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
    replaceJournal(shop, "another");
    const document = outcomeOf(await running);
    expect(document.outcome).toBe(kind === "slow" ? "accepted" : "unknown");
    expect(document.warnings).toMatchObject([{ code: "journal-not-updated" }]);
    expect(document.warnings[0]?.message).toContain("deleted or replaced");
  },
);

test("a commit that fails at its very end, because somebody reads the file, lets nothing be sent", async () => {
  const { machine, sandbox } = await shopFor();
  await (await openJournal(machine.journal)).close();
  const reader = new Libsql(machine.journal);
  reader.exec("begin");
  reader.prepare("select count(*) from attempt").get();
  const ended = outcomeOf(await machine.run(...total));
  reader.exec("commit");
  reader.close();
  expect(ended).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
  expect(received(sandbox, "issueRefund")).toBe(0);
  expect(await attemptsOn(machine, sandbox, "73152871")).toEqual([]);
});

test("a journal that is a named pipe is refused at once, though nobody is at its other end", async () => {
  const { machine, sandbox } = await shopFor();
  const pipe = join(machine.cwd, "pipe");
  await runScript(`mkfifo '${pipe}'`, { env: machine.env, data: machine.cwd });
  machine.env["REFUND_JOURNAL"] = pipe;
  for (const argv of [total, legacy]) {
    const outcome = outcomeOf(await machine.run(...argv));
    expect(outcome).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
    expect(outcome.error?.message).toContain("named pipe");
  }
  expect((await machine.run("journal", "check")).code).toBe(1);
  expect(received(sandbox, "issueRefund")).toBe(0);
});
