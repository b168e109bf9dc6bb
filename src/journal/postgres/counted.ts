import { type QueryCreator, sql } from "kysely";
import { counters } from "../commit-count-table.ts";
import type { Counts } from "../counts.ts";
import type { JournalState } from "../state.ts";
import type { Tables } from "../tables.ts";

/** What a statement that counted itself tells of the journal. */
export interface Counted {
  readonly id: string;
  /** How many commits the statement's snapshot shows, by counter. */
  readonly shown: Counts;
  /** Which of these counters it added one to, and what that came to. */
  readonly counter: number;
  readonly count: number;
}

/**
 * Counts one commit more, on one of several counters, and sees to it that the server tells of this commit
 * only when it is durable, whatever its default is. A commit waits for another only where both have the same
 * counter.
 *
 * Why what a machine has seen is never ahead of what is committed: the counter's row is locked
 * until the commit, so its number stands on commits that are done; those of the other counters are of the
 * statement's snapshot, which shows only what is committed and durable.
 *
 * Why a copy that lacks a commit which a machine has seen is noticed: a restored backup, or a standby that
 * took over, holds every commit up to some point of the server's log and none behind it. Commits on one
 * counter stand there in the order of their numbers, so a copy that ends before a commit ends before that
 * commit's counter got there. Their sum would not show it: a commit that the snapshot did not show may stand
 * before that point, and make up for the one that is missing.
 */
export function counted(tables: QueryCreator<Tables>) {
  return tables
    .updateTable("commit_count")
    .from("journal")
    .set({ count: sql<number>`${sql.ref("commit_count.count")} + 1` })
    .where("commit_count.counter", "=", ownCounter)
    .returning([
      "journal.id",
      "commit_count.count",
      // Behind the count of commits from before there were several counters.
      sql<number>`commit_count.counter + 1`.as("counter"),
      sql<Counts>`journal.state ||
          array(select each.count from refund.commit_count as each order by each.counter)`.as(
        "shown",
      ),
      durably.as("durably"),
    ]);
}

/** The journal as the statement found it, and as it left it. */
export function statesOf({
  id,
  shown,
  counter,
  count,
}: Counted): readonly [found: JournalState, left: JournalState] {
  return [
    { id, counts: shown.with(counter, count - 1) },
    { id, counts: shown.with(counter, count) },
  ];
}

/**
 * Not at random: whoever waited for the row is asked for it again, and must say the same. Connections that
 * were opened one after the other have counters of their own.
 */
const ownCounter = sql<number>`pg_backend_pid() % ${sql.lit(counters)}`;

/** Until the end of the transaction; `remote_apply` promises more than `on`. */
const durably = sql<string>`set_config('synchronous_commit',
  case current_setting('synchronous_commit') when 'remote_apply' then 'remote_apply' else 'on' end, true)`;
