import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { createCommitQueue } from "../../src/journal/commit-queue.ts";
import { connect, inMemory } from "../../src/journal/database.ts";
import { Database } from "../../src/journal/libsql.ts";
import { folderFor } from "./open.ts";

test("an error after which the database has rolled back by itself keeps its own words", async () => {
  const database = await connect(inMemory);
  onTestFinished(() => database.destroy());
  const failing = database.transaction().execute(async (transaction) => {
    await sql`create table lost (n integer)`.execute(transaction);
    await sql`rollback`.execute(transaction);
    throw new Error("database or disk is full");
  });
  await expect(failing).rejects.toThrow("database or disk is full");
  // The connection is free again, and nothing of it is left.
  const tables = database
    .transaction()
    .execute((transaction) => sql`select name from sqlite_master`.execute(transaction));
  expect((await tables).rows).toEqual([]);
});

test("answers are read while a commit waits", async () => {
  const path = join(folderFor(), "journal.db");
  const database = await connect(path);
  onTestFinished(() => database.destroy());
  await sql`create table kept (n integer)`.execute(database);
  const reader = another(path);
  reader.exec("begin");
  reader.prepare("select * from kept").all();
  // Only this thread ends what the commit waits for.
  const reading = setTimeout(100).then(() => reader.exec("commit"));
  await database.transaction().execute((to) => sql`insert into kept values (1)`.execute(to));
  await reading;
  const { rows } = await sql`select n from kept`.execute(database);
  expect(rows).toMatchObject([{ n: 1 }]);
});

test("while another process holds the lock, everything else here goes on, and the commit follows", async () => {
  const path = join(folderFor(), "journal.db");
  const database = await connect(path);
  onTestFinished(() => database.destroy());
  await sql`create table kept (n integer)`.execute(database);
  const other = another(path);
  // Readers have to wait for this one, too.
  other.exec("begin exclusive");
  const reading = sql`select n from kept`.execute(database);
  const writing = database
    .transaction()
    .execute((to) => sql`insert into kept values (1)`.execute(to));
  // Only this thread gives the lock back.
  await setTimeout(100);
  other.exec("commit");
  expect((await reading).rows).toEqual([]);
  await writing;
  const { rows } = await sql`select n from kept`.execute(database);
  expect(rows).toEqual([{ n: 1 }]);
});

test("whoever does not wait any more is soon told that it is locked, together with all who would share the commit", async () => {
  const path = join(folderFor(), "journal.db");
  const givenUp = new AbortController();
  const database = await connect(path, givenUp.signal);
  onTestFinished(() => database.destroy());
  const other = another(path);
  other.exec("begin immediate");
  let tries = 0;
  const commit = createCommitQueue(database, {
    advance: () => {
      tries += 1;
      return Promise.resolve(1);
    },
    committed: () => undefined,
  });
  const commits = Array.from({ length: 50 }, () => commit(() => Promise.resolve()));
  setImmediate(() => {
    givenUp.abort();
  });
  const ends = await Promise.allSettled(commits);
  expect(ends.map(({ status }) => status)).toEqual(commits.map(() => "rejected"));
  expect(ends[49]).toMatchObject({ reason: { code: "SQLITE_BUSY" } });
  expect(tries).toBe(0);
});

/** As another process has it open. */
function another(path: string) {
  const file = new Database(path);
  onTestFinished(() => {
    file.close();
  });
  return file;
}
