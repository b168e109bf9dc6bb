import { type Kysely, sql } from "kysely";

/** So many commits can be under way at once; with each one more, a machine's mark has a number more. */
export const counters = 16;

/** Where commits would wait for each other on a single counter, several share the counting. */
export async function addCommitCounts(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("commit_count")
    .addColumn("counter", "integer", (column) => column.primaryKey())
    .addColumn("count", "integer", (column) => column.notNull())
    .execute();
  const rows = Array.from({ length: counters }, (_, counter) => sql`(${sql.lit(counter)}, 0)`);
  await sql`insert into commit_count (counter, count) values ${sql.join(rows)}`.execute(database);
}
