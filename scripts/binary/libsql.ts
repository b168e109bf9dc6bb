import { DatabaseSync, type Row, type StatementSync, type Value } from "node:sqlite";

// In the place of src/journal/libsql.ts, and of libsql: the journal on Node's own SQLite.

/** Node's own has no thread to run it on. */
export function execAside(file: Database, text: string): Promise<void> {
  file.exec(text);
  return Promise.resolve();
}

/** The codes by which errors are told apart (sqlite.org/rescode.html). */
const primary: Readonly<Record<number, string>> = {
  5: "SQLITE_BUSY",
  8: "SQLITE_READONLY",
  10: "SQLITE_IOERR",
  11: "SQLITE_CORRUPT",
  13: "SQLITE_FULL",
  14: "SQLITE_CANTOPEN",
  19: "SQLITE_CONSTRAINT",
  26: "SQLITE_NOTADB",
};
const extended: Readonly<Record<number, string>> = {
  522: "SQLITE_IOERR_SHORT_READ",
  8458: "SQLITE_IOERR_CORRUPTFS",
};

/** An error that the database itself reports. Node has the number of its code only. */
class SqliteError extends Error {
  override readonly name = "SqliteError";
  readonly code: string;

  constructor(message: string, number: number) {
    super(message);
    this.code = extended[number] ?? primary[number & 0xff] ?? "SQLITE_ERROR";
  }
}

/** As much of libsql's `Database` as this program uses, with its errors. */
export class Database {
  static readonly SqliteError = SqliteError;
  readonly #file: DatabaseSync;

  constructor(path: string, { timeout = 0 }: { readonly timeout?: number } = {}) {
    // The rows of a batch are staged without a log, which the defensive mode forbids; libsql has it off too.
    this.#file = told(() => new DatabaseSync(path, { timeout, defensive: false }));
  }

  get inTransaction(): boolean {
    return this.#file.isTransaction;
  }

  prepare(text: string): Statement {
    return new Statement(told(() => this.#file.prepare(text)));
  }

  exec(text: string): void {
    told(() => {
      this.#file.exec(text);
    });
  }

  pragma(text: string): readonly Row[] {
    return this.prepare(`pragma ${text}`).all();
  }

  close(): void {
    this.#file.close();
  }
}

class Statement {
  readonly #statement: StatementSync;
  /** Whether it has rows to give. */
  readonly reader: boolean;

  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.reader = statement.columns().length > 0;
  }

  all(...values: readonly Parameter[]): Row[] {
    return told(() => this.#statement.all(...values.flat()));
  }

  get(...values: readonly Parameter[]): Row | undefined {
    return told(() => this.#statement.get(...values.flat()));
  }

  run(...values: readonly Parameter[]) {
    return told(() => this.#statement.run(...values.flat()));
  }

  *iterate(...values: readonly Parameter[]): Generator<Row> {
    const rows = told(() => this.#statement.iterate(...values.flat()));
    for (;;) {
      const next = told(() => rows.next());
      if (next.done === true) return;
      yield next.value;
    }
  }
}

/** One value, or all of them in a list. */
type Parameter = Value | readonly Value[];

/** @throws SqliteError for what the database reports, and any other error as it is */
function told<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error && "errcode" in error && typeof error.errcode === "number") {
      throw new SqliteError(error.message, error.errcode);
    }
    throw error;
  }
}

export default Database;
