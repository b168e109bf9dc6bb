import { type Kysely, sql } from "kysely";
import { migrations, schemaNumber } from "../migrations.ts";
import type { Tables } from "../tables.ts";
import { agentRoles, grantToAgents } from "./agents.ts";
import { guardOutcomes } from "./guard-outcomes.ts";
import { schemaName } from "./schema-name.ts";

/**
 * Makes the tables of a shared journal or brings them to the newest schema, with the rights of the agents'
 * role: all of it or nothing. Run again it changes only what is missing.
 */
export async function setUp(database: Kysely<Tables>, role: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    // Two people at once: the second waits, and then finds all of it there.
    await sql`select pg_advisory_xact_lock(hashtext('refund journal'))`.execute(transaction);
    await sql`create schema if not exists ${sql.id(schemaName)}`.execute(transaction);
    await newest(transaction);
    await grantToAgents(transaction, role);
  });
}

/** Brings the tables to the newest schema. Whoever had the agents' rights has them on what is new, too. */
export async function upgrade(database: Kysely<Tables>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtext('refund journal'))`.execute(transaction);
    // Where nobody set it up, this fails and says so.
    await sql`select id from refund.journal`.execute(transaction);
    await newest(transaction);
    for (const role of await agentRoles(transaction)) await grantToAgents(transaction, role);
  });
}

async function newest(transaction: Kysely<Tables>): Promise<void> {
  // For this transaction alone: migrations do not name the schema.
  await sql`set local search_path to ${sql.id(schemaName)}`.execute(transaction);
  await migrateIn(transaction);
  await orderTextByBytes(transaction);
  await markSchema(transaction);
  await guardOutcomes(transaction);
}

/** The same table as Kysely's migrator keeps in a file, which cannot run within a transaction of ours. */
async function migrateIn(transaction: Kysely<Tables>): Promise<void> {
  await sql`create table if not exists kysely_migration (name text primary key, timestamp text not null)`.execute(
    transaction,
  );
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(
    transaction,
  );
  const done = new Set(rows.map(({ name }) => name));
  for (const [name, migration] of Object.entries(migrations).sort()) {
    if (done.has(name)) continue;
    await migration.up(transaction);
    await sql`insert into kysely_migration (name, timestamp) values (${name}, ${sql`now()::text`})`.execute(
      transaction,
    );
  }
}

/**
 * In another order of letters, as a new version of the C library may bring, the indexes that guard would
 * not find what they hold.
 */
async function orderTextByBytes(transaction: Kysely<Tables>): Promise<void> {
  await sql`do $$
    declare c record;
    begin
      for c in select table_name, column_name from information_schema.columns
        where table_schema = 'refund' and data_type = 'text' and collation_name is distinct from 'C'
      loop
        execute format('alter table refund.%I alter column %I type text collate "C"',
          c.table_name, c.column_name);
      end loop;
    end $$`.execute(transaction);
}

/** Which programs can use these tables; `needs` stays behind where an older one gets on with them too. */
async function markSchema(transaction: Kysely<Tables>): Promise<void> {
  await sql`alter table journal add column if not exists schema integer not null default 0`.execute(
    transaction,
  );
  await sql`alter table journal add column if not exists needs integer not null default 0`.execute(
    transaction,
  );
  await sql`update journal set schema = ${sql.lit(schemaNumber)}, needs = ${sql.lit(schemaNumber)}`.execute(
    transaction,
  );
}
