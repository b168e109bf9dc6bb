import { expect, test } from "vitest";
import { libsql } from "../../src/journal/database.ts";

test("the database is loaded without looking up whom this process is connected to", () => {
  const Database = libsql();
  const { header, ...report } = process.report.getReport() as unknown as Report;
  expect(header.networkInterfaces).toBeUndefined();
  expect(report.libuv.length).toBeGreaterThan(0);
  const file = new Database(":memory:");
  expect(file.prepare("select 1 as one").get()).toMatchObject({ one: 1 });
  file.close();
});

/** A part of what Node reports. */
interface Report {
  readonly header: { readonly networkInterfaces?: unknown };
  readonly libuv: readonly unknown[];
}
