import { sql, type Transaction } from "kysely";
import { iso, storedSnapshot } from "./attempt-row.ts";
import type { Tables } from "./tables.ts";
import { acceptedSince, saidByPerson } from "./timeline-words.ts";

/**
 * Forgets of settled attempts started before a time why and by whom they were made: reason, comment, ticket,
 * user, host, and what a person said. Each stays with all that guards, explains and counts, and an
 * unresolved one stays whole. Returns of how many something was forgotten.
 */
export async function prune(transaction: Transaction<Tables>, before: number): Promise<number> {
  const old = transaction
    .selectFrom("attempt")
    .select("id")
    .where("outcome", "is not", null)
    .where("started_at", "<", iso(before));
  await transaction
    .updateTable("timeline")
    // What follows the first words of such a line is the person's: "accepted (by person): said by …".
    .set({
      what: sql<string>`substr(what, 1, instr(what, ${saidByPerson}) + length(${saidByPerson}) - 1)
        || case when what like ${`%${acceptedSince}`} then ${acceptedSince} else '' end`,
    })
    .where("attempt", "in", old)
    .where("what", "like", `%${saidByPerson}%`)
    .execute();
  await transaction
    .updateTable("attempt")
    .set({ evidence: null })
    .where("id", "in", old)
    .where("settled_by", "=", "person")
    .execute();
  const { numUpdatedRows } = await transaction
    .updateTable("attempt")
    .set({ reason: "", comment: "", ticket: null, user: "", host: "" })
    .where("id", "in", old)
    // Every attempt has its user; without one it was pruned before.
    .where("user", "<>", "")
    .executeTakeFirst();
  await reduceRefunds(transaction, before);
  await transaction
    .updateTable("batch")
    .set({ user: "", host: "" })
    .where("started_at", "<", iso(before))
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("attempt")
            .select("attempt.id")
            .whereRef("attempt.batch", "=", "batch.id")
            .where("attempt.batch", "<>", "")
            .where("attempt.outcome", "is", null),
        ),
      ),
    )
    .execute();
  return Number(numUpdatedRows);
}

/** Earlier versions kept an order's `Refunds` as they came, which may hold names. */
async function reduceRefunds(transaction: Transaction<Tables>, before: number): Promise<void> {
  const unreduced = await transaction
    .selectFrom("attempt")
    .select(["id", "before"])
    .where("outcome", "is not", null)
    .where("started_at", "<", iso(before))
    .where("before", "like", '%"raw":%')
    .execute();
  for (const { id, before: stored } of unreduced) {
    await transaction
      .updateTable("attempt")
      .set({ before: stored && JSON.stringify(storedSnapshot(stored)) })
      .where("id", "=", id)
      .execute();
  }
}
