import { type Kysely, sql, type Transaction } from "kysely";
import { JournalUnavailable } from "../failure.ts";
import { iso } from "./attempt-row.ts";
import { longestBusyMs } from "./busy.ts";
import { type Counts, sum } from "./counts.ts";
import { prepared } from "./prepared.ts";
import type { Tables } from "./tables.ts";

/** Which journal it is, and how many commits it has seen. */
export interface JournalState {
  readonly id: string;
  readonly counts: Counts;
}

/** Counts one commit more, in a file. @returns the new count @throws JournalUnavailable */
export type Advance = (transaction: Transaction<Tables>) => Promise<number>;

/** Of a file. Null of one that holds no journal, or one of a version that did not count. */
export async function readState(database: Kysely<Tables>): Promise<JournalState | null> {
  try {
    const row = await database.selectFrom("journal").select(["id", "state"]).executeTakeFirst();
    return row === undefined ? null : { id: row.id, counts: [row.state] };
  } catch (error) {
    if (isMissingTable(error)) return null;
    throw error;
  }
}

/**
 * The state never goes back while a journal is open, whoever else writes: where it does, an older copy
 * was written over the file.
 */
export function advanceFrom(opened: JournalState): Advance {
  let seen = sum(opened.counts);
  const count = prepared((tables) =>
    tables
      .updateTable("journal")
      .set({ state: sql<number>`state + 1` })
      .returning(["id", "state", "moved_to"]),
  );
  return async (transaction) => {
    const [row] = await count(transaction, {}).catch((error: unknown) => {
      if (isMissingTable(error)) return [];
      throw error;
    });
    if (row === undefined)
      throw new JournalUnavailable("the journal's file was emptied while it was in use");
    if (row.moved_to !== null) throw new JournalUnavailable(movedText(row.moved_to));
    if (row.id !== opened.id || row.state <= seen) {
      throw new JournalUnavailable(
        "an older copy was written over the journal's file while it was in use",
      );
    }
    // What the transaction found was committed, even if this one is not.
    seen = row.state - 1;
    return row.state;
  };
}

function movedText(to: string): string {
  return `this journal was copied to ${to}, which guards its refunds now; set REFUND_JOURNAL or "journal" to that`;
}

/**
 * From now on nothing more is written to this journal. What another process is still waiting for is not
 * taken from under it. @throws JournalUnavailable
 */
export async function retire(database: Kysely<Tables>, to: string, now: number): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { moved_to: moved } = await transaction
      .selectFrom("journal")
      .select("moved_to")
      .executeTakeFirstOrThrow();
    if (moved === to) return;
    if (moved !== null) throw new JournalUnavailable(movedText(moved));
    const busy = await transaction
      .selectFrom("attempt")
      .select(["id", "busy_until"])
      .where("outcome", "is", null)
      .where("busy_until", ">", iso(now))
      .where("busy_until", "<=", iso(now + longestBusyMs))
      .executeTakeFirst();
    if (busy !== undefined) {
      throw new JournalUnavailable(
        `a process may still be at work on attempt ${busy.id}, until ${busy.busy_until}; try again after that`,
      );
    }
    await transaction
      .updateTable("journal")
      .set({ moved_to: to, state: sql<number>`state + 1` })
      .execute();
  });
}

function isMissingTable(error: unknown): boolean {
  return error instanceof Error && error.message.includes("no such table: journal");
}
