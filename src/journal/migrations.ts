import { type Kysely, type Migration, Migrator, sql } from "kysely";
import { newId } from "./attempt-id.ts";
import { addCommitCounts } from "./commit-count-table.ts";
import { addLifeOfRefunds } from "./life-tables.ts";
import { indexEndsOfNames } from "./naming.ts";
import { addSharedBatches } from "./shared-batch-tables.ts";
import type { Tables } from "./tables.ts";
import { addToldRows } from "./told-rows-tables.ts";

/** What a journal's tables have been through, oldest first; the same for every database. */
export const migrations: Readonly<Record<string, Migration>> = {
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
  "2026-11-25-state": {
    async up(database: Kysely<unknown>) {
      await database.schema
        .createTable("journal")
        .addColumn("id", "text", (column) => column.notNull())
        .addColumn("state", "integer", (column) => column.notNull())
        .execute();
      await sql`insert into journal (id, state) values (${newId(Date.now())}, 0)`.execute(database);
      // Batches whose process died while it recorded them. From now on they are recorded whole or not at all.
      await sql`delete from batch_row where batch in (select id from batch where recorded_at is null)`.execute(
        database,
      );
      await sql`delete from batch where recorded_at is null`.execute(database);
    },
  },
  "2026-11-26-life-of-refunds": { up: addLifeOfRefunds },
  "2026-11-26-ordinals": {
    async up(database: Kysely<unknown>) {
      await database.schema
        .alterTable("attempt")
        .addColumn("ordinal", "integer", (column) => column.notNull().defaultTo(0))
        .execute();
      await sql`update attempt set ordinal = (
        select count(*) from attempt as earlier
        where earlier.number = attempt.number and earlier.realm = attempt.realm
          and earlier.api = attempt.api and earlier.account = attempt.account
          and (earlier.started_at, earlier.id) < (attempt.started_at, attempt.id)
      )`.execute(database);
      // The last promise of the guard: who records an attempt has seen all those before it.
      await database.schema
        .createIndex("one_attempt_in_a_place")
        .unique()
        .on("attempt")
        .columns(["number", "realm", "api", "account", "ordinal"])
        .execute();
    },
  },
  "2026-11-26-ordinals-of-copies": {
    async up(database: Kysely<unknown>) {
      await database.schema
        .alterTable("attempt")
        .addColumn("copied", "text", (column) => column.notNull().defaultTo(""))
        .execute();
      await database.schema.alterTable("journal").addColumn("moved_to", "text").execute();
      // Two journals that did not know of each other may have let the same through: copies of both are kept.
      const promises = [
        ["one_unresolved_attempt", ["realm", "api", "account", "number"], sql`outcome is null`],
        [
          "one_of_the_same_refund",
          ["realm", "api", "account", "number", "sameness", "again"],
          sql`kind <> 'cancel' and paid_twice = 0 and (outcome is null or outcome = 'accepted')`,
        ],
        [
          "one_repeat_of_an_attempt",
          ["again"],
          sql`again <> '' and paid_twice = 0 and (outcome is null or outcome = 'accepted')`,
        ],
        [
          "one_refund_of_a_row",
          ["batch", "row"],
          sql`batch <> '' and (outcome is null or outcome in ('accepted', 'withdrawn'))`,
        ],
      ] as const;
      for (const [name, columns, where] of promises) {
        await database.schema.dropIndex(name).execute();
        await sql`create unique index ${sql.id(name)} on attempt (${sql.join(
          [...columns, "copied"].map((column) => sql.id(column)),
        )}) where ${where}`.execute(database);
      }
    },
  },
  "2026-11-26-unique-batches": {
    async up(database: Kysely<unknown>) {
      await database.schema
        .alterTable("batch")
        .addColumn("beside", "text", (column) => column.notNull().defaultTo(""))
        .execute();
      // What was meant beside an earlier one, or started twice at once.
      await sql`update batch set beside = id where exists (
        select 1 from batch as newer
        where newer.digest = batch.digest and newer.rpc_realm = batch.rpc_realm
          and newer.rpc_account = batch.rpc_account and newer.legacy_realm = batch.legacy_realm
          and newer.legacy_account = batch.legacy_account
          and (newer.started_at, newer.id) > (batch.started_at, batch.id)
      )`.execute(database);
      await database.schema
        .createIndex("one_batch_of_a_file")
        .unique()
        .on("batch")
        .columns(["digest", "rpc_realm", "rpc_account", "legacy_realm", "legacy_account", "beside"])
        .execute();
    },
  },
  "2026-11-27-ends-of-names": { up: indexEndsOfNames },
  "2026-11-27-told-rows": { up: addToldRows },
  "2026-11-27-work-on-batches": { up: addSharedBatches },
  "2026-11-28-commit-counts": { up: addCommitCounts },
  "2026-11-28-files-of-rows": {
    async up(database: Kysely<unknown>) {
      // From which file an earlier version corrected a row is not known: its batch's is told, as before.
      await database.schema.alterTable("batch_row").addColumn("source", "text").execute();
    },
  },
};

/** How many changes to its tables a journal of this version has seen. */
export const schemaNumber = Object.keys(migrations).length;

/** How many changes to its tables a journal has seen; null where it is none. */
export async function schemaVersion(database: Kysely<Tables>): Promise<number | null> {
  const { rows } = await sql<{ name: string }>`
    select name from sqlite_master where name = 'kysely_migration'
  `.execute(database);
  if (rows.length === 0) return null;
  const { rows: counted } = await sql<{ count: number }>`
    select count(*) as count from kysely_migration
  `.execute(database);
  return counted[0]?.count ?? 0;
}

/** Brings a journal of any age to the newest schema. */
export async function migrate(database: Kysely<Tables>): Promise<void> {
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
