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
  await schema
    .createIndex("batch_rows_in_order")
    .on("batch_row")
    .columns(["batch", "line", "key"])
    .execute();
  await schema
    .createTable("row_end")
    .addColumn("batch", "text", (column) => column.notNull().references("batch.id"))
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("api", "text", (column) => column.notNull())
    .addColumn("number", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("problem", "text")
    .addColumn("seen", "text")
    .addColumn("user", "text", (column) => column.notNull())
    .addColumn("host", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("row_end_key", ["batch", "key", "at"])
    .execute();
  // Whoever reads of many attempts reads the newest first, some at a time.
  await schema
    .createIndex("attempts_by_time")
    .on("attempt")
    .columns(["started_at", "id"])
    .execute();
  await schema
    .createIndex("batches_by_time")
    .on("batch")
    .columns(["started_at", "id"])
    .where(sql<boolean>`recorded_at is not null`)
    .execute();
}
