import { type Kysely, sql } from "kysely";
import type { AttemptId } from "../domain/attempt-id.ts";
import type { Problem } from "../domain/problem.ts";
import { iso } from "./attempt-row.ts";
import { isConstraintViolation } from "./constraint.ts";
import type { TimeOf } from "./time.ts";
import type { Tables } from "./tables.ts";
import { addLine } from "./timeline.ts";

/** An attempt that a later answer of 2Checkout contradicts, and what that answer was. */
export interface Reopening {
  readonly attempt: AttemptId;
  readonly problem: Problem;
}

/**
 * Takes back an outcome that rested on an order which showed nothing or on a person's word, or that a refund
 * was withdrawn: the attempt is unresolved again. Where a constraint forbids that, the same refund was accepted since, or its order is
 * blocked already: then only its timeline says so.
 * @param transaction that of the settlement which contradicts it, so that a crash leaves both or neither
 */
export async function reopen(
  transaction: Kysely<Tables>,
  { attempt, problem }: Reopening,
  { at, time }: { readonly at: number; readonly time: TimeOf },
): Promise<void> {
  const note = (what: string) => addLine(transaction, attempt, { at, what }, time);
  const update = transaction
    .updateTable("attempt")
    .set({
      outcome: null,
      settled_by: null,
      settled_at: null,
      evidence: null,
      problem: JSON.stringify(problem),
      // No process is at work on it.
      busy_until: iso(0),
    })
    .where("id", "=", attempt)
    .where((is) =>
      is.or([
        is.and({ outcome: "refused", settled_by: "evidence" }),
        is.and({ outcome: "not-applied", settled_by: "person" }),
        is("outcome", "=", "withdrawn"),
      ]),
    );
  // Else a constraint that is broken would undo the settlement as well.
  await sql`savepoint reopening`.execute(transaction);
  try {
    const { numUpdatedRows } = await update.executeTakeFirst();
    if (numUpdatedRows > 0n) await note(`reopened: ${problem.message}`);
  } catch (error) {
    if (!isConstraintViolation(error)) throw error;
    await sql`rollback to savepoint reopening`.execute(transaction);
    await note(`not reopened, because of a later attempt: ${problem.message}`);
  }
  await sql`release savepoint reopening`.execute(transaction);
}
