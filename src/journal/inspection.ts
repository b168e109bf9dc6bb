import { statSync } from "node:fs";
import { type Kysely, type Selectable, sql } from "kysely";
import type { AttemptId } from "../domain/attempt-id.ts";
import { type Problem, problem } from "../domain/problem.ts";
import { isDamage } from "./damage.ts";
import { damagedColumn, damageText } from "./damaged-column.ts";
import { connect } from "./database.ts";
import { noFileAt, secondNameOf } from "./file-in-place.ts";
import { readMarks, truePath } from "./marks.ts";
import { schemaVersion } from "./migrations.ts";
import { lostChanges } from "./lost-changes.ts";
import type { JournalPlace } from "../journal-place.ts";
import { type JournalState, readState } from "./state.ts";
import type { AttemptTable, Tables } from "./tables.ts";

/** A journal, looked at from outside. */
export interface JournalInspection {
  readonly journal: string;
  readonly kind: JournalPlace["kind"];
  readonly contents: Contents | null;
  /** Everything that keeps it from being used, in words. */
  readonly missing: readonly string[];
  /** What of that it has forgotten, by this machine's mark: this alone can be accepted. */
  readonly behind: readonly string[];
  readonly warnings: readonly Problem[];
}

export interface Contents {
  readonly version: number | null;
  readonly attempts: number;
  readonly unresolved: number;
}

/** Finds out what is wrong with a journal. Creates none, migrates none, and moves no mark. */
export async function inspectJournal(path: string, markFolder: string): Promise<JournalInspection> {
  const marks = readMarks(markFolder, truePath(path));
  const file = statSync(path, { throwIfNoEntry: false });
  const secondName = secondNameOf(path);
  const named = secondName === null ? [] : [secondName];
  if (file === undefined) {
    const nothing = { version: null, attempts: 0, unresolved: 0 };
    return inspection(path, nothing, named, lostChanges(marks, null), []);
  }
  const noFile = noFileAt(path);
  if (noFile !== null) return inspection(path, null, [noFile], [], []);
  try {
    return await reading(path, async (database) => {
      const damage = [...(await damageIn(database)), ...(await damagedRowsIn(database))];
      const state = await readState(database);
      const behind = lostChanges(marks, state);
      const isMarked = state !== null && marks.newest(state.id) !== null;
      const contents = await contentsOf(database);
      const warnings = isMarked ? [] : [notMarked];
      return inspection(path, contents, [...named, ...damage], behind, warnings);
    });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const what = isDamage(error) ? "the file is damaged or is not a journal" : "it cannot be read";
    return inspection(path, null, [...named, `${what}: ${words}`], [], []);
  }
}

/** Sets this machine's mark to the journal as it is. @throws what the file system or the database says */
export async function acceptJournal(path: string, markFolder: string): Promise<void> {
  const marks = readMarks(markFolder, truePath(path));
  const isThere = statSync(path, { throwIfNoEntry: false }) !== undefined;
  const found: JournalState | null = isThere ? await reading(path, readState) : null;
  marks.accept(found);
}

async function reading<T>(
  path: string,
  work: (database: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  const database = await connect(path);
  try {
    return await work(database);
  } finally {
    await database.destroy();
  }
}

/** Damaged pages of the file, and indexes that differ from what they should hold. */
async function damageIn(database: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check(5)`.execute(
    database,
  );
  const found = rows.map(({ integrity_check: line }) => line).filter((line) => line !== "ok");
  return found.map((line) => `the file is damaged: ${line}`);
}

/** As many as are read at once, so that a journal of any size takes little memory. */
const rowsAtOnce = 1_000;
/** Columns that the version which wrote the file may not have had. */
const notThereYet = {
  batch: "",
  row: "",
  cancels: null,
  sale: null,
  processed_at: null,
  processed_by: null,
  invoices: null,
  paid_twice: 0,
};
/** More would say nothing new. */
const maxDamagedRows = 5;

/** Attempts that hold what is never written there, of which the database itself knows nothing. */
async function damagedRowsIn(database: Kysely<Tables>): Promise<readonly string[]> {
  if ((await schemaVersion(database)) === null) return [];
  const found: string[] = [];
  let last: AttemptId | null = null;
  while (found.length < maxDamagedRows) {
    const first = database.selectFrom("attempt").selectAll().orderBy("id").limit(rowsAtOnce);
    const rows: readonly Selectable<AttemptTable>[] = await (
      last === null ? first : first.where("id", ">", last)
    ).execute();
    for (const row of rows) {
      const stored: object = row;
      const column = damagedColumn({ ...notThereYet, ...stored });
      if (column !== null) found.push(damageText(row.id, column));
    }
    const end = rows.at(-1);
    if (end === undefined || rows.length < rowsAtOnce) break;
    last = end.id;
  }
  return found.slice(0, maxDamagedRows);
}

async function contentsOf(database: Kysely<Tables>): Promise<Contents> {
  const version = await schemaVersion(database);
  if (version === null) return { version, attempts: 0, unresolved: 0 };
  const { attempts, unresolved } = await countAttempts(database);
  return { version, attempts, unresolved };
}

export function countAttempts(
  database: Kysely<Tables>,
): Promise<{ readonly attempts: number; readonly unresolved: number }> {
  return database
    .selectFrom("attempt")
    .select((is) => [
      is.fn.countAll<number>().as("attempts"),
      is.fn.count<number>("id").filterWhere("outcome", "is", null).as("unresolved"),
    ])
    .executeTakeFirstOrThrow();
}

function inspection(
  journal: string,
  contents: Contents | null,
  broken: readonly string[],
  behind: readonly string[],
  warnings: readonly Problem[],
): JournalInspection {
  const missing = [...broken, ...behind];
  return { journal, kind: "file", contents, missing, behind, warnings };
}

/** The warning about a journal whose state cannot be compared yet. */
export const notMarked = problem(
  "journal-not-marked",
  "This machine has not used this journal before, so it cannot tell whether the journal is older than it should be.",
);
