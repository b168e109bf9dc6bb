import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { expect, test } from "vitest";
import { parseCurrency } from "../../src/domain/currency.ts";
import { openJournal } from "../../src/journal/journal.ts";
import { lostChanges } from "../../src/journal/lost-changes.ts";
import { readMarks } from "../../src/journal/marks.ts";
import { snapshotOf } from "../../src/domain/snapshot.ts";
import { order } from "../domain/build.ts";
import { readAlone } from "../support/independent-reader.ts";
import {
  noLater,
  begunAttempt,
  folderFor,
  intent,
  leasedRow,
  journalAt,
  noon,
  settledAttempt,
  subject,
} from "./open.ts";
import { orderNumber } from "../support/named.ts";
import { parseAttemptId } from "../../src/domain/pasted.ts";

const usd = parseCurrency("USD");
if (usd === null) throw new Error("USD is a currency");

const inMemory = ":memory:";
const answered = { by: "answer", problem: null, evidence: null, at: noon } as const;
const other = { ...subject, number: orderNumber("73152872") };

test("what was recorded is read back as it was", async () => {
  const journal = await journalAt(join(folderFor(), "journal.db"));
  const wanted = intent({
    amount: { minor: 2999n, currency: usd },
    items: [
      {
        reference: "a439",
        productCode: "PRO-1Y",
        quantity: 1,
        amount: { minor: 2999n, currency: usd },
      },
    ],
    comment: "Sorry",
    ticket: "T-1",
    completes: true,
  });
  const begun = await journal.begin(wanted, []);
  expect(begun.tag).toBe("begun");
  expect(await journal.attemptsOn(subject)).toEqual([
    {
      ...wanted,
      id: expect.stringMatching(/^[0-9A-Z]{26}$/) as string,
      outcome: null,
      settledBy: null,
      settledAt: null,
      problem: null,
      evidence: null,
      ...noLater,
    },
  ]);
});

test("an attempt lasts when the journal is opened anew", async () => {
  const path = join(folderFor(), "deep", "journal.db");
  const first = await journalAt(path);
  const id = await begunAttempt(first);
  const second = await journalAt(path);
  expect(await second.find(id)).toMatchObject({ id, outcome: null });
});

