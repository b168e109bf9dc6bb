import type { Transaction } from "kysely";
import { iso, storedSnapshot } from "./attempt-row.ts";
import type { Tables } from "./tables.ts";
import { acceptedSince, saidByPerson } from "./timeline-words.ts";

/**
 * Erases who made settled attempts that started before this time, and why: reason, comment, ticket, user, host,
 * and what a person said. Whatever guards, explains and counts stays, and an unresolved attempt stays whole.
 * Returns how many attempts lost something.
 */
export async function prune(transaction: Transaction<Tables>, before: number): Promise<number> {
  const old = oldIn(transaction, before);
  await forgetWords(transaction, before);
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
  await transaction
    .updateTable("row_end")
    .set({ user: "", host: "" })
    .where("at", "<", iso(before))
    .execute();
  return Number(numUpdatedRows);
}

function oldIn(transaction: Transaction<Tables>, before: number) {
  return transaction
    .selectFrom("attempt")
    .select("id")
    .where("outcome", "is not", null)
    .where("started_at", "<", iso(before));
}

/** What follows the first words of such a line is the person's: "accepted (by person): said by …". */
async function forgetWords(transaction: Transaction<Tables>, before: number): Promise<void> {
  const old = oldIn(transaction, before);
  const lines = await transaction
    .selectFrom("timeline")
    .selectAll()
    .where("attempt", "in", old)
    .where("what", "like", `%${saidByPerson}_%`)
    .execute();
  for (const { attempt, at, what } of lines) {
    const outcome = what.slice(0, what.indexOf(saidByPerson));
    const since = what.endsWith(acceptedSince) ? acceptedSince : "";
    await transaction
      .updateTable("timeline")
      .set({ what: outcome + saidByPerson + since })
      .where("attempt", "=", attempt)
      .where("at", "=", at)
      .where("what", "=", what)
      .execute();
  }
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
