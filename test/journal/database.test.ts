import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
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
  const reader = new Database(path);
  onTestFinished(() => {
    reader.close();
  });
  reader.exec("begin");
  reader.prepare("select * from kept").all();
  // Only this thread ends what the commit waits for.
  const reading = setTimeout(100).then(() => reader.exec("commit"));
  await database.transaction().execute((to) => sql`insert into kept values (1)`.execute(to));
  await reading;
  const { rows } = await sql`select n from kept`.execute(database);
  expect(rows).toMatchObject([{ n: 1 }]);
});