test("only its owner can read the journal's file", async () => {
  const path = join(folderFor(), "journal.db");
  await begunAttempt(await journalAt(path));
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("history is filtered by order, account, ticket, outcome and time, newest first", async () => {
  const journal = await journalAt(inMemory);
  const old = await settledAttempt(journal, "accepted", { ticket: "T-1" });
  const refused = await settledAttempt(journal, "refused", {
    subject: other,
    startedAt: noon + 86_400_000,
  });
  const open = await begunAttempt(journal, {
    subject: { ...subject, account: "SHOP-B" },
    startedAt: noon + 2 * 86_400_000,
  });
  const ids = async (filter: Parameters<typeof journal.list>[0]) =>
    (await journal.list(filter)).map(({ id }) => id);
  expect(await ids({})).toEqual([open, refused, old]);
  expect(await ids({ number: orderNumber("73152872") })).toEqual([refused]);
  expect(await ids({ account: "SHOP-B" })).toEqual([open]);
  expect(await ids({ ticket: "T-1" })).toEqual([old]);
  expect(await ids({ outcome: "unknown" })).toEqual([open]);
  expect(await ids({ outcome: "accepted" })).toEqual([old]);
  expect(await ids({ since: noon + 86_400_000, until: noon + 2 * 86_400_000 })).toEqual([refused]);
  expect(await ids({ limit: 2 })).toEqual([open, refused]);
});

test("pruning forgets why and by whom, keeps what guards and explains, and does so once", async () => {
  const journal = await journalAt(inMemory);
  const why = { reason: "Fraud", comment: "Sorry, Ann", ticket: "T-1" };
  const before = snapshotOf(order());
  const old = await settledAttempt(journal, "accepted", { ...why, before });
  const open = await begunAttempt(journal, { ...why, subject: other, startedAt: noon + 1 });
  const young = await settledAttempt(journal, "refused", {
    ...why,
    subject: { ...subject, number: orderNumber("73152873") },
    startedAt: noon + 86_400_000,
  });
  const others = [await journal.find(young), await journal.find(open)];
  const whole = await journal.find(old);
  expect(await journal.prune(noon + 86_400_000)).toBe(1);
  expect(await journal.prune(noon + 86_400_000)).toBe(0);
  expect(await journal.list({})).toEqual([
    ...others,
    {
      ...whole,
      reason: "",
      comment: "",
      ticket: null,
      who: { user: "", host: "", pid: whole?.who.pid },
    },
  ]);
  expect(await journal.begin(intent(), [old])).toEqual({ tag: "conflict" });
});

test("pruning forgets what a person said and who it was, not that a person did", async () => {
  const journal = await journalAt(inMemory);
  const id = await begunAttempt(journal);
  const evidence = "said by ann@desk-7";
  await journal.settle(id, { ...answered, outcome: "not-applied", by: "person", evidence });
  await journal.prune(noon + 86_400_000);
  expect(await journal.find(id)).toMatchObject({
    outcome: "not-applied",
    settledBy: "person",
    evidence: null,
  });
  expect((await journal.timeline(id)).map(({ what }) => what)).toEqual([
    ...["recorded", "not-applied (by person)"],
  ]);
});

test("of what shares a commit, that alone fails which cannot be written", async () => {
  const path = join(folderFor(), "journal.db");
  const journal = await journalAt(path);
  const ids = [
    await begunAttempt(journal),
    await begunAttempt(journal, { subject: other }),
    await begunAttempt(journal, { subject: { ...subject, number: orderNumber("73152873") } }),
  ] as const;
  const spoiler = new Libsql(path);
  spoiler.exec(`create trigger spoil before update on attempt when new.id = '${ids[1]}'
    begin select json('spoilt'); end`);
  spoiler.close();
  const outcomes = await Promise.allSettled(
    ids.map((id) => journal.settle(id, { ...answered, outcome: "accepted" })),
  );
  expect(outcomes).toMatchObject([
    { status: "fulfilled", value: true },
    {
      status: "rejected",
      reason: { message: expect.stringContaining("malformed JSON") as string },
    },
    { status: "fulfilled", value: true },
  ]);
  const { outcome } = (await journal.find(ids[1])) ?? {};
  expect(outcome).toBeNull();
  expect(await readAlone(path, "select count(*) from attempt where outcome = 'accepted'")).toEqual([
    [2],
  ]);
});

test("a commit that came to nothing leaves no mark ahead of the journal", async () => {
  const folder = folderFor();
  const path = join(folder, "journal.db");
  const marks = join(folder, "marks");
  const journal = await openJournal(path, { marks });
  const gone = journal.note(parseAttemptId("no such attempt"), "asked again", noon);
  await expect(gone).rejects.toThrow(/FOREIGN KEY/);
  await journal.close();
  const again = await openJournal(path, { marks });
  expect(await again.list({})).toEqual([]);
  await again.close();
});

test("an older copy that is written over a journal after several changes is noticed by who has it open", async () => {
  const path = join(folderFor(), "journal.db");
  const journal = await journalAt(path);
  const first = await settledAttempt(journal, "accepted");
  const copy = readFileSync(path);
  await settledAttempt(journal, "accepted", { sameness: "7.00 USD amount" });
  writeFileSync(path, copy);
  const next = intent({ sameness: "9.00 USD amount" });
  await expect(journal.begin(next, [first])).rejects.toThrow(/older copy/);
});

test("another journal that is written over one is noticed by who has it open, however far it has come", async () => {
  const folder = folderFor();
  const path = join(folder, "journal.db");
  const journal = await journalAt(path);
  const first = await settledAttempt(journal, "accepted");
  const another = await journalAt(join(folder, "another.db"));
  for (const number of ["1", "2", "3", "4"]) {
    await settledAttempt(another, "accepted", {
      subject: { ...subject, number: orderNumber(number) },
    });
  }
  writeFileSync(path, readFileSync(join(folder, "another.db")));
  const next = intent({ sameness: "9.00 USD amount" });
  await expect(journal.begin(next, [first])).rejects.toThrow(/older copy/);
});

test("of several marks that processes left side by side the newest counts, each by itself", () => {
  const folder = folderFor();
  for (const counts of ["9", "12.1.7", "11.4.0.3"]) {
    writeFileSync(join(folder, `01A-${counts}`), "");
  }
  const marks = readMarks(folder, join(folder, "journal.db"));
  expect(marks.newest("01A")).toEqual([12, 4, 7, 3]);
  marks.keep({ id: "01A", counts: [12, 4, 8, 3] });
  const left = readdirSync(folder).filter((name) => name.startsWith("01A"));
  expect(left).toEqual(["01A-12.4.8.3"]);
});

test("what is missing is counted on each counter, whatever others make up for", () => {
  const folder = folderFor();
  writeFileSync(join(folder, "01A-5.7.2"), "");
  const marks = readMarks(folder, join(folder, "journal.db"));
  expect(lostChanges(marks, { id: "01A", counts: [5, 5, 99] })).toEqual([
    "the newest 2 changes are missing: this machine has seen 14 changes, and only 12 of them are there",
  ]);
  expect(lostChanges(marks, { id: "01A", counts: [5, 7] })).toHaveLength(1);
  expect(lostChanges(marks, { id: "01A", counts: [6, 7, 2, 1] })).toEqual([]);
});

test("a journal that was only read is known from then on", async () => {
  const folder = folderFor();
  const path = join(folder, "journal.db");
  const elsewhere = await openJournal(path);
  await settledAttempt(elsewhere, "accepted");
  await elsewhere.close();
  const marks = join(folder, "marks");
  await (await openJournal(path, { marks })).close();
  const { here, newest } = readMarks(marks, path);
  expect(here.map(newest)).toEqual([[2]]);
});

test("a row of a batch is refunded once, whatever order it is made for", async () => {
  const journal = await journalAt(inMemory);
  const row = await leasedRow(journal);
  await settledAttempt(journal, "accepted", { row });
  expect(await journal.begin(intent({ subject: other, row }), [])).toEqual({ tag: "conflict" });
});

test("a repeat that was pruned has still used up the permission", async () => {
  const journal = await journalAt(inMemory);
  const first = await settledAttempt(journal, "accepted");
  const repeat = await settledAttempt(journal, "accepted", { again: first });
  expect(await journal.prune(noon + 1)).toBe(2);
  expect(await journal.find(repeat)).toMatchObject({ again: first });
  expect(await journal.begin(intent({ again: first }), [first, repeat])).toEqual({
    tag: "conflict",
  });
});

test("evidence for one that a person denied, after the same was accepted anew, changes neither and is noted", async () => {
  const journal = await journalAt(inMemory);
  const denied = await begunAttempt(journal);
  await journal.settle(denied, { ...answered, outcome: "not-applied", by: "person" });
  const anew = await settledAttempt(journal, "accepted");
  const late = { ...answered, outcome: "accepted", by: "evidence" } as const;
  expect(await journal.settle(denied, late)).toBe(false);
  expect(await journal.find(denied)).toMatchObject({ outcome: "not-applied" });
  expect(await journal.find(anew)).toMatchObject({ outcome: "accepted" });
  expect((await journal.timeline(denied)).map(({ what }) => what)).toContainEqual(
    expect.stringMatching(/^accepted \(by evidence\)./) as unknown,
  );
});
