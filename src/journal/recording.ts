import type { AttemptId } from "../domain/attempt-id.ts";
import { type QueryCreator, sql } from "kysely";
import { JournalAway, JournalUnavailable, RowTaken } from "../failure.ts";
import type { Intent } from "./attempt.ts";
import { rowOf } from "./attempt-row.ts";
import { type Engine, insertion, type NewRow } from "./engine.ts";
import type { Tables } from "./tables.ts";
import { addLine } from "./timeline.ts";

/** What is written before a request leaves. */
export interface Recording {
  /**
   * Records an intent durably. `conflict` when the journal is not as it was seen, or when one of its
   * constraints forbids it; then nothing may be sent.
   * @param seen ids of the subject's attempts that the plan took into account
   * @throws RowTaken when it is for a row of a batch that is not leased to this process any more
   */
  readonly begin: (intent: Intent, seen: readonly AttemptId[]) => Promise<Begun>;
  /** Adds a line to an attempt's timeline. */
  readonly note: (id: AttemptId, what: string, at: number) => Promise<void>;
}

export type Begun =
  { readonly tag: "begun"; readonly id: AttemptId } | { readonly tag: "conflict" };

export function recordingIn({ change, beginRow, commit, disown, isAway, time }: Engine): Recording {
  return {
    begin: async (intent, seen) => {
      const row = rowOf(intent);
      const { startedAt, sendBy, busyUntil } = intent;
      const values: NewRow = (tables) => ({
        ...row,
        ordinal: nextTo(seen, tables),
        started_at: time(startedAt),
        send_by: time(startedAt, sendBy - startedAt),
        busy_until: time(startedAt, busyUntil - startedAt),
      });
      const line = { at: startedAt, what: "recorded" };
      try {
        if (intent.row !== null) {
          const tag = await beginRow(intent.row, values, line);
          if (tag === "not-leased") throw new RowTaken();
          return tag === "begun" ? { tag, id: row.id } : { tag };
        }
        const begun = await change((tables) => insertion(tables, values(tables)), line);
        return begun ? { tag: "begun", id: row.id } : { tag: "conflict" };
      } catch (error) {
        if (error instanceof RowTaken) throw error;
        await disown(row, error);
        const Unavailable = isAway(error) ? JournalAway : JournalUnavailable;
        throw new Unavailable(
          `The attempt could not be recorded in the journal, so nothing was sent: ${error instanceof Error ? error.message : String(error)}`,
          { cause: error },
        );
      }
    },
    note: (id, what, at) => commit((transaction) => addLine(transaction, id, { at, what }, time)),
  };
}

/**
 * The place behind all attempts that were seen. Each place on an order is taken once, by a constraint, so
 * that nobody records an attempt who has not seen those before it, however many try at once.
 */
function nextTo(seen: readonly AttemptId[], tables: QueryCreator<Tables>) {
  if (seen.length === 0) return 0;
  return tables
    .selectFrom("attempt as earlier")
    .where("earlier.id", "in", seen)
    .select(({ fn }) => sql<number>`${fn.max("earlier.ordinal")} + 1`.as("next"));
}
