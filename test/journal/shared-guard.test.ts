import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { connect } from "../../src/journal/postgres/engine.ts";
import { setUp, upgrade } from "../../src/journal/postgres/setup.ts";
import { setupSql } from "../../src/journal/postgres/setup-sql.ts";
import { emptyDatabase, hasPostgres, query, teamDatabase } from "../support/postgres.ts";
import { orderNumber } from "../support/named.ts";
import {
  begunAttempt,
  folderFor,
  intent,
  noon,
  settledAttempt,
  sharedJournalAt,
  subject,
} from "./open.ts";

/** Refunds of orders of their own. */
function many(count: number, prefix: string) {
  return Array.from({ length: count }, (_, n) =>
    intent({ subject: { ...subject, number: orderNumber(`${prefix}000${n}`) } }),
  );
}

const settled = { problem: null, evidence: null, at: noon } as const;

describe.skipIf(!hasPostgres)("a team's journal", () => {
  test.each(["read committed", "repeatable read", "serializable"])(
    "records one of those who saw the same, where transactions are %s",
    async (isolation) => {
      const { agent, owner, sql } = await teamDatabase();
      await sql(
        `alter database ${owner.database} set default_transaction_isolation to '${isolation}'`,
      );
      const desks = [await sharedJournalAt(agent), await sharedJournalAt(agent)];
      for (let round = 0; round < 10; round++) {
        const on = { ...subject, number: orderNumber(`1000${round}`) };
        const tries = desks.flatMap((desk) =>
          [1, 2, 3].map((n) =>
            desk.begin(intent({ subject: on, sameness: `${n}.00 USD amount` }), []),
          ),
        );
        const tags = (await Promise.all(tries)).map(({ tag }) => tag);
        expect(tags.filter((tag) => tag === "begun")).toHaveLength(1);
      }
    },
  );

  test("lets agents neither delete nor rewrite, and outcomes change only as they may", async () => {
    const { agent } = await teamDatabase();
    const journal = await sharedJournalAt(agent);
    const id = await settledAttempt(journal, "accepted");
    for (const forbidden of [
      `delete from refund.attempt`,
      `delete from refund.timeline`,
      `truncate refund.timeline`,
      `update refund.attempt set amount = '1.00'`,
      `update refund.attempt set ordinal = 7`,
      `update refund.timeline set what = ''`,
      `update refund.journal set id = 'x'`,
      `update refund.journal set needs = 0`,
      `update refund.journal set state = 9`,
      `update refund.commit_count set counter = 77 where counter = 0`,
      `create table refund.mine (n integer)`,
      `drop table refund.attempt`,
    ]) {
      await expect(query(agent, forbidden)).rejects.toThrow(/permission denied|must be owner/);
    }
    for (const forbidden of [
      `update refund.attempt set outcome = null, settled_by = null`,
      `update refund.attempt set outcome = 'refused'`,
      `update refund.attempt set outcome = 'not-applied', settled_by = 'person'`,
      `update refund.commit_count set count = 0`,
    ]) {
      await expect(query(agent, forbidden)).rejects.toThrow(/does not give way|only goes up/);
    }
    expect(await journal.find(id)).toMatchObject({ outcome: "accepted" });
  });

  test("takes its times from the database, whatever the machine's clock says", async () => {
    const { agent, sql } = await teamDatabase();
    const journal = await sharedJournalAt(agent);
    const hours = 2 * 3_600_000;
    const startedAt = Date.now() + hours;
    const id = await begunAttempt(journal, {
      startedAt,
      sendBy: startedAt + 30_000,
      busyUntil: startedAt + 60_000,
    });
    const [{ now }] = (await sql("select extract(epoch from now()) * 1000 as now")) as [
      { now: string },
    ];
    const found = await journal.find(id);
    expect(Math.abs((found?.startedAt ?? 0) - Number(now))).toBeLessThan(30_000);
    expect(Math.abs(journal.now() - Number(now))).toBeLessThan(30_000);
    // A desk two hours ahead finds it busy, as it is.
    expect(await journal.claim(id, startedAt, startedAt + 60_000)).toBe(false);
  });

  test("is refused where its tables are older, or need a newer program; newer ones that fit are used", async () => {
    const { agent, sql } = await teamDatabase();
    await sql("update refund.journal set schema = schema + 1");
    await (await sharedJournalAt(agent)).list({});
    await sql("update refund.journal set needs = needs + 1");
    await expect(sharedJournalAt(agent)).rejects.toThrow("install the newest version of refund");
    await sql("update refund.journal set schema = 1, needs = 1");
    await expect(sharedJournalAt(agent)).rejects.toThrow("refund journal upgrade");
  });

  test("that went back in time is noticed by who has seen it", async () => {
    const { agent, sql } = await teamDatabase();
    const marks = folderFor();
    const journal = await sharedJournalAt(agent, { marks });
    await settledAttempt(journal, "accepted");
    await sql("alter table refund.commit_count disable trigger all");
    // Others have committed more than was lost, on other counters.
    await sql("update refund.commit_count set count = count + 5 where count = 0");
    const one = "counter = (select max(counter) from refund.commit_count where count in (1, 2))";
    await sql(`update refund.commit_count set count = count - 1 where ${one}`);
    await expect(sharedJournalAt(agent, { marks })).rejects.toThrow("the newest change is missing");
    await expect(journal.begin(intent({ sameness: "6" }), [])).rejects.toThrow("older copy");
  });

  test("lets commits under way at once count on several counters, none of them twice", async () => {
    const { agent, sql } = await teamDatabase();
    const desks = [await sharedJournalAt(agent), await sharedJournalAt(agent)];
    const commits = 60;
    await Promise.all(
      desks.flatMap((desk, at) => many(commits / 2, `2${at}`).map((its) => desk.begin(its, []))),
    );
    const [counted] = (await sql(
      "select sum(count)::integer as all, count(*) filter (where count > 0)::integer as used from refund.commit_count",
    )) as [{ all: number; used: number }];
    expect(counted.all).toBe(commits);
    expect(counted.used).toBeGreaterThan(1);
  });

  test("keeps what each machine has seen no further than what is committed, however many commit at once", async () => {
    const { agent, sql } = await teamDatabase();
    const folders = [folderFor(), folderFor()];
    const desks = await Promise.all(folders.map((marks) => sharedJournalAt(agent, { marks })));
    await Promise.all(
      desks.flatMap((desk, at) => many(30, `3${at}`).map((its) => desk.begin(its, []))),
    );
    const rows = (await sql("select count from refund.commit_count order by counter")) as {
      count: number;
    }[];
    const committed = [0, ...rows.map(({ count }) => count)];
    for (const folder of folders) {
      const [mark = ""] = readdirSync(folder).filter((name) => !name.startsWith("at-"));
      const seen = mark
        .slice(mark.lastIndexOf("-") + 1)
        .split(".")
        .map(Number);
      expect(seen).toHaveLength(committed.length);
      expect(seen.filter((count, counter) => count > (committed[counter] ?? 0))).toEqual([]);
      expect(seen.reduce((all, count) => all + count)).toBeGreaterThanOrEqual(30);
    }
  });

  test("is set up by two people at once, and again, and upgraded, without harm", async () => {
    const owner = await emptyDatabase();
    const [one, two] = [connect(owner, owner.password), connect(owner, owner.password)];
    const role = `${owner.database}_agents`;
    await Promise.all([setUp(one, role), setUp(two, role)]);
    const journal = await sharedJournalAt(owner);
    const id = await settledAttempt(journal, "accepted");
    await upgrade(one);
    await setUp(two, role);
    await Promise.all([one.destroy(), two.destroy()]);
    expect(await journal.find(id)).toMatchObject({ outcome: "accepted" });
  });

  test("is set up by the printed SQL as well", async () => {
    const owner = await emptyDatabase();
    await query(owner, await setupSql(`${owner.database}_agents`));
    const journal = await sharedJournalAt(owner);
    const id = await begunAttempt(journal);
    expect(await journal.settle(id, { ...settled, outcome: "accepted", by: "answer" })).toBe(true);
  });

  test("that nobody set up is refused with the command to run", async () => {
    const owner = await emptyDatabase();
    await expect(sharedJournalAt(owner)).rejects.toThrow("refund journal setup");
  });
});
