import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database } from "../../journal/libsql.ts";
import type { NewRow } from "../../journal/batch-rows.ts";
import { decimalText } from "../../domain/money.ts";
import { idOfKey, rowKeyOf } from "../../domain/row-key.ts";
import { inTurns } from "./event-loop.ts";
import { fingerprintOf, startFileDigest } from "./fingerprint.ts";
import type { BadRow } from "./bad-row.ts";
import type { Row } from "./row.ts";
import { kindOf, statedAmount } from "./totals.ts";
import type { Place } from "./row-place.ts";

/** A row that was read. */
export interface StagedRow {
  /** Its place among all rows, from 1. */
  readonly ordinal: number;
  readonly place: Place;
  readonly row: Row;
  /** As `ReadRecord` has it. */
  readonly written: readonly string[];
  readonly identity: NewRow;
}

/** A row whose id or whose order or line item an earlier row has too. */
export interface Repetition {
  readonly ordinal: number;
  readonly place: Place;
  readonly first: Place;
  readonly what: "id" | "order" | "line item";
  readonly name: string;
}

/** A bad row, and the ordinal of the last good one above it. */
export interface RejectedRow {
  readonly after: number;
  readonly bad: BadRow;
}

/**
 * The rows of a file on disk, so that a million of them take no more memory than a thousand, and so that
 * what is run is what was checked, whatever becomes of the file meanwhile.
 */
