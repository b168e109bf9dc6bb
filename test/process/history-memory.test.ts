import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Libsql from "libsql";
import { expect, test } from "vitest";
import { makeFolder } from "../../src/make-folder.ts";
import { openJournal } from "../../src/journal/journal.ts";
import { settledAttempt } from "../journal/open.ts";
import { type Desk, deskFor } from "../support/program.ts";

const count = 20_000;
const preload = fileURLToPath(new URL("../support/peak-memory.cjs", import.meta.url));

/** A desk whose journal has many attempts, each of about 2 KB. */
async function deskWithLongJournal(): Promise<Desk> {
  const desk = deskFor();
  const path = join(desk.env["XDG_DATA_HOME"] ?? "", "refund", "journal.db");
  makeFolder(dirname(path));
  const journal = await openJournal(path);
  await settledAttempt(journal, "accepted", { reason: "r".repeat(1_500) });
  await journal.close();
  const database = new Libsql(path);
  const columns = database
    .prepare("select name from pragma_table_info('attempt')")
    .all()
    .map((column) => (column as { readonly name: string }).name);
  const values: Readonly<Record<string, string>> = {
    id: "substr(id, 1, 16) || printf('%010d', n)",
    number: "printf('%d', 80000000 + n)",
    started_at: "strftime('%Y-%m-%dT%H:%M:%S.000Z', 1700000000 + n, 'unixepoch')",
  };
  const list = columns.map((name) => `"${name}"`).join(", ");
  const selected = columns.map((name) => values[name] ?? `"${name}"`).join(", ");
  database.exec(`create temp table first as select * from attempt;
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${count})
    insert into attempt (${list}) select ${selected} from first, numbers`);
  database.close();
  return desk;
}

test("a long history takes no more memory than a short one, in whatever form it is read", async () => {
  const desk = await deskWithLongJournal();
  const peak = join(desk.home, "peak");
  Object.assign(desk.env, { NODE_OPTIONS: `--require ${preload}`, PEAK_FILE: peak });
  const out = join(desk.home, "out");
  for (const form of [[], ["--csv"], ["--json"]]) {
    const ended = await desk.startInto(out, "history", ...form).ended;
    expect(ended).toMatchObject({ code: 0, err: "" });
    expect(statSync(out).size).toBeGreaterThan(count * 1_500);
    // It starts with 70 MB; all of it at once would be 250.
    expect(Number(readFileSync(peak, "utf8")) / 1_024).toBeLessThan(140);
  }
});
