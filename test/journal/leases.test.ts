import { expect, onTestFinished, test } from "vitest";
import type { AttemptId } from "../../src/domain/attempt-id.ts";
import { RowTaken } from "../../src/failure.ts";
import type { NewRow } from "../../src/journal/batch-rows.ts";
import type { AtWork } from "../../src/journal/batch-work.ts";
import { openJournal } from "../../src/journal/journal.ts";
import { leaseMs } from "../../src/journal/row-lease.ts";
import { orderNumber } from "../support/named.ts";
import { intent, newRow, noon, subject, who } from "./open.ts";

const hour = 3_600_000;

/** A batch of two rows, in a journal whose clock is set by hand. */
async function batchOfTwo() {
  let clock = noon;
  const journal = await openJournal(":memory:", { clocks: { now: () => clock } });
  onTestFinished(() => journal.close());
  const rows = ["73152871", "73152872"].map((number) => newRow({ name: null, number }));
  const [row, other] = rows as [NewRow, NewRow];
  const accounts = { rpc6: { realm: "live", account: "ACME" }, legacy: null };
  const described = { digest: "d", beside: false, source: "refunds.csv", rows: 2 };
  const batch = await journal.batches.record(
    { ...described, accounts, startedAt: noon, who },
    async function* () {
      yield rows;
      await Promise.resolve();
    },
  );
  const { batches } = journal;
  return {
    row,
    other,
    /** Sets the clock to so many milliseconds after noon. */
    at: (ms: number) => {
      clock = noon + ms;
    },
    join: (rate: number | null = null) => batches.join(batch, who, rate),
    /** Asks for rows; those that it got, by their order numbers. */
    lease: async (at: AtWork, ...wanted: NewRow[]) => {
      const keys = wanted.map(({ key }) => key);
      const most = keys.length;
      const leased = await batches.exchange(at, { reports: [], held: [], wanted: keys, most });
      return leased.keys.map((key) => wanted.find((each) => each.key === key)?.number);
    },
    starts: (at: AtWork, ...wanted: NewRow[]) => {
      const keys = wanted.map(({ key }) => key);
      return batches.exchange(at, { reports: [], held: [], wanted: keys, most: keys.length });
    },
    /** Says that it is still there and holds a row. */
    hold: (at: AtWork, held: NewRow) =>
      batches.exchange(at, { reports: [], held: [held.key], wanted: [], most: 0 }),
    begin: (at: AtWork, { key, content, number }: NewRow, seen: readonly AttemptId[] = []) => {
      const about = { ...subject, number: orderNumber(number) };
      return journal.begin(
        intent({ subject: about, row: { batch, key, content, worker: at.worker } }),
        seen,
      );
    },
    report: (at: AtWork, done: NewRow, result: string) => {
      const reports = [{ row: done, result, end: null }];
      return batches.exchange(at, { reports, held: [], wanted: [], most: 0 });
    },
    correct: async (corrected: NewRow) => {
      const now = await batches.find(batch);
      return now && batches.amend(now, [corrected], "corrected.csv");
    },
    look: async ({ key }: NewRow) => (await batches.look(batch, [key]))[0],
    leave: (at: AtWork, ...held: NewRow[]) =>
      batches.leave(
        at,
        [],
        held.map(({ key }) => key),
      ),
    notSent: async (id: AttemptId) => {
      const at = clock;
      await journal.settle(id, {
        outcome: "not-sent",
        by: "answer",
        problem: null,
        evidence: null,
        at,
      });
    },
  };
}

test("a row is one's own until its lease is over", async () => {
  const { row, at, join, lease } = await batchOfTwo();
  const [ann, bob] = [await join(), await join()];
  expect(await lease(ann, row)).toEqual([row.number]);
  at(leaseMs - 1);
  expect(await lease(bob, row)).toEqual([]);
  at(leaseMs);
  expect(await lease(bob, row)).toEqual([row.number]);
});

test("who has a row may ask for it again", async () => {
  const { row, join, lease } = await batchOfTwo();
  const ann = await join();
  await lease(ann, row);
  expect(await lease(ann, row)).toEqual([row.number]);
});

test("who says in time that it holds a row keeps it", async () => {
  const { row, at, join, lease, hold } = await batchOfTwo();
  const [ann, bob] = [await join(), await join()];
  await lease(ann, row);
  at(leaseMs - 1);
  await hold(ann, row);
  at(leaseMs + 1);
  expect(await lease(bob, row)).toEqual([]);
});

test("who says that it holds another's row takes nothing from it", async () => {
  const { row, at, join, lease, hold, look } = await batchOfTwo();
  const [ann, bob] = [await join(), await join()];
  await lease(ann, row);
  at(leaseMs - 1);
  await hold(bob, row);
  at(leaseMs + 1);
  expect(await look(row)).toMatchObject({ tag: "free" });
});

test("a lease of a clock that was ahead holds nobody up", async () => {
  const { row, at, join, lease } = await batchOfTwo();
  at(hour);
  await lease(await join(), row);
  at(0);
  expect(await lease(await join(), row)).toEqual([row.number]);
});

test("only who has a row may begin it, and only in time", async () => {
  const { row, other, at, join, lease, begin } = await batchOfTwo();
  const [ann, bob] = [await join(), await join()];
  await lease(ann, row, other);
  await expect(begin(bob, row)).rejects.toThrow(RowTaken);
  expect(await begin(ann, row)).toMatchObject({ tag: "begun" });
  at(leaseMs);
  await expect(begin(ann, other)).rejects.toThrow(RowTaken);
});

