import type { Kysely } from "kysely";
import * as z from "zod/mini";
import type { AttemptId, BatchId } from "../domain/attempt-id.ts";
import type { Problem } from "../domain/problem.ts";
import { type UntriedOutcome, untriedOutcomes } from "../domain/attempt-outcome.ts";
import { iso } from "./attempt-row.ts";
import type { RowIdentity } from "./batch-rows.ts";
import { DamagedRow } from "./damage.ts";
import type { RowEndTable, Tables } from "./tables.ts";

/** An order's money as it was read, as decimal text; null where it could not be told. */
export interface SeenText {
  readonly currency: string;
  readonly paid: string | null;
  readonly refunded: string | null;
  readonly left: string | null;
}

/** What came of a row without an attempt. It holds no customer data. */
export interface RowEnd {
  readonly row: Pick<RowIdentity, "key" | "content">;
  readonly outcome: UntriedOutcome;
  /** Why; with the attempt that blocks it, where one does. */
  readonly problem: (Problem & { readonly attempt?: AttemptId }) | null;
  readonly seen: SeenText | null;
  readonly who: { readonly user: string; readonly host: string };
  /** When it ended, by the clock that the journal's times are compared by, in milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Adds what came of rows; what came of them before stays. An end that is told twice is one: each has the time of
 * its own, not that of its writing.
 */
export async function addRowEnds(
  tables: Kysely<Tables>,
  batch: BatchId,
  ends: readonly RowEnd[],
): Promise<void> {
  if (ends.length === 0) return;
  await tables
    .insertInto("row_end")
    .values(
      ends.map(({ row, outcome, problem, seen, who, at }) => ({
        batch,
        key: row.key,
        content: row.content,
        outcome,
        problem: problem && JSON.stringify(problem),
        seen: seen && JSON.stringify(seen),
        user: who.user,
        host: who.host,
        at: iso(at),
      })),
    )
    // Said twice, where the answer to the first time was lost.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What came of these rows as they are now, for each the newest. */
export async function newestEnds(
  database: Kysely<Tables>,
  batch: BatchId,
  keys: readonly RowEndTable["key"][],
): Promise<ReadonlyMap<RowEndTable["key"], RowEnd>> {
  if (keys.length === 0) return new Map();
  const rows = await database
    .selectFrom("row_end")
    .innerJoin("batch_row", (join) =>
      join
        .onRef("batch_row.key", "=", "row_end.key")
        .onRef("batch_row.batch", "=", "row_end.batch")
        .onRef("batch_row.content", "=", "row_end.content"),
    )
    .selectAll("row_end")
    .where("row_end.batch", "=", batch)
    .where("row_end.key", "in", keys)
    .orderBy("row_end.at")
    .execute();
  return new Map(rows.map((row) => [row.key, rowEndOf(row)]));
}

const stored = z.object({
  outcome: z.enum(untriedOutcomes),
  problem: z.nullable(
    z.object({
      code: z.string(),
      message: z.string(),
      attempt: z.optional(z.string()),
      api: z.optional(z.object({ code: z.nullable(z.string()), message: z.string() })),
    }),
  ),
  seen: z.nullable(
    z.object({
      currency: z.string(),
      paid: z.nullable(z.string()),
      refunded: z.nullable(z.string()),
      left: z.nullable(z.string()),
    }),
  ),
});

function rowEndOf(row: RowEndTable): RowEnd {
  const { key, content, user, host, at } = row;
  const parsed = stored.safeParse({
    outcome: row.outcome,
    problem: parsedJson(row.problem),
    seen: parsedJson(row.seen),
  });
  if (!parsed.success || Number.isNaN(Date.parse(at))) {
    throw new DamagedRow(
      `what it says of a row of batch ${row.batch} is nothing that this program writes`,
    );
  }
  const { outcome, problem, seen } = parsed.data;
  return {
    row: { key, content },
    outcome,
    problem: problem as RowEnd["problem"],
    seen,
    who: { user, host },
    at: Date.parse(at),
  };
}

function parsedJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
