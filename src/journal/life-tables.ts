import { type Kysely, sql } from "kysely";

/**
 * What a refund may come to after it was accepted: cancelled, withdrawn, paid out. Neither a cancellation nor
 * a withdrawn refund stands in the way of the same refund; one that was paid out twice is kept beside the other.
 */
export async function addLifeOfRefunds(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  for (const column of ["cancels", "sale", "processed_at", "processed_by"]) {
    await schema.alterTable("attempt").addColumn(column, "text").execute();
  }
  await schema.alterTable("attempt").addColumn("invoices", "integer").execute();
  await schema
    .alterTable("attempt")
    .addColumn("paid_twice", "integer", (column) => column.notNull().defaultTo(0))
    .execute();

  await schema.dropIndex("one_of_the_same_refund").execute();
  await schema
    .createIndex("one_of_the_same_refund")
    .unique()
    .on("attempt")
    .columns(["realm", "api", "account", "number", "sameness", "again"])
    .where(
      sql<boolean>`kind <> 'cancel' and paid_twice = 0 and (outcome is null or outcome = 'accepted')`,
    )
    .execute();
  await schema.dropIndex("one_repeat_of_an_attempt").execute();
  await schema
    .createIndex("one_repeat_of_an_attempt")
    .unique()
    .on("attempt")
    .column("again")
    .where(
      sql<boolean>`again <> '' and paid_twice = 0 and (outcome is null or outcome = 'accepted')`,
    )
    .execute();
  // A row whose refund was withdrawn is done: it is not refunded again by itself.
  await schema.dropIndex("one_refund_of_a_row").execute();
  await schema
    .createIndex("one_refund_of_a_row")
    .unique()
    .on("attempt")
    .columns(["batch", "row"])
    .where(sql<boolean>`batch <> '' and (outcome is null or outcome in ('accepted', 'withdrawn'))`)
    .execute();
  await schema
    .createIndex("accepted_and_not_paid_out")
    .on("attempt")
    .column("started_at")
    .where(sql<boolean>`outcome = 'accepted' and processed_at is null`)
    .execute();
}