test("a row that was begun is nobody else's, however long it takes, and may be begun again by its own", async () => {
  const { row, at, join, lease, begin, notSent } = await batchOfTwo();
  const [ann, bob] = [await join(), await join()];
  await lease(ann, row);
  const begun = await begin(ann, row);
  if (begun.tag === "conflict") throw new Error("the row is hers");
  at(leaseMs);
  // So that there is still somebody at work.
  await lease(bob);
  at(leaseMs + 1);
  expect(await lease(bob, row)).toEqual([]);
  await notSent(begun.id);
  expect(await begin(ann, row, [begun.id])).toMatchObject({ tag: "begun" });
});

test("a row that is done is not given out again, whoever joins while somebody is at work", async () => {
  const { row, join, lease, report, look } = await batchOfTwo();
  const ann = await join();
  await lease(ann, row);
  await report(ann, row, '{"outcome":"refused"}');
  const bob = await join();
  expect(await lease(bob, row)).toEqual([]);
  expect(await look(row)).toMatchObject({ tag: "done", result: '{"outcome":"refused"}' });
});

test("what somebody says of another's row does not count", async () => {
  const { row, join, lease, report, look } = await batchOfTwo();
  const [ann, bob] = [await join(), await join()];
  await lease(ann, row);
  await report(bob, row, '{"outcome":"accepted"}');
  expect(await look(row)).toMatchObject({ tag: "leased", worker: ann.worker, result: null });
});

test("a row that was corrected is nobody's, and is begun and told only as it is now", async () => {
  const { row, at, join, lease, begin, report, correct, look } = await batchOfTwo();
  const corrected = { ...row, content: "6.00 of it" };
  const [ann, bob] = [await join(), await join()];
  await lease(ann, row);
  await correct(corrected);
  await expect(begin(ann, row)).rejects.toThrow(RowTaken);
  expect(await look(row)).toMatchObject({ tag: "free", content: corrected.content });
  // She does not know yet, and takes it again.
  await lease(ann, row);
  await expect(begin(ann, row)).rejects.toThrow(RowTaken);
  await report(ann, row, '{"outcome":"refused"}');
  expect(await look(row)).toMatchObject({ tag: "leased", result: null });
  at(leaseMs);
  expect(await lease(bob, corrected)).toEqual([row.number]);
  expect(await begin(bob, corrected)).toMatchObject({ tag: "begun" });
});

test("a row whose place on its order another row took is not given out", async () => {
  const { row, join, lease, begin, correct, look } = await batchOfTwo();
  const ann = await join();
  await lease(ann, row);
  await correct(newRow({ name: "other", number: row.number }));
  await expect(begin(ann, row)).rejects.toThrow(RowTaken);
  expect(await look(row)).toMatchObject({ content: null });
  expect(await lease(await join(), row)).toEqual([]);
});

test("who leaves gives back at once what it did not begin", async () => {
  const { row, join, lease, leave } = await batchOfTwo();
  const [ann, bob] = [await join(), await join()];
  await lease(ann, row);
  await leave(ann, row);
  expect(await lease(bob, row)).toEqual([row.number]);
});

test.each([
  ["all have left", 0],
  ["nobody was heard of for the time of a lease", leaseMs],
])("when %s, a new round begins, and every row is free", async (_, later) => {
  const { row, at, join, lease, begin, report, leave, look } = await batchOfTwo();
  const ann = await join();
  await lease(ann, row);
  await begin(ann, row);
  await report(ann, row, "{}");
  if (later === 0) await leave(ann);
  at(later);
  const bob = await join();
  expect(await look(row)).toMatchObject({ tag: "free", result: null });
  expect(await lease(bob, row)).toEqual([row.number]);
});

test("the lowest rate of those at work is everybody's", async () => {
  const { row, other, at, join, starts } = await batchOfTwo();
  const slow = await join(2);
  const fast = await join(100);
  expect(await starts(fast, row)).toMatchObject({ firstInMs: 0, stepMs: 500 });
  expect(await starts(slow, other)).toMatchObject({ firstInMs: 500, stepMs: 500 });
  // Of those who are not at work any more, it is not.
  at(leaseMs);
  await starts(fast);
  expect(await starts(fast, row)).toMatchObject({ stepMs: 10 });
});

test("two who each reserve as far ahead as they may start no row too soon", async () => {
  const { row, other, at, join, starts } = await batchOfTwo();
  const [ann, bob] = [await join(1), await join(1)];
  const begun: number[] = [];
  for (let second = 0; second < 4; second += 2) {
    at(second * 1_000);
    for (const who of [ann, bob]) {
      const { keys, firstInMs, stepMs } = await starts(who, who === ann ? row : other);
      keys.forEach((_, index) => begun.push(second * 1_000 + firstInMs + index * stepMs));
    }
  }
  expect(begun).toEqual([0, 1_000, 2_000, 3_000]);
});

test("a start that a clock reserved an hour ahead holds nobody up", async () => {
  const { row, other, at, join, starts } = await batchOfTwo();
  at(hour);
  await starts(await join(1), row);
  at(0);
  const { firstInMs } = await starts(await join(1), other);
  expect(firstInMs).toBeLessThanOrEqual(2_000);
});
