import type { Kysely } from "kysely";

/**
 * Several processes may run one batch. Who is at work on it says so, each row is leased to one of them, and
 * what came of a row is there for the others.
 */
export async function addSharedBatches(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  const counts = [
    ["batch", "round"],
    ["batch_row", "begun"],
    ["batch_row", "done"],
  ] as const;
  for (const [table, column] of counts) {
    await schema
      .alterTable(table)
      .addColumn(column, "integer", (definition) => definition.notNull().defaultTo(0))
      .execute();
  }
  // Milliseconds since the epoch, because they are reckoned with and not only compared.
  const times = [
    ["batch", "next_row_at"],
    ["batch_row", "leased_until"],
  ] as const;
  for (const [table, column] of times) {
    await schema
      .alterTable(table)
      .addColumn(column, "bigint", (definition) => definition.notNull().defaultTo(0))
      .execute();
  }
  await schema
    .alterTable("batch_row")
    .addColumn("worker", "text", (column) => column.notNull().defaultTo(""))
    .execute();
  await schema.alterTable("batch_row").addColumn("result", "text").execute();
  await schema
    .createTable("batch_worker")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("batch", "text", (column) =>
      column.notNull().references("batch.id").onDelete("cascade"),
    )
    .addColumn("user", "text", (column) => column.notNull())
    .addColumn("host", "text", (column) => column.notNull())
    .addColumn("pid", "integer", (column) => column.notNull())
    .addColumn("rate", "double precision")
    .addColumn("at_work_until", "bigint", (column) => column.notNull())
    .execute();
  await schema.createIndex("workers_of_a_batch").on("batch_worker").column("batch").execute();
}
