import { existsSync, readFileSync } from "node:fs";
import initSqlJs, { type SqlJsStatic } from "sql.js";
import { isBegun, rolledBack } from "./rollback-journal.ts";

/** An attempt as it stands in the journal. */
export interface RecordedAttempt {
  readonly id: string;
  readonly number: string;
  readonly kind: string;
  /** Decimal text; null where the API decides it. */
  readonly amount: string | null;
  readonly again: string;
  readonly comment: string;
  readonly outcome: string | null;
  readonly settledBy: string | null;
  /** How often its timeline says that evidence showed it to be accepted. */
  readonly acceptedByEvidence: number;
  readonly problem: string | null;
  /** Of a cancellation: the attempt that was meant. */
  readonly cancels: string | null;
  readonly processedBy: string | null;
  /** Milliseconds since the epoch, by the clock of its machine. */
  readonly startedAt: number;
  readonly isPaidTwice: boolean;
}

export interface RecordedJournal {
  readonly attempts: readonly RecordedAttempt[];
  /** Everything in it, as one text, by which a pruned attempt's id is found wherever it is kept. */
  readonly text: string;
  /** Whether the one file holds all of it, with nothing left beside it. */
  readonly whole: boolean;
}

const empty: RecordedJournal = { attempts: [], text: "", whole: true };

let sqlite: SqlJsStatic | null = null;

/** Loads the reader, which is another SQLite than the one that writes. */
export async function loadReader(): Promise<void> {
  sqlite ??= await initSqlJs();
}

/** Reads a journal without touching it, as it was after its last commit. */
export function readJournal(path: string): RecordedJournal {
  if (sqlite === null) throw new Error("the reader was not loaded");
  if (!existsSync(path)) return empty;
  const journal = contentsOf(`${path}-journal`);
  const whole = !isBegun(journal) && contentsOf(`${path}-wal`).length === 0;
  const file = rolledBack(contentsOf(path), journal);
  if (file.length === 0) return { ...empty, whole };
  const database = new sqlite.Database(file);
  try {
    const [named] = database.exec("select name from sqlite_master where type = 'table'");
    const tables = (named?.values ?? []).map(([name]) => String(name));
    const rowsOf = (table: string) => (tables.includes(table) ? rows(database, table) : []);
    const text = tables.map((table) => JSON.stringify(rows(database, table))).join("\n");
    return { attempts: attemptsOf(rowsOf("attempt"), rowsOf("timeline")), text, whole };
  } finally {
    database.close();
  }
}

function contentsOf(path: string): Buffer {
  return existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
}

type Row = Readonly<Record<string, unknown>>;

function rows(database: InstanceType<SqlJsStatic["Database"]>, table: string): readonly Row[] {
  const [found] = database.exec(`select * from "${table}"`);
  if (found === undefined) return [];
  return found.values.map((values) =>
    Object.fromEntries(found.columns.map((column, index) => [column, values[index]])),
  );
}

/** The attempts, each with what its timeline says of it. */
export function attemptsOf(
  attempts: readonly Row[],
  timeline: readonly Row[],
): readonly RecordedAttempt[] {
  const lines = new Map<unknown, string[]>();
  for (const { attempt, what } of timeline) {
    const before = lines.get(attempt) ?? [];
    before.push(String(what));
    lines.set(attempt, before);
  }
  return attempts.map((row) => attemptOf(row, lines.get(row["id"]) ?? []));
}

function attemptOf(row: Row, lines: readonly string[]): RecordedAttempt {
  const text = (name: string) => (typeof row[name] === "string" ? row[name] : null);
  return {
    id: text("id") ?? "",
    number: text("number") ?? "",
    kind: text("kind") ?? "",
    amount: text("amount"),
    again: text("again") ?? "",
    comment: text("comment") ?? "",
    outcome: text("outcome"),
    settledBy: text("settled_by"),
    acceptedByEvidence: lines.filter((line) => line.startsWith("accepted (by evidence")).length,
    problem: text("problem"),
    cancels: text("cancels"),
    processedBy: text("processed_by"),
    startedAt: Date.parse(text("started_at") ?? ""),
    isPaidTwice: row["paid_twice"] === 1,
  };
}
