import { type Kysely, sql } from "kysely";
import type { Tables } from "../tables.ts";
import { schemaName } from "./schema-name.ts";

/** What agents may change of an attempt once it is recorded: what came of it, and who is at work on it. */
const changeable = [
  "outcome",
  "settled_by",
  "settled_at",
  "problem",
  "evidence",
  "busy_until",
  "processed_at",
  "processed_by",
  "invoices",
  "paid_twice",
];

/**
 * Agents read everything, add, and settle; they delete and rewrite nothing. The role is made where it is
 * missing, cannot log in by itself, and is granted to each person's own.
 */
export async function grantToAgents(transaction: Kysely<Tables>, role: string): Promise<void> {
  const name = sql.lit(role);
  const agents = sql.id(role);
  const schema = sql.id(schemaName);
  const columns = sql.join(changeable.map((column) => sql.id(column)));
  const statements = [
    sql`do $$ begin
      if not exists (select from pg_roles where rolname = ${name}) then
        execute format('create role %I nologin', ${name});
      end if;
    end $$`,
    sql`grant usage on schema ${schema} to ${agents}`,
    sql`revoke all on all tables in schema ${schema} from ${agents}`,
    sql`grant select on all tables in schema ${schema} to ${agents}`,
    sql`grant insert on attempt, timeline, batch, batch_row, row_end, batch_worker to ${agents}`,
    sql`grant update (${columns}) on attempt to ${agents}`,
    // A row that was corrected before it was refunded.
    sql`grant update (content, api, number, line, sheet_row, source, name, kind, amount, currency, replaced) on batch_row to ${agents}`,
    // Who is at work on a row, and what came of it.
    sql`grant update (worker, leased_until, begun, done, result) on batch_row to ${agents}`,
    sql`grant update (amended, round, next_row_at) on batch to ${agents}`,
    sql`grant update (at_work_until) on batch_worker to ${agents}`,
    sql`grant update (count) on commit_count to ${agents}`,
  ];
  for (const statement of statements) await statement.execute(transaction);
}

/** The roles that may add attempts, besides the tables' owner. */
export async function agentRoles(transaction: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ role: string }>`
    select distinct grantee as role from information_schema.role_table_grants
    where table_schema = ${schemaName} and table_name = 'attempt'
      and privilege_type = 'INSERT' and grantee <> grantor
  `.execute(transaction);
  return rows.map(({ role }) => role);
}
