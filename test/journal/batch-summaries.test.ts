import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { BatchId } from "../../src/domain/attempt-id.ts";
import type { Attempt } from "../../src/journal/attempt.ts";
import type { NewRow } from "../../src/journal/batch-rows.ts";
import type { BatchFilter } from "../../src/journal/batch-summaries.ts";
import type { Journal } from "../../src/journal/journal.ts";
import type { RowEnd } from "../../src/journal/row-end.ts";
import { dollars } from "../render/attempts.ts";
import { databases } from "./databases.ts";
import { orderNumber } from "../support/named.ts";
import { relayTo } from "../support/database-relay.ts";
import { hasPostgres, teamDatabase } from "../support/postgres.ts";
import {
  begunAttempt,
  intent,
  leaseAll,
  newRow,
  noon,
  settledAttempt,
  sharedJournalAt,
  subject,
} from "./open.ts";

const who = { user: "ann", host: "desk-7" };

async function batchOf(
  journal: Journal,
  rows: readonly NewRow[],
  digest = "d",
  startedAt = noon,
): Promise<BatchId> {
  const accounts = { rpc6: { realm: "live", account: "ACME" }, legacy: null };
  const batch = { digest, beside: false, source: "refunds.csv", rows: rows.length };
  return journal.batches.record({ ...batch, accounts, startedAt, who }, async function* () {
    yield rows;
    await Promise.resolve();
  });
}

/** Takes rows into a batch as it is now. */
async function amendNow(
  journal: Journal,
  batch: BatchId,
  rows: readonly NewRow[],
  source = "corrected.csv",
) {
  const now = await journal.batches.find(batch);
  return now && journal.batches.amend(now, rows, source);
}

/** An attempt for a row, by somebody who has it leased. */
async function about(row: NewRow, batch: BatchId, journal: Journal) {
  const at = await journal.batches.join(batch, { ...who, pid: 1 }, null);
  await leaseAll(journal, at, [row.key]);
  return {
    subject: { ...subject, number: orderNumber(row.number) },
    row: { batch, key: row.key, content: row.content, worker: at.worker },
    amount: dollars("5.00"),
  };
}

function end(row: NewRow, different: Partial<RowEnd> = {}): RowEnd {
  const problem = { code: "too-late", message: "The order is too old." };
  return { row, outcome: "refused", problem, seen: null, who, at: noon, ...different };
}

/** Says of a row, while at work on its batch, what came of it without an attempt. */
async function tellEnd(journal: Journal, batch: BatchId, row: NewRow, told: RowEnd) {
  const at = await journal.batches.join(batch, { ...who, pid: 1 }, null);
  const reports = [{ row, result: "{}", end: told }];
  await journal.batches.exchange(at, { reports, held: [], wanted: [], most: 0 });
}

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}

