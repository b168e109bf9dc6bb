import { type Expression, type Kysely, sql } from "kysely";
import type { BatchId, WorkerId } from "../domain/attempt-id.ts";
import type { RowKey } from "../domain/row-key.ts";
import { isOver } from "./row-lease.ts";
import type { Tables } from "./tables.ts";

/** A row in the round that is under way. */
export interface RowState {
  readonly key: RowKey;
  /** `begun`: its intent is recorded, and nobody has said yet what came of it. */
  readonly tag: "free" | "leased" | "begun" | "done";
  /** What it asks for as its batch has it now; null where another row has taken its place there. */
  readonly content: string | null;
  /** What came of it; null where it is not done. */
  readonly result: string | null;
  readonly worker: WorkerId | "";
  /** Where that is at work, or was. */
  readonly host: string | null;
  /** Whether its process is still at work. */
  readonly isAttended: boolean;
}

/** The state of these rows, as far as they are recorded. */
export async function rowStates(
  database: Kysely<Tables>,
  batch: BatchId,
  keys: readonly RowKey[],
  now: Expression<number>,
): Promise<readonly RowState[]> {
  const rows = await database
    .selectFrom("batch_row")
    .innerJoin("batch", "batch.id", "batch_row.batch")
    .leftJoin("batch_worker", "batch_worker.id", "batch_row.worker")
    .select(["batch_row.key", "batch_row.content", "batch_row.replaced"])
    .select(["batch_row.result", "batch_row.worker", "batch_worker.host"])
    .select((is) => [
      is
        .case()
        .when("batch_row.done", "=", is.ref("batch.round"))
        .then(is.val<RowState["tag"]>("done"))
        .when("batch_row.begun", "=", is.ref("batch.round"))
        .then(is.val<RowState["tag"]>("begun"))
        .when(isOver(is.ref("batch_row.leased_until"), now))
        .then(is.val<RowState["tag"]>("free"))
        .else(is.val<RowState["tag"]>("leased"))
        .end()
        .as("tag"),
      sql<number>`case when ${isOver(sql.ref("batch_worker.at_work_until"), now)} then 0 else 1 end`.as(
        "attended",
      ),
    ])
    .where("batch_row.batch", "=", batch)
    .where("batch_row.key", "in", keys)
    .execute();
  return rows.map(({ key, content, replaced, tag, result, worker, host, attended }) => ({
    key,
    tag,
    content: replaced === 1 ? null : content,
    result: tag === "done" ? result : null,
    worker,
    host,
    isAttended: host !== null && attended === 1,
  }));
}
