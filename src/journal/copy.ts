import { type Kysely, sql, type Transaction } from "kysely";
import type { SettledOutcome } from "../domain/attempt-outcome.ts";
import type { Engine } from "./engine.ts";
import type { AttemptTable, Tables } from "./tables.ts";

/** How much a copy brought. */
export interface Copied {
  readonly added: number;
  /** Attempts that were there already and have been settled since. */
  readonly settled: number;
}

/** So many attempts share a commit. */
const pageSize = 200;

/**
 * Brings into a journal all that another one holds and it lacks. Run again it adds only what is missing.
 * Two accepted copies of one refund are both kept and both count; of two open ones each blocks.
 * @param from stays as it is
 */
export async function copyInto(
  to: Pick<Engine, "database" | "commit">,
  from: Kysely<Tables>,
): Promise<Copied> {
  const { id: source } = await from.selectFrom("journal").select("id").executeTakeFirstOrThrow();
  await copyBatches(to, from);
  let added = 0;
  let settled = 0;
  let last = "";
  for (;;) {
    const page = await from
      .selectFrom("attempt")
      .selectAll()
      .where(sql<string>`id`, ">", last)
      .orderBy("id")
      .limit(pageSize)
      .execute();
    const end = page.at(-1);
    if (end === undefined) return { added, settled };
    last = end.id;
    const lines = await from
      .selectFrom("timeline")
      .selectAll()
      .where(
        "attempt",
        "in",
        page.map(({ id }) => id),
      )
      .orderBy("at")
      .execute();
    const counts = await to.commit(async (transaction) => {
      const there = await knownIn(transaction, page);
      let [news, ends] = [0, 0];
      for (const attempt of page) {
        const own = lines.filter((line) => line.attempt === attempt.id);
        const known = there.get(attempt.id);
        if (known === undefined) {
          await add(transaction, attempt, source);
          for (const line of own) await transaction.insertInto("timeline").values(line).execute();
          news++;
        } else if (outweighs(attempt.outcome, known)) {
          await settle(transaction, attempt);
          const end = own.at(-1);
          if (end !== undefined) await transaction.insertInto("timeline").values(end).execute();
          ends++;
        }
      }
      return { news, ends };
    });
    added += counts.news;
    settled += counts.ends;
  }
}

async function knownIn(
  transaction: Transaction<Tables>,
  page: readonly AttemptTable[],
): Promise<ReadonlyMap<string, SettledOutcome | null>> {
  const rows = await transaction
    .selectFrom("attempt")
    .select(["id", "outcome"])
    .where(
      "id",
      "in",
      page.map(({ id }) => id),
    )
    .execute();
  return new Map(rows.map(({ id, outcome }) => [id, outcome]));
}

/** An outcome over none, and accepted over a word that it was not. */
function outweighs(outcome: SettledOutcome | null, known: SettledOutcome | null): boolean {
  if (outcome === null) return false;
  if (known === null) return true;
  return outcome === "accepted" && ["refused", "not-sent", "not-applied"].includes(known);
}

/** Behind all attempts on its order, so that no plan made without it can be carried out. */
async function add(
  transaction: Transaction<Tables>,
  attempt: AttemptTable,
  source: string,
): Promise<void> {
  const { realm, api, account, number } = attempt;
  await transaction
    .insertInto("attempt")
    .values({
      ...attempt,
      copied: attempt.copied === "" ? source : attempt.copied,
      ordinal: transaction
        .selectFrom("attempt as earlier")
        .where("earlier.realm", "=", realm)
        .where("earlier.api", "=", api)
        .where("earlier.account", "=", account)
        .where("earlier.number", "=", number)
        .select(({ fn }) => sql<number>`coalesce(${fn.max("earlier.ordinal")} + 1, 0)`.as("next")),
    })
    .execute();
}

async function settle(
  transaction: Transaction<Tables>,
  { id, outcome, settled_by, settled_at, problem, evidence }: AttemptTable,
): Promise<void> {
  await transaction
    .updateTable("attempt")
    .set({ outcome, settled_by, settled_at, problem, evidence })
    .where("id", "=", id)
    .execute();
}

async function copyBatches(
  { commit }: Pick<Engine, "commit">,
  from: Kysely<Tables>,
): Promise<void> {
  for (const batch of await from.selectFrom("batch").selectAll().execute()) {
    const rows = await from
      .selectFrom("batch_row")
      .selectAll()
      .where("batch", "=", batch.id)
      .execute();
    const ends = await from
      .selectFrom("row_end")
      .selectAll()
      .where("batch", "=", batch.id)
      .execute();
    await commit(async (transaction) => {
      await transaction
        .insertInto("batch")
        .values(batch)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      for (let at = 0; at < rows.length; at += pageSize) {
        await transaction
          .insertInto("batch_row")
          .values(rows.slice(at, at + pageSize))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      for (let at = 0; at < ends.length; at += pageSize) {
        await transaction
          .insertInto("row_end")
          .values(ends.slice(at, at + pageSize))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    });
  }
}
