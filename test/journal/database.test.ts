import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { connect, inMemory } from "../../src/journal/database.ts";
import { libsql } from "../../src/journal/libsql.ts";

test("the database is loaded without looking up whom this process is connected to", () => {
  const Database = libsql();
  const { header, ...report } = process.report.getReport() as unknown as Report;
  expect(header.networkInterfaces).toBeUndefined();
  expect(report.libuv.length).toBeGreaterThan(0);
  const file = new Database(":memory:");
  expect(file.prepare("select 1 as one").get()).toMatchObject({ one: 1 });
  file.close();
});

test("an error after which the database has rolled back by itself keeps its own words", async () => {
  const database = connect(inMemory);
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

/** A part of what Node reports. */
interface Report {
  readonly header: { readonly networkInterfaces?: unknown };
  readonly libuv: readonly unknown[];
}
