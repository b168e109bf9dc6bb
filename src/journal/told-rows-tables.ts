import { type Kysely, sql } from "kysely";

/**
 * What it takes to tell of every row of a batch years later: where it stands in its file, what it asked for,
 * and what came of it where no attempt says that. Neither its e-mail address nor its comment.
 */
export async function addToldRows(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  // Of rows that an earlier version recorded it is not known, and none stands on line 0.
  await schema
    .alterTable("batch_row")
    .addColumn("line", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.alterTable("batch_row").addColumn("sheet_row", "integer").execute();
  for (const column of ["name", "kind", "amount", "currency"]) {
    await schema.alterTable("batch_row").addColumn(column, "text").execute();
  }
  for (const [table, column] of [
    ["batch", "amended"],
    ["batch_row", "replaced"],
  ] as const) {
    await schema
      .alterTable(table)
      .addColumn(column, "integer", (definition) => definition.notNull().defaultTo(0))
      .execute();
  }
  // Which of two rows on an order was the correction was not recorded; one that is known to be refunded was not corrected.
  await sql`update batch_row set replaced = 1 where exists (
    select 1 from batch_row as other
    where other.batch = batch_row.batch and other.number = batch_row.number and other.api = batch_row.api
      and (case when other.attempt is null then 0 else 1 end, other.key)
        > (case when batch_row.attempt is null then 0 else 1 end, batch_row.key)
  )`.execute(database);
  await sql`update batch set amended = 1 where id in (select batch from batch_row where replaced = 1)`.execute(
    database,
  );
  await schema
    .createIndex("batch_rows_in_order")
    .on("batch_row")
    .columns(["batch", "line", "key"])
    .execute();
  await schema
    .createTable("row_end")
    .addColumn("batch", "text", (column) => column.notNull().references("batch.id"))
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("content", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("problem", "text")
    .addColumn("seen", "text")
    .addColumn("user", "text", (column) => column.notNull())
    .addColumn("host", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("row_end_key", ["batch", "key", "content", "at"])
    .execute();
  // Whoever reads of many attempts reads the newest first, some at a time.
  await schema
    .createIndex("attempts_by_time")
    .on("attempt")
    .columns(["started_at", "id"])
    .execute();
  await schema
    .createIndex("attempts_of_a_batch_by_time")
    .on("attempt")
    .columns(["batch", "started_at", "id"])
    .where(sql<boolean>`batch <> ''`)
    .execute();
  await schema
    .createIndex("batches_by_time")
    .on("batch")
    .columns(["started_at", "id"])
    .where(sql<boolean>`recorded_at is not null`)
    .execute();
}
