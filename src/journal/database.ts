import { closeSync, mkdirSync, openSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  type Migration,
  Migrator,
  sql,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from "kysely";
import type Libsql from "libsql";

/** Columns hold text that every SQL database has: ISO 8601 times, decimal amounts, JSON. */
export interface AttemptTable {
  id: string;
  realm: string;
  api: string;
  account: string;
  number: string;
  kind: string;
  amount: string | null;
  currency: string | null;
  items: string;
  sameness: string;
  completes: number;
  reason: string;
  comment: string;
  ticket: string | null;
  /** Empty when it repeats nothing: a null would not take part in a unique index. */
  again: string;
  /** The batch and the row that it was made for; empty when it was made by itself, as above. */
  batch: string;
  row: string;
  before: string | null;
  user: string;
  host: string;
  pid: number;
  started_at: string;
  send_by: string;
  busy_until: string;
  outcome: string | null;
  settled_by: string | null;
  settled_at: string | null;
  problem: string | null;
  evidence: string | null;
}

export interface TimelineTable {
  attempt: string;
  at: string;
  what: string;
}

/** A file of refunds that somebody confirmed. Accounts are empty where the file has no row for them. */
export interface BatchTable {
  id: string;
  digest: string;
  source: string;
  rows: number;
  rpc_realm: string;
  rpc_account: string;
  legacy_realm: string;
  legacy_account: string;
  user: string;
  host: string;
  started_at: string;
  /** Null until all its rows are recorded; before that nothing was sent for any. */
  recorded_at: string | null;
}

/** What identifies a row of a batch; what came of it is in its attempts. */
export interface BatchRowTable {
  batch: string;
  key: string;
  content: string;
  api: string;
  number: string;
  /** The attempt that refunded it, and how that ended, once it was pruned; null as long as it is there. */
  attempt: string | null;
  outcome: string | null;
}

export interface Tables {
  attempt: AttemptTable;
  timeline: TimelineTable;
  batch: BatchTable;
  batch_row: BatchRowTable;
}

/** A journal that is empty and leaves no file behind. */
export const inMemory = ":memory:";

/** Another process may hold the write lock this long before the journal counts as locked. */
const lockTimeoutMs = 5_000;

/** Opens or creates the journal's file, readable by its owner only, with the newest schema. */
export async function openDatabase(path: string): Promise<Kysely<Tables>> {
  if (path !== inMemory) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Created here and not by SQLite, which would let the umask decide; its other files follow this one.
    closeSync(openSync(path, "a", 0o600));
  }
  const file = new (libsql())(path, { timeout: lockTimeoutMs });
  file.pragma("journal_mode = WAL");
  file.pragma("synchronous = FULL");
  const database = new Kysely<Tables>({
    dialect: new SharedSqliteDialect({ database: preparingOnce(file) }),
  });
  await migrate(database);
  return database;
}

/**
 * Loaded when a journal is opened, or ahead of that. Its loader has Node report on the whole process to
 * find out which C library there is. Such a report would look up the names of the hosts we are connected
 * to, and wait for them.
 */
export function libsql(): typeof Libsql {
  // eslint-disable-next-line no-restricted-globals -- Node's own setting, nothing that a run asks for
  Object.assign(process.report, { excludeNetwork: true });
  // It is CommonJS: an import would first parse it for what it exports.
  return createRequire(import.meta.url)("libsql") as typeof Libsql;
}

/** Every statement is prepared once: the same few are run for each row of a batch. */
function preparingOnce(file: Libsql.Database): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    prepare: (text) => {
      const known = prepared.get(text);
      if (known !== undefined) return known;
      const statement = file.prepare(text) as unknown as SqliteStatement;
      // Those of varying length would fill it without end.
      if (prepared.size < 100) prepared.set(text, statement);
      return statement;
    },
    close: () => {
      file.close();
    },
  };
}

/**
 * SQLite as several processes share it, any of which may be killed. Kysely's own takes the write lock
 * only at the first write, when it may be too late to wait for it, and migrates without a transaction.
 */
class SharedSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver(this.#config);
  }
}

class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