export interface Staging {
  readonly add: (place: Place, row: Row, written: readonly string[]) => void;
  /** Keeps a row that cannot be refunded as it stands. */
  readonly reject: (bad: BadRow) => void;
  /** To be called once, after the last row. */
  readonly finish: () => void;
  readonly repetitions: () => Iterable<Repetition>;
  /** All that were rejected, in their order. */
  readonly rejected: () => Iterable<RejectedRow>;
  /** The fingerprint of the whole file. @throws Cancelled when it was stopped meanwhile */
  readonly digest: (stop: AbortSignal) => Promise<string>;
  /** Whether a row is known by this id, or is about the same order or line item. */
  readonly holds: (row: Pick<NewRow, "key" | "api" | "number">) => boolean;
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

/** A row as it is kept; the rest of `StagedRow` follows from it and from its place. */
type KeptRow = Pick<StagedRow, "place" | "row" | "written"> & { readonly content: string };

const pageSize = 200;

export function openStaging(): Staging {
  const folder = mkdtempSync(join(tmpdir(), "refund-batch-"));
  const file = new Database(join(folder, "rows.db"));
  // It does not outlast the process, so nothing of it needs to be safe.
  file.pragma("journal_mode = OFF");
  file.pragma("synchronous = OFF");
  file.pragma("temp_store = FILE");
  // A value handed to the database costs more than what it does with it: so rows go there by the page, and
  // it takes out of them itself what they are told apart by.
  file.exec("create table page (first integer primary key, rows text)");
  file.exec(`create table known
    (ordinal integer primary key, line integer, row integer, api text, number text, id text, content text)`);
  file.exec("create table rejected (number integer primary key, after integer, bad text)");
  file.exec("create table result (ordinal integer primary key, cells text, failed integer)");
  // Where the system allows it the file vanishes now, and so cannot be left behind by a crash.
  removeQuietly(folder);
  const statement = {
    add: file.prepare("insert into page values (?, ?)"),
    know: file.prepare(knowQuery),
    next: file.prepare("select first, rows from page where first > ? order by first limit 1"),
    byKey: file.prepare("select id, content from known order by id, content"),
    results: file.prepare("select * from result where ordinal between ? and ? order by ordinal"),
    like: file.prepare("select 1 from known where (number = ? and api = ?) or id = ? limit 1"),
    reject: file.prepare("insert into rejected (after, bad) values (?, ?)"),
    rejected: file.prepare("select after, bad from rejected order by number"),
    keep: file.prepare("insert or replace into result values (?, ?, ?)"),
  };
  file.exec("begin");
  let added = 0;
  let page: KeptRow[] = [];
  /** All rows are of one sheet. */
  let sheet: string | null = null;

  const writePage = (): void => {
    const first = added - page.length + 1;
    const known = page.map(({ place, row, content }) => [
      place.line,
      place.row,
      row.api,
      row.number,
      row.id,
      content,
    ]);
    statement.add.run([first, JSON.stringify(page)]);
    statement.know.run([first, JSON.stringify(known)]);
    page = [];
  };

  function* pages(): Generator<readonly StagedRow[]> {
    for (let after = 0; ;) {
      const [found] = statement.next.all([after]) as { first: number; rows: string }[];
      if (found === undefined) return;
      const { first, rows } = found;
      yield (JSON.parse(rows) as KeptRow[]).map((kept, index) => stagedRow(kept, first + index));
      after = first;
    }
  }

  return {
    add: (place, row, written) => {
      sheet = place.sheet;
      page.push({ place, row, written, content: fingerprintOf(row).content });
      added += 1;
      if (page.length === pageSize) writePage();
    },
    reject: (bad) => {
      statement.reject.run([added, JSON.stringify(bad)]);
    },
    finish: () => {
      if (page.length > 0) writePage();
      file.exec("create index by_number on known (number, api)");
      file.exec("create index by_id on known (id, content)");
      file.exec("commit");
    },
    repetitions: function* () {
      for (const found of file.prepare(repetitionsQuery).iterate()) {
        const { ordinal, line, row, firstLine, firstRow, what, name } = found as FoundRepetition;
        const first = { line: firstLine, row: firstRow, sheet };
        yield { ordinal, place: { line, row, sheet }, first, what, name };
      }
    },
    rejected: function* () {
      for (const found of statement.rejected.iterate()) {
        const { after, bad } = found as { after: number; bad: string };
        yield { after, bad: JSON.parse(bad) as BadRow };
      }
    },
    digest: async (stop) => {
      const digest = startFileDigest();
      // Sorted as their keys are: a row without an id is known by its content, and those come first.
      const known = statement.byKey.iterate() as Iterable<Pick<Row, "id"> & { content: string }>;
      for await (const rows of inTurns(inPages(known), stop)) {
        digest.add(rows.map(({ id, content }) => ({ key: rowKeyOf(id, content), content })));
      }
      return digest.end();
    },
    holds: ({ key, api, number }) => statement.like.get([number, api, idOfKey(key)]) !== undefined,
    pages,
    keepResult: (ordinal, cells, isFailed) => {
      statement.keep.run([ordinal, JSON.stringify(cells), isFailed ? 1 : 0]);
    },
    results: function* () {
      for (const rows of pages()) {
        const ends = [rows[0]?.ordinal, rows.at(-1)?.ordinal];
        const kept = statement.results.all(ends) as KeptResult[];
        const byOrdinal = new Map(kept.map((result) => [result.ordinal, result]));
        for (const { ordinal, written } of rows) {
          const { cells = null, failed = 0 } = byOrdinal.get(ordinal) ?? {};
          yield {
            written,
            cells: cells === null ? null : (JSON.parse(cells) as string[]),
            isFailed: failed === 1,
          };
        }
      }
    },
    close: () => {
      file.close();
      removeQuietly(folder);
    },
  };
}

const knowQuery = `insert into known
  select ?1 + key, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
  from json_each(?2)`;

interface KeptResult {
  readonly ordinal: number;
  readonly cells: string;
  readonly failed: number;
}

interface FoundRepetition extends Pick<Repetition, "ordinal" | "what" | "name"> {
  readonly line: number;
  readonly row: number | null;
  readonly firstLine: number;
  readonly firstRow: number | null;
}

const repetitionsQuery = `
  select known.ordinal, known.line, known.row, first.line as firstLine, first.row as firstRow,
    earlier.what, earlier.name
  from known join (
    select min(ordinal) as ordinal, number as name, api, null as id,
      case api when 'legacy' then 'line item' else 'order' end as what
    from known group by number, api having count(*) > 1
    union all
    select min(ordinal), id, null, id, 'id' from known
    where id is not null group by id having count(*) > 1
  ) as earlier
  on (known.number = earlier.name and known.api = earlier.api) or known.id = earlier.id
  join known as first on first.ordinal = earlier.ordinal
  where known.ordinal > earlier.ordinal order by known.ordinal`;

/** What `add` wrote is what is read. */
function stagedRow({ place, row, written, content }: KeptRow, ordinal: number): StagedRow {
  const { api, number, id } = row;
  const amount = statedAmount(row);
  const identity = {
    key: rowKeyOf(id, content),
    content,
    api,
    number,
    line: place.line,
    sheetRow: place.row,
    name: id,
    kind: kindOf(row),
    amount: amount && decimalText(amount),
    currency: amount && amount.currency,
  };
  return { ordinal, place, row, written, identity };
}

function* inPages<T>(items: Iterable<T>): Generator<readonly T[]> {
  let page: T[] = [];
  for (const item of items) {
    page.push(item);
    if (page.length < pageSize) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Some systems do not remove what is open; then it is removed when it is closed.
  }
}
