import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { BatchId } from "../../src/domain/attempt-id.ts";
import type { Attempt } from "../../src/journal/attempt.ts";
import type { NewRow } from "../../src/journal/batch-rows.ts";
import type { Journal } from "../../src/journal/journal.ts";
import type { RowEnd } from "../../src/journal/row-end.ts";
import { dollars } from "../render/attempts.ts";
import { databases } from "./databases.ts";
import { orderNumber } from "../support/named.ts";
import { begunAttempt, leaseAll, newRow, noon, settledAttempt, subject } from "./open.ts";

const who = { user: "ann", host: "desk-7" };

async function batchOf(journal: Journal, rows: readonly NewRow[], digest = "d"): Promise<BatchId> {
  const accounts = { rpc6: { realm: "live", account: "ACME" }, legacy: null };
  const batch = { digest, beside: false, source: "refunds.csv", rows: rows.length };
  return journal.batches.record({ ...batch, accounts, startedAt: noon, who }, async function* () {
    yield rows;
    await Promise.resolve();
  });
}

/** An attempt for a row, by somebody who has it leased. */
async function about(row: NewRow, batch: BatchId, journal: Journal) {
  const at = await journal.batches.join(batch, { ...who, pid: 1 }, null);
  await leaseAll(journal, at, [row.key]);
  return {
    subject: { ...subject, number: orderNumber(row.number) },
    row: { batch, key: row.key, worker: at.worker },
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
    await journal.batches.amend(batch, [corrected]);
    await settledAttempt(journal, "accepted", await about(corrected, batch, journal));
    expect(await journal.batches.tell(batch)).toMatchObject({
      rows: 1,
      outcomes: new Map([["accepted", 1]]),
      causes: new Map(),
      finished: true,
    });
    expect(await all(journal.batches.rowsWithoutAttempt(batch))).toEqual([]);
  });

  test("a row whose order number was corrected has not begun, whatever came of it before", async () => {
    const journal = await open();
    const batch = await batchOf(journal, [newRow({ name: "7", number: "1" })]);
    const before = newRow({ name: "7", number: "1" });
    await tellEnd(journal, batch, before, end(before));
    await journal.batches.amend(batch, [newRow({ name: "7", number: "2" })]);
    expect(await journal.batches.tell(batch)).toMatchObject({
      rows: 1,
      outcomes: new Map(),
      finished: false,
    });
    expect(await all(journal.batches.rowsWithoutAttempt(batch))).toMatchObject([
      { number: "2", end: null },
    ]);
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
      "1": { source: "refunds.csv", row: "inv-7" },
      "2": { source: "refunds.csv", row: "3" },
      [subject.number]: null,
    });
    expect(await journal.list({ batch })).toHaveLength(2);
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

  test("sums count what was accepted, by currency, and nothing that was withdrawn or refused", async () => {
    const journal = await open();
    const refund = async (number: string, amount: string, outcome: "accepted" | "refused") =>
      settledAttempt(journal, outcome, {
        subject: { ...subject, number: orderNumber(number) },
        amount: dollars(amount),
      });
    await refund("1", "90071992547.93", "accepted");
    await refund("2", "0.01", "accepted");
    await refund("3", "5.00", "refused");
    expect(await journal.sums({})).toEqual({ sums: [dollars("90071992547.94")], unstated: 0 });
    expect(await journal.sums({ outcome: "refused" })).toEqual({ sums: [], unstated: 0 });
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
    const first = await batchOf(journal, [newRow({ name: null, number: "1" })], "one");
    const second = await batchOf(journal, [newRow({ name: null, number: "2" })], "two");
    const told: BatchId[] = [];
    for await (const { id } of journal.batches.tellAll({ limit: 5 })) told.push(id);
    expect(told.sort()).toEqual([first, second].sort());
    expect(await journal.batches.count({})).toBe(2);
    expect(await journal.batches.count({ until: Date.UTC(2020, 0, 1) })).toBe(0);
  });
});
