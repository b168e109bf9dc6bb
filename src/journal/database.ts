import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from "kysely";
import type Libsql from "libsql";
import type { Tables } from "./tables.ts";
import { PatientConnection, whenFree } from "./when-free.ts";

/** A journal that is empty and leaves no file behind. */
export const inMemory = ":memory:";

/**
 * Opens a file that is there, as it is. A commit is in that one file by the time it is told: there is no
 * log beside it that could be forgotten, lost or damaged by itself (docs/journal.md says what that costs).
 * @param givenUp aborts when nobody waits for a lock any more; null, the default: somebody always does
 */
export async function connect(
  path: string,
  givenUp: AbortSignal | null = null,
): Promise<Kysely<Tables>> {
  const { Database, execAside } = await import("./libsql.ts");
  // It never waits for a lock itself: it would stop everything else in this process, answers and signals too.
  const file = new Database(path);
  await whenFree(() => {
    requireOneFile(file);
    // As FULL, and the folder as well: else a power cut could bring back what undoes the last commit.
    file.pragma("synchronous = EXTRA");
  }, givenUp);
  const commit = () => whenFree(() => execAside(file, "commit"), givenUp);
  return new Kysely<Tables>({ dialect: new SharedSqliteDialect(file, commit, givenUp) });
}

/** Folds in the log that an earlier version of this program wrote beside the file. */
function requireOneFile(file: Libsql.Database): void {
  const answer: unknown = file.pragma("journal_mode = DELETE");
  if (!JSON.stringify(answer).includes('"wal"')) return;
  throw new Error("an earlier version of this program has it open; wait until that one has ended");
}

/** So many prepared statements are kept; those of varying length make way for those that are used again and again. */
const mostPrepared = 100;

/** A statement is prepared once: the same few are run for each row of a batch. */
function preparingOnce(file: Libsql.Database): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    prepare: (text) => {
      const statement = prepared.get(text) ?? prepareIn(file, text);
      // A map is in the order in which its entries were set, so the first is the one unused for longest.
      prepared.delete(text);
      prepared.set(text, statement);
      const [oldest] = prepared.keys();
      if (prepared.size > mostPrepared && oldest !== undefined) prepared.delete(oldest);
      return statement;
    },
    close: () => {
      file.close();
    },
  };
}

/** A statement that need not be asked each time whether it has rows to give. */
function prepareIn(file: Libsql.Database, text: string): SqliteStatement {
  const statement = file.prepare(text);
  return {
    reader: statement.reader,
    all: (values) => statement.all(values),
    run: (values) => statement.run(values),
    iterate: (values) => statement.iterate(values),
  };
}

/** Ends the transaction of a connection, and waits for the disk on another thread. */
type Commit = () => Promise<void>;

/**
 * SQLite as several processes share it, any of which may be killed. Kysely's own takes the write lock
 * only at the first write, when it may be too late to wait for it, and migrates without a transaction.
 */
class SharedSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;
  readonly #commit: Commit;
  readonly #givenUp: AbortSignal | null;

  constructor(file: Libsql.Database, commit: Commit, givenUp: AbortSignal | null) {
    const config = { database: preparingOnce(file) };
    super(config);
    this.#config = config;
    this.#commit = commit;
    this.#givenUp = givenUp;
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver(this.#config, this.#commit, this.#givenUp);
  }
}

class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  readonly #commit: Commit;
  readonly #givenUp: AbortSignal | null;
  #patient: PatientConnection | null = null;

  constructor(config: SqliteDialectConfig, commit: Commit, givenUp: AbortSignal | null) {
    super(config);
    this.#commit = commit;
    this.#givenUp = givenUp;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const only = await super.acquireConnection();
    this.#patient ??= new PatientConnection(only, this.#givenUp);
    return this.#patient;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  /** Answers are read meanwhile. Nothing else reaches the connection: a transaction has it to itself. */
  override async commitTransaction(): Promise<void> {
    await this.#commit();
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection);
    } catch {
      // SQLite rolls back by itself after some errors, a full disk among them. The first error tells the
      // cause, and must not be replaced by this one.
    }
  }
}