describe.each(databases)("a journal in $name", ({ open, openOwned }) => {
  test("tells of every row of a batch: by its attempt, by what it was refused for, or that it never began", async () => {
    const journal = await open();
    const row = (number: string, line: number) => newRow({ name: null, number, line });
    const [a, b, c, d] = [row("1", 2), row("2", 3), row("3", 4), row("4", 5)] as const;
    const batch = await batchOf(journal, [a, b, c, d]);
    await settledAttempt(journal, "accepted", await about(a, batch, journal));
    await begunAttempt(journal, await about(b, batch, journal));
    await tellEnd(journal, batch, c, end(c));
    expect(await journal.batches.tell(batch)).toMatchObject({
      source: "refunds.csv",
      who,
      rows: 4,
      outcomes: new Map([
        ["accepted", 1],
        ["unknown", 1],
        ["refused", 1],
      ]),
      totals: [dollars("5.00")],
      causes: new Map([
        ["unresolved-attempt", 1],
        ["too-late", 1],
      ]),
      finished: false,
    });
    expect(await all(journal.batches.rowsWithoutAttempt(batch))).toMatchObject([
      { number: "3", line: 4, name: null, amount: "5.00", end: { outcome: "refused" } },
      { number: "4", line: 5, end: null, pruned: null },
    ]);
  });

  test("counts a row that was refused and then accepted once, and as accepted", async () => {
    const journal = await open();
    const row = newRow({ name: "7", number: "1" });
    const batch = await batchOf(journal, [row]);
    await tellEnd(journal, batch, row, end(row));
    await setTimeout(5);
    await tellEnd(journal, batch, row, end(row, { outcome: "not-sent", at: noon + 1_000 }));
    expect(await journal.batches.tell(batch)).toMatchObject({
      outcomes: new Map([["not-sent", 1]]),
      finished: true,
    });
    // Without an id, a corrected row is another one about the same order.
    const corrected = newRow({ name: null, number: "1", line: 9 });
    await amendNow(journal, batch, [corrected]);
    await settledAttempt(journal, "accepted", await about(corrected, batch, journal));
    expect(await journal.batches.tell(batch)).toMatchObject({
      rows: 1,
      outcomes: new Map([["accepted", 1]]),
      causes: new Map(),
      finished: true,
    });
    expect(await journal.unfinishedBatches()).toEqual([]);
    expect(await all(journal.batches.rowsWithoutAttempt(batch))).toEqual([]);
  });

  const row = { name: "7", number: "1" };
  test.each([
    ["whose order number was corrected", row, { ...row, number: "2" }],
    ["whose amount was corrected", row, { ...row, amount: "6.00" }],
    [
      "without an id whose amount was corrected",
      { ...row, name: null },
      { name: null, number: "1", amount: "6.00" },
    ],
    ["that got another id", row, { ...row, name: "8" }],
    ["that lost its id", row, { ...row, name: null }],
  ])("a row %s is one row that has not begun, whatever came of it before", async (_, was, is) => {
    const journal = await open();
    const before = newRow(was);
    const corrected = newRow({ ...is, line: 2 });
    const batch = await batchOf(journal, [before]);
    await tellEnd(journal, batch, before, end(before));
    await settledAttempt(journal, "refused", await about(before, batch, journal));
    await amendNow(journal, batch, [corrected]);
    const notBegun = { rows: 1, outcomes: new Map(), causes: new Map(), finished: false };
    expect(await journal.batches.tell(batch)).toMatchObject(notBegun);
    expect(await journal.unfinishedBatches()).toMatchObject([{ id: batch, rows: 1, done: 0 }]);
    expect(await all(journal.batches.rowsWithoutAttempt(batch))).toMatchObject([
      { number: is.number, line: 2, end: null },
    ]);
    await tellEnd(journal, batch, corrected, end(corrected, { outcome: "blocked" }));
    expect(await journal.batches.tell(batch)).toMatchObject({
      rows: 1,
      outcomes: new Map([["blocked", 1]]),
      finished: true,
    });
    expect(await journal.unfinishedBatches()).toEqual([]);
    expect(await all(journal.batches.rowsWithoutAttempt(batch))).toMatchObject([
      { number: is.number, line: 2, end: { outcome: "blocked" } },
    ]);
  });

  test("the unfinished batches are those of which a row is open or was never begun, newest first", async () => {
    const journal = await open();
    const rowOn = (number: string, name: string | null = null) => newRow({ name, number });
    const made = async (
      digest: string,
      rows: readonly NewRow[],
      ...outcomes: readonly ("accepted" | "refused" | "open")[]
    ) => {
      const batch = await batchOf(journal, rows, digest, noon + Number(digest));
      for (const [index, outcome] of outcomes.entries()) {
        const row = rows[index];
        if (row === undefined) throw new Error("there are fewer rows than outcomes");
        const attempt = await about(row, batch, journal);
        if (outcome === "open") await begunAttempt(journal, attempt);
        else await settledAttempt(journal, outcome, attempt);
      }
      return batch;
    };
    await made("1", [rowOn("11"), rowOn("12")], "accepted", "refused");
    const begun = await made("2", [rowOn("21"), rowOn("22")], "accepted");
    const left = await made("3", [rowOn("31"), rowOn("32")], "refused", "open");
    const untouched = await made("4", [rowOn("41")]);
    // Money moved for the order, whatever its row is called now.
    const renamed = await made("5", [rowOn("51", "a")], "accepted");
    await amendNow(journal, renamed, [rowOn("51", "b")]);
    // And here it did not.
    const corrected = await made("6", [rowOn("61", "a")], "refused");
    await amendNow(journal, corrected, [rowOn("61", "b")]);
    expect(await journal.unfinishedBatches()).toMatchObject([
      { id: corrected, rows: 1, done: 0, unresolved: 0 },
      { id: untouched, rows: 1, done: 0, unresolved: 0, source: "refunds.csv" },
      { id: left, rows: 2, done: 1, unresolved: 1 },
      { id: begun, rows: 2, done: 1, unresolved: 0 },
    ]);
    const counted: BatchId[] = [];
    for await (const told of journal.batches.tellAll({})) if (!told.finished) counted.push(told.id);
    expect((await journal.unfinishedBatches()).map(({ id }) => id)).toEqual(counted);
  });

  test("a row that was corrected and then put back as it was is told as it was", async () => {
    const journal = await open();
    const first = newRow({ name: null, number: "1" });
    const batch = await batchOf(journal, [first]);
    await tellEnd(journal, batch, first, end(first));
    await amendNow(journal, batch, [newRow({ name: null, number: "1", amount: "6.00" })]);
    await amendNow(journal, batch, [first]);
    expect(await journal.batches.tell(batch)).toMatchObject({
      rows: 1,
      outcomes: new Map([["refused", 1]]),
    });
    expect(await all(journal.batches.rowsWithoutAttempt(batch))).toMatchObject([
      { amount: "5.00", end: { outcome: "refused" } },
    ]);
  });

  test("two rows that were given each other's order number are two rows that have not begun", async () => {
    const journal = await open();
    const [a, b] = [newRow({ name: "a", number: "1" }), newRow({ name: "b", number: "2" })];
    const batch = await batchOf(journal, [a, b]);
    for (const each of [a, b]) await tellEnd(journal, batch, each, end(each));
    await amendNow(journal, batch, [
      newRow({ name: "a", number: "2" }),
      newRow({ name: "b", number: "1" }),
    ]);
    expect(await journal.batches.tell(batch)).toMatchObject({ rows: 2, outcomes: new Map() });
    expect(await all(journal.batches.rowsWithoutAttempt(batch))).toMatchObject([
      { name: "a", number: "2", end: null },
      { name: "b", number: "1", end: null },
    ]);
  });

  test("money that moved is told, and an outcome that is open, whatever was corrected since", async () => {
    const journal = await open();
    const rows = ["1", "2"].map((number) => newRow({ name: null, number }));
    const [paid, open_] = rows as [NewRow, NewRow];
    const batch = await batchOf(journal, rows);
    await settledAttempt(journal, "accepted", await about(paid, batch, journal));
    await begunAttempt(journal, await about(open_, batch, journal));
    await amendNow(
      journal,
      batch,
      ["1", "2"].map((number) => newRow({ name: null, number, amount: "6.00" })),
    );
    expect(await journal.batches.tell(batch)).toMatchObject({
      rows: 2,
      outcomes: new Map([
        ["accepted", 1],
        ["unknown", 1],
      ]),
      totals: [dollars("5.00")],
    });
    expect(await all(journal.batches.rowsWithoutAttempt(batch))).toEqual([]);
  });

  test("a row that was refunded or may have been is not corrected, by whatever it is known", async () => {
    const journal = await open();
    const rows = ["a", "b", "c"].map((name, at) => newRow({ name, number: String(at + 1) }));
    const [paid, open_, free] = rows as [NewRow, NewRow, NewRow];
    const batch = await batchOf(journal, rows);
    await settledAttempt(journal, "accepted", await about(paid, batch, journal));
    await begunAttempt(journal, await about(open_, batch, journal));
    await settledAttempt(journal, "refused", await about(free, batch, journal));
    const corrected = newRow({ name: "c", number: "3", amount: "6.00" });
    await amendNow(journal, batch, [
      newRow({ name: "a", number: "9" }),
      newRow({ name: "z", number: "2" }),
      corrected,
    ]);
    const now = await journal.batches.rowsLike(rows, { batch });
    expect(new Map(now.map((row) => [row.key, row.replaced ? null : row.content]))).toEqual(
      new Map([paid, open_, corrected].map(({ key, content }) => [key, content])),
    );
  });

  test("a batch that somebody else corrected is not corrected unseen", async () => {
    const journal = await open();
    const row = newRow({ name: "a", number: "1" });
    const batch = await batchOf(journal, [row]);
    const seen = await journal.batches.find(batch);
    if (seen === null) throw new Error("it was recorded");
    const [mine, theirs] = ["6.00", "7.00"].map((amount) => [
      newRow({ name: "a", number: "1", amount }),
    ]);
    const next = await journal.batches.amend(seen, theirs ?? [], "theirs.csv");
    expect(await journal.batches.amend(seen, mine ?? [], "mine.csv")).toBeNull();
    expect(await journal.batches.rowsLike([row], { batch })).toMatchObject([
      { content: theirs?.[0]?.content },
    ]);
    const again = next && (await journal.batches.amend(next, mine ?? [], "mine.csv"));
    expect(again).toMatchObject({ id: batch });
  });

  test("a row that names an order which another row refunded is no row of its batch any more, once", async () => {
    const journal = await open();
    const rows = ["a", "b"].map((name, at) => newRow({ name, number: String(at + 1) }));
    const [paid, other] = rows as [NewRow, NewRow];
    const batch = await batchOf(journal, rows);
    await settledAttempt(journal, "accepted", await about(paid, batch, journal));
    const seen = await journal.batches.find(batch);
    if (seen === null) throw new Error("it was recorded");
    const corrected = [newRow({ name: "b", number: "1" })];
    const next = await journal.batches.amend(seen, corrected, "corrected.csv");
    expect(next?.amendments).toBe(1);
    const now = await journal.batches.rowsLike(rows, { batch });
    expect(new Map(now.map(({ key, replaced }) => [key, replaced]))).toEqual(
      new Map([
        [paid.key, false],
        [other.key, true],
      ]),
    );
    // Whoever says so once more changes nothing, and so has nothing to see first.
    expect(await journal.batches.amend(seen, corrected, "corrected.csv")).toEqual(seen);
    expect(await journal.batches.find(batch)).toMatchObject({ amendments: 1 });
  });

  test("an attempt says which file it is of, and which row: by its id, else by its line", async () => {
    const journal = await open();
    const rows = [
      newRow({ name: "inv-7", number: "1" }),
      newRow({ name: null, number: "2", line: 3 }),
    ];
    const batch = await batchOf(journal, rows);
    for (const row of rows)
      await settledAttempt(journal, "accepted", await about(row, batch, journal));
    await settledAttempt(journal, "accepted");
    const origins = new Map(
      (await journal.list({})).map(({ subject: { number }, origin }: Attempt) => [number, origin]),
    );
    expect(Object.fromEntries(origins)).toEqual({
      "1": { source: "refunds.csv", otherFile: null, row: "inv-7" },
      "2": { source: "refunds.csv", otherFile: null, row: "3" },
      [subject.number]: null,
    });
    expect(await journal.list({ batch })).toHaveLength(2);
  });

  test("a row that was corrected or added says which file has it so, and the others that of the batch", async () => {
    const journal = await open();
    const row = (number: string, line: number, amount = "5.00") =>
      newRow({ name: null, number, line, amount });
    const [kept, paid, open_] = [row("1", 2), row("2", 3), row("3", 4)];
    const batch = await batchOf(journal, [kept, paid, open_]);
    expect(await journal.batches.tell(batch)).toMatchObject({ correctedIn: [] });
    const [corrected, added] = [row("2", 7, "6.00"), row("4", 8)];
    await amendNow(journal, batch, [corrected], "corrected.csv");
    await amendNow(journal, batch, [added], "added.csv");
    await settledAttempt(journal, "accepted", await about(corrected, batch, journal));
    await settledAttempt(journal, "accepted", await about(kept, batch, journal));
    const made = await journal.list({ batch });
    const origins = new Map(made.map(({ subject: { number }, origin }) => [number, origin]));
    expect(Object.fromEntries(origins)).toEqual({
      "1": { source: "refunds.csv", otherFile: null, row: "2" },
      "2": { source: "corrected.csv", otherFile: "corrected.csv", row: "7" },
    });
    expect(await all(journal.batches.rowsWithoutAttempt(batch))).toMatchObject([
      { source: "refunds.csv", otherFile: null, line: 4 },
      { source: "added.csv", otherFile: "added.csv", line: 8 },
    ]);
    expect(await journal.batches.tell(batch)).toMatchObject({
      source: "refunds.csv",
      correctedIn: ["added.csv", "corrected.csv"],
    });
    // Corrected again, in a file that is called as the first one was.
    await amendNow(journal, batch, [row("4", 9, "7.00")], "refunds.csv");
    expect(await all(journal.batches.rowsWithoutAttempt(batch))).toMatchObject([
      { source: "refunds.csv", otherFile: null, line: 4 },
      { source: "refunds.csv", otherFile: null, line: 9 },
    ]);
  });

  test("pages give what a list gives, in its order, however many there are at one moment", async () => {
    const journal = await open();
    await Promise.all(
      Array.from({ length: 1_203 }, (_, at) =>
        journal.begin(
          {
            subject: { ...subject, number: orderNumber(String(at + 1)) },
            amount: dollars("5.00"),
            kind: "partial",
            items: [],
            sameness: "5.00 USD amount",
            completes: false,
            reason: "Other",
            comment: "",
            ticket: null,
            again: null,
            row: null,
            sale: null,
            before: null,
            who: { ...who, pid: 1 },
            startedAt: noon + Math.floor(at / 600),
            sendBy: noon,
            busyUntil: noon,
          },
          [],
        ),
      ),
    );
    const listed = (await journal.list({})).map(({ id }) => id);
    expect(listed).toHaveLength(1_203);
    expect((await all(journal.pages({}))).map(({ id }) => id)).toEqual(listed);
    const some = await all(journal.pages({ limit: 501 }));
    expect(some.map(({ id }) => id)).toEqual(listed.slice(0, 501));
    expect(await journal.count({})).toBe(1_203);
  });

  test("sums count what was accepted, by currency, and nothing that was withdrawn, refused or cancelled", async () => {
    const journal = await open();
    const on = (number: string) => ({ ...subject, number: orderNumber(number) });
    const refund = async (number: string, amount: string | null, outcome: "accepted" | "refused") =>
      settledAttempt(journal, outcome, {
        subject: on(number),
        amount: amount === null ? null : dollars(amount),
      });
    await refund("1", "90071992547.93", "accepted");
    await refund("2", "0.01", "accepted");
    await refund("3", "5.00", "refused");
    await refund("5", null, "accepted");
    const cancels = await refund("4", "7.00", "accepted");
    const begun = await journal.begin(
      {
        ...intent(),
        subject: on("4"),
        kind: "cancel",
        amount: null,
        items: [],
        completes: false,
        again: null,
        row: null,
        sale: null,
        cancels,
      },
      [cancels],
    );
    if (begun.tag !== "begun") throw new Error("the cancellation was not recorded");
    await journal.withdraw(cancels, {
      by: "answer",
      evidence: "it was cancelled",
      at: noon,
      cancellation: begun.id,
    });
    expect(
      (await journal.list({ number: orderNumber("4") })).map(({ outcome }) => outcome),
    ).toEqual(expect.arrayContaining(["accepted", "withdrawn"]));
    expect(await journal.sums({})).toEqual({ sums: [dollars("90071992547.94")], unstated: 1 });
    expect(await journal.sums({ outcome: "refused" })).toEqual({ sums: [], unstated: 0 });
  });

  test("a batch says how many refunds it has whose amount only 2Checkout knows", async () => {
    const journal = await open();
    const rows = ["1", "2"].map((number) => newRow({ name: null, number }));
    const batch = await batchOf(journal, rows);
    const [first, second] = rows as [NewRow, NewRow];
    await settledAttempt(journal, "accepted", await about(first, batch, journal));
    await settledAttempt(journal, "accepted", {
      ...(await about(second, batch, journal)),
      amount: null,
    });
    expect(await journal.batches.tell(batch)).toMatchObject({
      totals: [dollars("5.00")],
      unstated: 1,
    });
  });

  test("pruning forgets who ran into a refusal, and keeps the refusal", async () => {
    const journal = await openOwned();
    const row = newRow({ name: null, number: "1" });
    const batch = await batchOf(journal, [row]);
    await tellEnd(journal, batch, row, end(row));
    await journal.prune(Date.UTC(2100, 0, 1));
    const [told] = await all(journal.batches.rowsWithoutAttempt(batch));
    expect(told?.end).toMatchObject({ outcome: "refused", who: { user: "", host: "" } });
  });

  test("batches are told newest first, as far as they are of the days asked for", async () => {
    const journal = await open();
    const row = newRow({ name: null, number: "1" });
    const made: BatchId[] = [];
    for (const day of [0, 1, 2]) {
      made.push(await batchOf(journal, [row], `day ${day}`, noon + day * 86_400_000));
      // A server goes by its own clock.
      await setTimeout(5);
    }
    const [first, second, third] = made;
    const { startedAt = 0 } = (second && (await journal.batches.tell(second))) ?? {};
    const told = async (filter: BatchFilter) => {
      const ids: BatchId[] = [];
      for await (const { id } of journal.batches.tellAll(filter)) ids.push(id);
      expect(await journal.batches.count({ ...filter, limit: undefined })).toBe(
        filter.limit === undefined ? ids.length : 3,
      );
      return ids;
    };
    expect(await told({})).toEqual([third, second, first]);
    expect(await told({ limit: 2 })).toEqual([third, second]);
    expect(await told({ since: startedAt })).toEqual([third, second]);
    expect(await told({ until: startedAt })).toEqual([first]);
    const newest = await journal.batches.newest(2);
    expect(newest.map(({ id }) => id)).toEqual([third, second]);
  });
});

test.skipIf(!hasPostgres)(
  "whoever looks for unfinished batches asks once, however many are finished",
  async () => {
    const { agent } = await teamDatabase();
    const relay = await relayTo(agent);
    const journal = await sharedJournalAt(relay.place);
    for (const number of ["1", "2", "3"]) {
      const row = newRow({ name: null, number });
      const batch = await batchOf(journal, [row], number);
      await tellEnd(journal, batch, row, end(row));
    }
    const before = relay.messages();
    expect(await journal.unfinishedBatches()).toEqual([]);
    expect(relay.messages() - before).toBe(1);
  },
);
