import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { parseTypedName } from "../../src/domain/pasted.ts";
import type { TypedName } from "../../src/domain/typed-name.ts";
import { connect } from "../../src/journal/database.ts";
import { join } from "node:path";
import type { Journal } from "../../src/journal/journal.ts";
import { orderNumber } from "../support/named.ts";
import { databases } from "./databases.ts";
import { begunAttempt, folderFor, journalAt, newRow, noon, subject } from "./open.ts";

function typed(text: string): TypedName {
  const name = parseTypedName(text);
  if (name === null) throw new Error(`"${text}" is no name`);
  return name;
}

const someBatch = {
  digest: "d",
  source: "refunds.csv",
  rows: 1,
  accounts: { rpc6: { realm: "live", account: "ACME" }, legacy: null },
  beside: false,
  startedAt: noon,
  who: { user: "agent", host: "desk-7" },
};

async function* onePage() {
  yield [newRow({ name: "1", number: subject.number })];
  await Promise.resolve();
}

async function ids(journal: Journal, name: string): Promise<readonly string[]> {
  return (await journal.named(typed(name))).map(({ id }) => id);
}

describe.each(databases)("names in $name", ({ open }) => {
  test("an attempt is found by its whole name, its beginning and its end, and by nothing in between", async () => {
    const journal = await open();
    const id = await begunAttempt(journal);
    for (const part of [id, id.slice(0, 4), id.slice(0, 11), id.slice(-8), id.slice(-25)]) {
      if (parseTypedName(part) !== null) expect(await ids(journal, part)).toEqual([id]);
    }
    expect(await journal.named(typed(id.slice(8, 18)))).toEqual([]);
    // The last four characters alone are its own.
    const before = id.at(-5) === "Z" ? "Y" : "Z";
    expect(await journal.named(typed(`Q${before}${id.slice(-4)}`))).toEqual([]);
    expect(await journal.named(typed(id.slice(0, -1) + (id.endsWith("Z") ? "Y" : "Z")))).toEqual(
      [],
    );
  });

  test("attempts and batches are found together, each with what it is", async () => {
    const journal = await open();
    const attempt = await begunAttempt(journal);
    const batch = await journal.batches.record(someBatch, onePage);
    const both = await journal.named(typed(attempt.slice(0, 10)));
    expect([...both].sort((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([
      { kind: "attempt", id: attempt, about: "73152871", startedAt: expect.any(Number) as number },
      { kind: "batch", id: batch, about: "refunds.csv", startedAt: expect.any(Number) as number },
    ]);
    expect((await journal.named(typed(batch))).map(({ kind }) => kind)).toEqual(["batch"]);
  });

  test("of very many that begin alike, the newest are told", async () => {
    const journal = await open();
    const all: string[] = [];
    for (let count = 0; count < 12; count++) {
      const number = orderNumber(String(70_000_000 + count));
      const startedAt = noon + count;
      all.push(await begunAttempt(journal, { subject: { ...subject, number }, startedAt }));
    }
    expect(await ids(journal, all[0]?.slice(0, 4) ?? "")).toEqual(all.reverse().slice(0, 10));
  });

  test("every short name that is shown leads back to its own attempt or batch", async () => {
    const journal = await open();
    const all: string[] = [await journal.batches.record(someBatch, onePage)];
    for (let count = 0; count < 40; count++) {
      const number = orderNumber(String(70_000_000 + count));
      all.push(await begunAttempt(journal, { subject: { ...subject, number } }));
    }
    const shown = await journal.shortNames(all);
    for (const id of all) expect(await ids(journal, shown.get(id) ?? "")).toEqual([id]);
  });
});

test("part of a name is looked up by an index, at either end and for either table", async () => {
  const path = join(folderFor(), "journal.db");
  await journalAt(path);
  const database = await connect(path);
  const places = [
    ["id >= '01KA' and id < '01KB'", /^SEARCH .* USING .*INDEX sqlite_autoindex/],
    [
      "substr(id, 23) = '7QP0' and substr(id, 21) = 'AB7QP0'",
      /^SEARCH .* USING INDEX \w+_by_end_of_name/,
    ],
  ] as const;
  for (const table of ["attempt", "batch"]) {
    for (const [place, expected] of places) {
      const { rows } = await sql<{ detail: string }>`explain query plan
        select id, started_at from ${sql.table(table)} where ${sql.raw(place)}
        order by id desc limit 10`.execute(database);
      expect(rows[0]?.detail).toMatch(expected);
    }
  }
  await database.destroy();
});
