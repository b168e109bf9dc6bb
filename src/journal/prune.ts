import type { Kysely } from "kysely";
import { iso } from "./attempt-row.ts";
import { refundedOutcomes } from "./batches.ts";
import type { Tables } from "./tables.ts";

/**
 * Deletes settled attempts started before a time; their batches note which of their rows those refunded.
 * Returns how many went.
 */
export function prune(database: Kysely<Tables>, before: number): Promise<number> {
  const old = database
    .selectFrom("attempt")
    .select("id")
    .where("outcome", "is not", null)
    .where("started_at", "<", iso(before))
    // What is accepted explains away what an unresolved attempt on the same order would take for its own.
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("attempt as open")
            .select("open.id")
            .where("open.outcome", "is", null)
            .whereRef("open.realm", "=", "attempt.realm")
            .whereRef("open.api", "=", "attempt.api")
            .whereRef("open.account", "=", "attempt.account")
            .whereRef("open.number", "=", "attempt.number"),
        ),
      ),
    );
  return database.transaction().execute(async (transaction) => {
    // Its file may come again, and what it then finds here is all that keeps a row from being sent anew.
    await transaction
      .updateTable("batch_row")
      .from("attempt")
      .set((is) => ({ attempt: is.ref("attempt.id"), outcome: is.ref("attempt.outcome") }))
      .whereRef("batch_row.batch", "=", "attempt.batch")
      .whereRef("batch_row.key", "=", "attempt.row")
      .where("attempt.id", "in", old)
      .where("attempt.outcome", "in", refundedOutcomes)
      .execute();
    await transaction.deleteFrom("timeline").where("attempt", "in", old).execute();
    const { numDeletedRows } = await transaction
      .deleteFrom("attempt")
      .where("id", "in", old)
      .executeTakeFirst();
    return Number(numDeletedRows);
  });
}
