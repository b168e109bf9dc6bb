import type { Kysely } from "kysely";
import type { AttemptId } from "../domain/attempt-id.ts";
import type { Processed } from "./attempt.ts";
import { iso } from "./attempt-row.ts";
import type { Engine } from "./engine.ts";
import { lookingInto } from "./looking.ts";
import type { Withdrawal } from "./settlement.ts";
import type { Tables } from "./tables.ts";
import { addLine } from "./timeline.ts";

/** What becomes of a refund that was accepted. */
export interface RefundLife {
  /**
   * Says of an accepted refund that it will not be paid out: a later event, whatever its acceptance rests on.
   * False when it is not an accepted one that was not seen paid out.
   */
  readonly withdraw: (id: AttemptId, withdrawal: Withdrawal) => Promise<boolean>;
  /**
   * Says of a withdrawn refund that it was paid out after all: it is accepted again, beside the same refund
   * where that was accepted meanwhile. False when it is not a withdrawn one.
   */
  readonly revive: (id: AttemptId, revival: Revival) => Promise<boolean>;
  /** Says of accepted refunds that they were paid out; whoever said so first is kept. */
  readonly markProcessed: (ids: readonly AttemptId[], processed: Processed) => Promise<void>;
  /** Keeps how many refund invoices there were at the first look. */
  readonly keepInvoices: (ids: readonly AttemptId[], count: number, at: number) => Promise<void>;
}

/** What shows that it was paid out after all. */
type Revival = Pick<Withdrawal, "by" | "evidence" | "at">;

/** So that they share a commit, but not each other's fate. */
class OtherwiseByNow extends Error {}

export function refundLifeIn(engine: Engine): RefundLife {
  const { commit, insist, isForbidden, time } = engine;
  const addNote = (to: Kysely<Tables>, id: AttemptId, what: string, at: number) =>
    addLine(to, id, { at, what }, time);
  return {
    withdraw: (id, withdrawal) =>
      insist(() => withdraw(engine, id, withdrawal), {
        tag: "withdrawal",
        attempt: id,
        withdrawal,
      }),
    revive: async (id, { by, evidence, at }) => {
      const acceptedAgain = (paidTwice: 0 | 1) =>
        commit(async (transaction) => {
          const { numUpdatedRows } = await transaction
            .updateTable("attempt")
            .set({
              outcome: "accepted",
              settled_by: by,
              settled_at: time(at),
              evidence,
              paid_twice: paidTwice,
            })
            .where("id", "=", id)
            .where("outcome", "=", "withdrawn")
            .executeTakeFirst();
          if (numUpdatedRows === 0n) return false;
          const twice = paidTwice === 1 ? "; the same refund was made anew since" : "";
          await addNote(transaction, id, `accepted (by ${by}): ${evidence}${twice}`, at);
          return true;
        });
      try {
        return await acceptedAgain(0);
      } catch (error) {
        if (!isForbidden(error)) throw error;
        return acceptedAgain(1);
      }
    },
    markProcessed: (ids, { by, at }) =>
      commit(async (transaction) => {
        for (const id of ids) {
          const { numUpdatedRows } = await transaction
            .updateTable("attempt")
            .set({ processed_at: time(at), processed_by: by })
            .where("id", "=", id)
            .where("outcome", "=", "accepted")
            .where("processed_at", "is", null)
            .executeTakeFirst();
          if (numUpdatedRows > 0n) await addNote(transaction, id, `paid out (by ${by})`, at);
        }
      }),
    keepInvoices: (ids, count, at) =>
      commit(async (transaction) => {
        for (const id of ids) {
          const { numUpdatedRows } = await transaction
            .updateTable("attempt")
            .set({ invoices: count })
            .where("id", "=", id)
            .where("invoices", "is", null)
            .executeTakeFirst();
          if (numUpdatedRows === 0n) continue;
          await addNote(transaction, id, `refund invoices of the order: ${count}`, at);
        }
      }),
  };
}

/**
 * True when it stands so afterwards, and so also when this was written before and its answer was lost. It is often
 * written late, so what it rests on must still be as it was: else it would take back what was found out since.
 */
export async function withdraw(
  { commit, database, time }: Pick<Engine, "commit" | "database" | "time">,
  id: AttemptId,
  withdrawal: Withdrawal,
): Promise<boolean> {
  const { by, evidence, at, cancellation } = withdrawal;
  const settled = { settled_by: by, settled_at: time(at), evidence };
  try {
    await commit(async (transaction) => {
      if (cancellation !== null) {
        const { numUpdatedRows } = await transaction
          .updateTable("attempt")
          .set({ ...settled, outcome: "accepted", problem: null })
          .where("id", "=", cancellation)
          .where("kind", "=", "cancel")
          .where("outcome", "is", null)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) throw new OtherwiseByNow();
        const what = `accepted (by ${by}): ${evidence}`;
        await addLine(transaction, cancellation, { at, what }, time);
      }
      const { numUpdatedRows } = await transaction
        .updateTable("attempt")
        .set({ ...settled, outcome: "withdrawn" })
        .where("id", "=", id)
        .where("kind", "<>", "cancel")
        .where("outcome", "=", "accepted")
        .where("processed_at", "is", null)
        .where((is) =>
          withdrawal.cancellation === null
            ? is("settled_at", "is not distinct from", timeText(withdrawal.settledAt))
            : is.lit(true),
        )
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new OtherwiseByNow();
      await addLine(transaction, id, { at, what: `withdrawn (by ${by}): ${evidence}` }, time);
    });
    return true;
  } catch (error) {
    if (!(error instanceof OtherwiseByNow)) throw error;
    const now = lookingInto(database);
    const refund = await now.find(id);
    const isSo =
      refund?.outcome === "withdrawn" && refund.settledBy === by && refund.evidence === evidence;
    return (
      isSo && (cancellation === null || (await now.find(cancellation))?.outcome === "accepted")
    );
  }
}

function timeText(at: number | null): string | null {
  return at === null ? null : iso(at);
}