const migrations: Readonly<Record<string, Migration>> = {
  "2026-11-21-attempts": {
    async up(database: Kysely<unknown>) {
      await database.schema
        .createTable("attempt")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("realm", "text", (column) => column.notNull())
        .addColumn("api", "text", (column) => column.notNull())
        .addColumn("account", "text", (column) => column.notNull())
        .addColumn("number", "text", (column) => column.notNull())
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("amount", "text")
        .addColumn("currency", "text")
        .addColumn("items", "text", (column) => column.notNull())
        .addColumn("sameness", "text", (column) => column.notNull())
        .addColumn("completes", "integer", (column) => column.notNull())
        .addColumn("reason", "text", (column) => column.notNull())
        .addColumn("comment", "text", (column) => column.notNull())
        .addColumn("ticket", "text")
        .addColumn("again", "text", (column) => column.notNull())
        .addColumn("before", "text")
        .addColumn("user", "text", (column) => column.notNull())
        .addColumn("host", "text", (column) => column.notNull())
        .addColumn("pid", "integer", (column) => column.notNull())
        .addColumn("started_at", "text", (column) => column.notNull())
        .addColumn("send_by", "text", (column) => column.notNull())
        .addColumn("busy_until", "text", (column) => column.notNull())
        .addColumn("outcome", "text")
        .addColumn("settled_by", "text")
        .addColumn("settled_at", "text")
        .addColumn("problem", "text")
        .addColumn("evidence", "text")
        .execute();
      // The three promises of the guard, kept by the database whatever the processes do.
      await database.schema
        .createIndex("one_unresolved_attempt")
        .unique()
        .on("attempt")
        .columns(["realm", "api", "account", "number"])
        .where(sql<boolean>`outcome is null`)
        .execute();
      await database.schema
        .createIndex("one_of_the_same_refund")
        .unique()
        .on("attempt")
        .columns(["realm", "api", "account", "number", "sameness", "again"])
        .where(sql<boolean>`outcome is null or outcome = 'accepted'`)
        .execute();
      await database.schema
        .createIndex("one_repeat_of_an_attempt")
        .unique()
        .on("attempt")
        .column("again")
        .where(sql<boolean>`again <> '' and (outcome is null or outcome = 'accepted')`)
        .execute();
      await database.schema
        .createIndex("attempts_by_number")
        .on("attempt")
        .columns(["number", "started_at"])
        .execute();
      await database.schema
        .createTable("timeline")
        .addColumn("attempt", "text", (column) =>
          column.notNull().references("attempt.id").onDelete("cascade"),
        )
        .addColumn("at", "text", (column) => column.notNull())
        .addColumn("what", "text", (column) => column.notNull())
        .execute();
      await database.schema
        .createIndex("timeline_of_an_attempt")
        .on("timeline")
        .columns(["attempt", "at"])
        .execute();
    },
  },
  "2026-11-22-batches": {
    async up(database: Kysely<unknown>) {
      for (const column of ["batch", "row"]) {
        await database.schema
          .alterTable("attempt")
          .addColumn(column, "text", (definition) => definition.notNull().defaultTo(""))
          .execute();
      }
      await database.schema
        .createIndex("attempts_of_a_row")
        .on("attempt")
        .columns(["batch", "row"])
        .where(sql<boolean>`batch <> ''`)
        .execute();
      // One more promise of the guard: no row of a batch is accepted twice.
      await database.schema
        .createIndex("one_refund_of_a_row")
        .unique()
        .on("attempt")
        .columns(["batch", "row"])
        .where(sql<boolean>`batch <> '' and (outcome is null or outcome = 'accepted')`)
        .execute();
      await database.schema
        .createTable("batch")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("digest", "text", (column) => column.notNull())
        .addColumn("source", "text", (column) => column.notNull())
        .addColumn("rows", "integer", (column) => column.notNull())
        .addColumn("rpc_realm", "text", (column) => column.notNull())
        .addColumn("rpc_account", "text", (column) => column.notNull())
        .addColumn("legacy_realm", "text", (column) => column.notNull())
        .addColumn("legacy_account", "text", (column) => column.notNull())
        .addColumn("user", "text", (column) => column.notNull())
        .addColumn("host", "text", (column) => column.notNull())
        .addColumn("started_at", "text", (column) => column.notNull())
        .addColumn("recorded_at", "text")
        .execute();
      await database.schema
        .createTable("batch_row")
        .addColumn("batch", "text", (column) =>
          column.notNull().references("batch.id").onDelete("cascade"),
        )
        .addColumn("key", "text", (column) => column.notNull())
        .addColumn("content", "text", (column) => column.notNull())
        .addColumn("api", "text", (column) => column.notNull())
        .addColumn("number", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("batch_row_key", ["key", "batch"])
        .execute();
      await database.schema
        .createIndex("batch_rows_by_number")
        .on("batch_row")
        .columns(["number", "batch"])
        .execute();
    },
  },
  "2026-11-23-pruned-rows": {
    async up(database: Kysely<unknown>) {
      for (const column of ["attempt", "outcome"]) {
        await database.schema.alterTable("batch_row").addColumn(column, "text").execute();
      }
      await database.schema
        .createIndex("pruned_rows_of_a_batch")
        .on("batch_row")
        .column("batch")
        .where(sql<boolean>`attempt is not null`)
        .execute();
    },
  },
};

async function migrate(database: Kysely<Tables>): Promise<void> {
  if (await isCurrent(database)) return;
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new Error(JSON.stringify(error));
}

/** The migrator asks the same in a dozen queries; nearly always one is enough. */
async function isCurrent(database: Kysely<Tables>): Promise<boolean> {
  try {
    const { rows } = await sql<{ name: string }>`
      select name from kysely_migration order by name desc limit 1
    `.execute(database);
    return rows[0]?.name === Object.keys(migrations).sort().at(-1);
  } catch {
    // A new file has no such table yet.
    return false;
  }
}
