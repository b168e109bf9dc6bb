import { type QueryCreator, sql } from "kysely";
import type { Tables } from "../tables.ts";

/**
 * Counts one commit more, and sees to it that the server tells of this commit only when it is durable,
 * whatever its default is. Commits wait for each other here.
 */
export function counted(tables: QueryCreator<Tables>) {
  return tables
    .updateTable("journal")
    .set({ state: sql<number>`state + 1` })
    .returning(["journal.id", "journal.state", durably.as("durably")]);
}

/** Until the end of the transaction; `remote_apply` promises more than `on`. */
const durably = sql<string>`set_config('synchronous_commit',
  case current_setting('synchronous_commit') when 'remote_apply' then 'remote_apply' else 'on' end, true)`;
