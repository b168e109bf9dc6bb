import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { libsql } from "../../journal/libsql.ts";
import type { RowIdentity } from "../../journal/batch-rows.ts";
import type { RowKey } from "../../domain/row-key.ts";
import { inTurns } from "./event-loop.ts";
import { fingerprintOf, startFileDigest } from "./fingerprint.ts";
import type { Row } from "./row.ts";
import type { Place } from "./row-place.ts";

/** A row that was read. */
export interface StagedRow {
  /** Its place among all rows, from 1. */
  readonly ordinal: number;
  readonly place: Place;
  readonly row: Row;
  /** As `ReadRecord` has it. */
  readonly written: readonly string[];
  readonly identity: RowIdentity;
}

/** A row whose id or whose order or line item an earlier row has too. */
export interface Repetition {
  readonly place: Place;
  readonly first: Place;
  readonly what: "id" | "order" | "line item";
  readonly name: string;
}

/**
 * The rows of a file on disk, so that a million of them take no more memory than a thousand, and so that
 * what is run is what was checked, whatever becomes of the file meanwhile.
 */
export interface Staging {
  readonly add: (place: Place, row: Row, written: readonly string[]) => void;
  /** To be called once, after the last row. */
  readonly finish: () => void;
  readonly repetitions: () => Iterable<Repetition>;
  /** The fingerprint of the whole file. @throws Cancelled when it was stopped meanwhile */
  readonly digest: (stop: AbortSignal) => Promise<string>;
  /** All rows in their order, some hundred at a time. */
  readonly pages: () => Generator<readonly StagedRow[]>;
  /** Keeps what came of a row until all are written in their order. */
  readonly keepResult: (ordinal: number, cells: readonly string[], isFailed: boolean) => void;
  /** All rows with their results; null for a row that was not started. */
  readonly results: () => Generator<StagedResult>;
  readonly close: () => void;
}

export interface StagedResult {
  readonly written: readonly string[];
  readonly cells: readonly string[] | null;
  readonly isFailed: boolean;
}

interface RowTable {
  ordinal: number;
  line: number;
  row: number | null;
  api: Row["api"];
  number: Row["number"];
  id: string | null;
  key: RowKey;
  content: string;
  json: string;
  /** Null where nobody wants it. */
  written: string | null;
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
    (ordinal integer primary key, line integer, row integer, api text, number text, id text,
     key text, content text, json text, written text)`);
  file.exec("create table result (ordinal integer primary key, cells text, failed integer)");
  // Where the system allows it the file vanishes now, and so cannot be left behind by a crash.
  removeQuietly(folder);
  const statement = {
    insert: file.prepare("insert into row values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    byKey: file.prepare(
      `select line, key, content from row where key > ? order by key limit ${pageSize}`,
    ),
    inOrder: file.prepare(`select * from row where ordinal > ? order by ordinal limit ${pageSize}`),
  };
  const keep = file.prepare("insert or replace into result values (?, ?, ?)");
  file.exec("begin");
  let added = 0;
  /** All rows are of one sheet. */
  let sheet: string | null = null;

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
    add: (place, row, written) => {
      const { key, content } = fingerprintOf(row);
      added += 1;
      sheet = place.sheet;
      statement.insert.run([
        added,
        place.line,
        place.row,
        row.api,
        row.number,
        row.id,
        key,
        content,
        JSON.stringify(row),
        written.length === 0 ? null : JSON.stringify(written),
      ]);
    },
    finish: () => {
      file.exec("create index by_number on row (number, api)");
      file.exec("create index by_key on row (key)");
      file.exec("commit");
    },
    repetitions: function* () {
      for (const found of file.prepare(repetitionsQuery).iterate()) {
        const { line, row, firstLine, firstRow, what, name } = found as FoundRepetition;
        const first = { line: firstLine, row: firstRow, sheet };
        yield { place: { line, row, sheet }, first, what, name };
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
        const rows = statement.inOrder.all([after]) as RowTable[];
        const last = rows.at(-1);
        if (last === undefined) return;
        yield rows.map((row) => stagedRow(row, sheet));
        after = last.ordinal;
      }
    },
    keepResult: (ordinal, cells, isFailed) => {
      keep.run([ordinal, JSON.stringify(cells), isFailed ? 1 : 0]);
    },
    results: function* () {
      for (const found of file.prepare(resultsQuery).iterate()) {
        const { written, cells, failed } = found as FoundResult;
        yield {
          written: written === null ? [] : (JSON.parse(written) as string[]),
          cells: cells === null ? null : (JSON.parse(cells) as string[]),
          isFailed: failed === 1,
        };
      }
    },
    close: () => {
      file.close();
      removeQuietly(folder);
    },
  };
}

interface FoundResult {
  readonly written: string | null;
  readonly cells: string | null;
  readonly failed: number | null;
}

const resultsQuery = `select written, cells, failed from row
  left join result on result.ordinal = row.ordinal order by row.ordinal`;

interface FoundRepetition extends Pick<Repetition, "what" | "name"> {
  readonly line: number;
  readonly row: number | null;
  readonly firstLine: number;
  readonly firstRow: number | null;
}

const repetitionsQuery = `
  select row.line, row.row, first.line as firstLine, first.row as firstRow,
    earlier.what, earlier.name
  from row join (
    select min(ordinal) as ordinal, number as name, api, null as key,
      case api when 'legacy' then 'line item' else 'order' end as what
    from row group by number, api having count(*) > 1
    union all
    select min(ordinal), id, null, key, 'id' from row
    where id is not null group by key having count(*) > 1
  ) as earlier
  on (row.number = earlier.name and row.api = earlier.api) or row.key = earlier.key
  join row as first on first.ordinal = earlier.ordinal
  where row.ordinal > earlier.ordinal order by row.ordinal`;

/** What `add` wrote is what is read. */
function stagedRow(found: RowTable, sheet: string | null): StagedRow {
  const { ordinal, line, row, api, number, key, content, json, written } = found;
  return {
    ordinal,
    place: { line, row, sheet },
    row: JSON.parse(json) as Row,
    written: written === null ? [] : (JSON.parse(written) as string[]),
    identity: { key, content, api, number },
  };
}

function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Some systems do not remove what is open; then it is removed when it is closed.
  }
}
