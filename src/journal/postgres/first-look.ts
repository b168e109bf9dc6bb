import { type Kysely, sql } from "kysely";
import type { Clocks } from "../../clocks.ts";
import { HelpedError } from "../help.ts";
import { schemaNumber } from "../migrations.ts";
import type { JournalState } from "../state.ts";
import type { Tables } from "../tables.ts";

/** What the server tells of itself and of its journal in one answer. */
export interface ServerFacts extends JournalState {
  /** How many changes its tables have seen, and how many of them a program must know. */
  readonly schema: number;
  readonly needs: number;
  readonly fsync: string;
  readonly standby: boolean;
  /** Whether its transactions may not write unless they ask for it. */
  readonly readOnly: boolean;
  /** What it does by default; the program asks for more where that is less. */
  readonly synchronousCommit: string;
  /** Whether this user may add attempts, and what only the owner of the tables may. */
  readonly mayAdd: boolean;
  readonly mayRewrite: boolean;
  /** The server's clock, in milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Looks whether the journal can be used, and at the server's clock, which goes on by this machine's clock
 * that nobody sets. @throws saying why not
 */
export async function firstLook(
  database: Kysely<Tables>,
  { uptime }: Pick<Clocks, "uptime">,
): Promise<{ readonly state: JournalState; readonly now: () => number }> {
  const { id, counts, at, ...facts } = await readFacts(database);
  const looked = uptime();
  const reason = whyNot(facts);
  if (reason !== null) throw reason;
  return { state: { id, counts }, now: () => at + (uptime() - looked) };
}

export async function readFacts(database: Kysely<Tables>): Promise<ServerFacts> {
  const { rows } = await sql<ServerFacts>`
    select id, schema, needs,
      state || array(select count from refund.commit_count order by counter) as counts,
      current_setting('fsync') as fsync,
      pg_is_in_recovery() as standby,
      current_setting('transaction_read_only') = 'on' as "readOnly",
      current_setting('synchronous_commit') as "synchronousCommit",
      has_table_privilege('refund.attempt', 'insert') as "mayAdd",
      has_table_privilege('refund.attempt', 'delete') as "mayRewrite",
      floor(extract(epoch from clock_timestamp()) * 1000)::float8 as at
    from refund.journal
  `.execute(database);
  const [facts] = rows;
  if (facts === undefined) throw new Error("it has lost the row that says which journal it is");
  return facts;
}

/** Why a journal cannot be used; null when it can. */
export function whyNot({
  schema,
  needs,
  fsync,
  standby,
  readOnly,
}: Pick<ServerFacts, "schema" | "needs" | "fsync" | "standby" | "readOnly">): Error | null {
  if (standby)
    return new Error("this database server is a read-only standby; connect to the primary");
  if (readOnly) {
    return new Error(
      "the database is set to read-only (default_transaction_read_only); connect to one that can be written",
    );
  }
  if (fsync === "off") {
    return new Error(
      "the database server runs with fsync off, so a power cut could make it forget refunds; switch fsync on",
    );
  }
  if (schema < schemaNumber) {
    return new HelpedError(
      `its tables are older (${schema}) than this program needs (${schemaNumber})`,
      { lead: "Its owner upgrades them", command: "journal upgrade" },
    );
  }
  if (needs > schemaNumber) {
    return new Error(
      `its tables need a newer version of this program (${needs}; this one knows ${schemaNumber}); install the newest version of refund`,
    );
  }
  return null;
}
