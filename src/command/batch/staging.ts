import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { libsql } from "../../journal/database.ts";
import type { RowIdentity } from "../../journal/batch-rows.ts";
import type { RowKey } from "../../domain/row-key.ts";
import { inTurns } from "./event-loop.ts";
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
  readonly add: (line: number, row: Row) => void;
  /** To be called once, after the last row. */
  readonly finish: () => void;
  readonly repetitions: () => Iterable<Repetition>;
  /** The fingerprint of the whole file. @throws Cancelled when it was stopped meanwhile */
  readonly digest: (stop: AbortSignal) => Promise<string>;
  /** All rows by line, some hundred at a time. */
  readonly pages: () => Generator<readonly StagedRow[]>;
  readonly close: () => void;
}

interface RowTable {
  line: number;
  api: Row["api"];
  number: Row["number"];
  id: string | null;
  key: RowKey;
  content: string;
  json: string;
}

const pageSize = 200;

export function openStaging(): Staging {
  const folder = mkdtempSync(join(tmpdir(), "refund-batch-"));
  const file = new (libsql())(join(folder, "rows.db"));
  // It does not outlast the process, so nothing of it needs to be safe.
  file.pragma("journal_mode = OFF");
  file.pragma("synchronous = OFF");
  file.pragma("temp_store = FILE");
  file.exec(`create table row
    (line integer primary key, api text, number text, id text, key text, content text, json text)`);
  // Where the system allows it the file vanishes now, and so cannot be left behind by a crash.
  removeQuietly(folder);
  const statement = {
    insert: file.prepare("insert into row values (?, ?, ?, ?, ?, ?, ?)"),
    byKey: file.prepare(
      `select line, key, content from row where key > ? order by key limit ${pageSize}`,
    ),
    byLine: file.prepare(`select * from row where line > ? order by line limit ${pageSize}`),
  };
  file.exec("begin");
  let added = 0;

  function* pagesByKey(): Generator<readonly RowTable[]> {
    let given = 0;
    for (let after = ""; ;) {
      const rows = statement.byKey.all([after]) as RowTable[];
      const last = rows.at(-1);
      if (last === undefined) return;
      given += rows.length;
      // A key that the database does not give back as it was written would come again for ever.
      if (given > added) throw new Error(`the key of line ${last.line} is not what was written`);
      yield rows;
      after = last.key;
    }
  }

  return {
    add: (line, row) => {
      const { key, content } = fingerprintOf(row);
      const json = JSON.stringify(row);
      added += 1;
      statement.insert.run([line, row.api, row.number, row.id, key, content, json]);
    },
    finish: () => {
      file.exec("create index by_number on row (number, api)");
      file.exec("create index by_key on row (key)");
      file.exec("commit");
    },
    repetitions: function* () {
      for (const found of file.prepare(repetitionsQuery).iterate()) {
        const { line, first, what, name } = found as FoundRepetition;
        yield { line, firstLine: first, what, name };
      }
    },
    digest: async (stop) => {
      const digest = startFileDigest();
      for await (const rows of inTurns(pagesByKey(), stop)) {
        for (const row of rows) digest.add(row);
      }
      return digest.end();
    },
    pages: function* () {
      for (let after = 0; ;) {
        const rows = statement.byLine.all([after]) as RowTable[];
        const last = rows.at(-1);
        if (last === undefined) return;
        yield rows.map(stagedRow);
        after = last.line;
      }
    },
    close: () => {
      file.close();
      removeQuietly(folder);
    },
  };
}

interface FoundRepetition extends Pick<Repetition, "line" | "what" | "name"> {
  readonly first: number;
}

const repetitionsQuery = `
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

/** What `add` wrote is what is read. */
function stagedRow({ line, api, number, key, content, json }: RowTable): StagedRow {
  const row = JSON.parse(json) as Row;
  return { line, row, identity: { key, content, api, number } };
}

function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Some systems do not remove what is open; then it is removed when it is closed.
  }
}
