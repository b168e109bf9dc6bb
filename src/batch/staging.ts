import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely, sql, SqliteDialect } from "kysely";
import Libsql from "libsql";
import type { RowIdentity } from "../journal/batches.ts";
import { fingerprintOf, startFileDigest } from "./fingerprint.ts";
import type { Row } from "./row.ts";

/** A row that was read, with the line of the file on which it begins. */
export interface StagedRow {
  readonly line: number;
  readonly row: Row;
  readonly identity: RowIdentity;
}

/** A row whose id or whose order or line item an earlier line has too. */
export interface Repetition {
  readonly line: number;
  readonly firstLine: number;
  readonly what: "id" | "order" | "line item";
  readonly name: string;
}

/**
 * The rows of a file on disk, so that a million of them take no more memory than a thousand, and so that
 * what is run is what was checked, whatever becomes of the file meanwhile.
 */
export interface Staging {
  readonly add: (line: number, row: Row) => Promise<void>;
  /** To be called once, after the last row. */
  readonly finish: () => Promise<void>;
  readonly repetitions: () => AsyncIterable<Repetition>;
  /** The fingerprint of the whole file. */
  readonly digest: () => Promise<string>;
  /** All rows by line, some hundred at a time. */
  readonly pages: () => AsyncGenerator<readonly StagedRow[]>;
  readonly close: () => Promise<void>;
}

interface RowTable {
  line: number;
  api: string;
  number: string;
  id: string | null;
  key: string;
  content: string;
  json: string;
}

const pageSize = 500;

export function openStaging(): Staging {
  const folder = mkdtempSync(join(tmpdir(), "refund-batch-"));
  const file = new Libsql(join(folder, "rows.db"));
  // It does not outlast the process, so nothing of it needs to be safe.
  file.pragma("journal_mode = OFF");
  file.pragma("synchronous = OFF");
  file.exec(
    "create table row (line integer primary key, api text, number text, id text, key text, content text, json text)",
  );
  // Where the system allows it the file vanishes now, and so cannot be left behind by a crash.
  removeQuietly(folder);
  const database = new Kysely<{ row: RowTable }>({
    dialect: new SqliteDialect({ database: file }),
  });
  let waiting: RowTable[] = [];

  const flush = async () => {
    if (waiting.length === 0) return;
    await database.insertInto("row").values(waiting).execute();
    waiting = [];
  };

  return {
    add: async (line, row) => {
      const { api, number, id } = row;
      const json = JSON.stringify(row);
      waiting.push({ line, api, number, id, json, ...fingerprintOf(row) });
      if (waiting.length === pageSize) await flush();
    },
    finish: async () => {
      await flush();
      await database.schema.createIndex("by_number").on("row").columns(["number", "api"]).execute();
      await database.schema.createIndex("by_key").on("row").column("key").execute();
    },
    repetitions: async function* () {
      const repeated = sql<{ line: number; first: number; what: Repetition["what"]; name: string }>`
        select row.line, earlier.first, earlier.what, earlier.name from row join (
          select min(line) as first, number as name, api, null as key,
            case api when 'legacy' then 'line item' else 'order' end as what
          from row group by number, api having count(*) > 1
          union all
          select min(line), id, null, key, 'id' from row
          where id is not null group by key having count(*) > 1
        ) as earlier
        on (row.number = earlier.name and row.api = earlier.api) or row.key = earlier.key
        where row.line > earlier.first order by row.line`;
      const { rows } = await repeated.execute(database);
      for (const { line, first, what, name } of rows) yield { line, firstLine: first, what, name };
    },
    digest: async () => {
      const digest = startFileDigest();
      for (let after = ""; ;) {
        const rows = await database
          .selectFrom("row")
          .select(["key", "content"])
          .where("key", ">", after)
          .orderBy("key")
          .limit(pageSize)
          .execute();
        for (const row of rows) digest.add(row);
        const last = rows.at(-1);
        if (last === undefined) return digest.end();
        after = last.key;
      }
    },
    pages: async function* () {
      for (let after = 0; ;) {
        const rows = await database
          .selectFrom("row")
          .selectAll()
          .where("line", ">", after)
          .orderBy("line")
          .limit(pageSize)
          .execute();
        const last = rows.at(-1);
        if (last === undefined) return;
        yield rows.map(stagedRow);
        after = last.line;
      }
    },
    close: async () => {
      await database.destroy();
      removeQuietly(folder);
    },
  };
}

/** What `add` wrote is what is read. */
function stagedRow({ line, api, number, key, content, json }: RowTable): StagedRow {
  const row = JSON.parse(json) as Row;
  return { line, row, identity: { key, content, api: api as Row["api"], number } };
}

function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Some systems do not remove what is open; then it is removed when it is closed.
  }
}
