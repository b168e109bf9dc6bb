import { type Expression, type Kysely, sql } from "kysely";
import type { BatchId, WorkerId } from "../domain/attempt-id.ts";
import type { RowKey } from "../domain/row-key.ts";
import { newWorkerId } from "./attempt-id.ts";
import { type NewRow, rowValues } from "./batch-rows.ts";
import { isAtWork, paceOf, takeSlots } from "./batch-pace.ts";
import type { Engine } from "./engine.ts";
import { addRowEnds, type RowEnd } from "./row-end.ts";
import { isOver, leaseMs, roundOf } from "./row-lease.ts";
import { type RowState, rowStates } from "./row-state.ts";
import type { Tables } from "./tables.ts";

/** A process as others know it. */
export interface Who {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
}

/** A process at work on a batch. */
export interface AtWork {
  readonly batch: BatchId;
  readonly worker: WorkerId;
}

/** What came of a row, as its batch keeps it for others. */
export interface RowReport {
  readonly row: NewRow;
  /** JSON. */
  readonly result: string;
  /** What came of it where no attempt was recorded for it; else null. */
  readonly end: RowEnd | null;
}

export interface Exchange {
  /** Rows that came to an end here. */
  readonly reports: readonly RowReport[];
  /** Rows that are leased to it and not begun, as far as it knows. */
  readonly held: readonly RowKey[];
  /** Rows that it could begin, the first first; and how many of them it wants at most. */
  readonly wanted: readonly RowKey[];
  readonly most: number;
}

/** Rows that a process may begin now. */
export interface Leased {
  readonly keys: readonly RowKey[];
  /** In how many milliseconds the first may start, and how long after it each other one. */
  readonly firstInMs: number;
  readonly stepMs: number;
}

/** The work on a batch, which several processes share. All times are the database's. */
export interface BatchWork {
  /** Who is at work on a batch. */
  readonly workersOn: (batch: BatchId) => Promise<readonly Who[]>;
  /** Begins to work: in the round that others have begun, or in a new one if nobody is at work. */
  readonly join: (batch: BatchId, who: Who, rate: number | null) => Promise<AtWork>;
  /** Says what was done, that it is still at work and keeps its leases, and leases more rows to it. */
  readonly exchange: (at: AtWork, exchange: Exchange) => Promise<Leased>;
  readonly look: (batch: BatchId, keys: readonly RowKey[]) => Promise<readonly RowState[]>;
  /** Ends the work, and gives back what was not begun. */
  readonly leave: (
    at: AtWork,
    reports: readonly RowReport[],
    held: readonly RowKey[],
  ) => Promise<void>;
}

export function batchWorkIn(engine: Engine): BatchWork {
  const { database, uncounted, instant } = engine;
  return {
    workersOn: (batch) =>
      database
        .selectFrom("batch_worker")
        .select(["user", "host", "pid"])
        .where("batch", "=", batch)
        .where(isAtWork(instant()))
        .execute(),
    join: (batch, who, rate) =>
      uncounted(async (transaction) => {
        // Locks it: of two who join at once, the second finds the first.
        await beginRound(transaction, batch, 0);
        const { atWork } = await paceOf(transaction, batch, instant());
        if (atWork === 0) await beginRound(transaction, batch, 1);
        const worker = newWorkerId(Math.floor(engine.now()));
        const { user, host, pid } = who;
        await transaction
          .insertInto("batch_worker")
          .values({ id: worker, batch, user, host, pid, rate, at_work_until: until(instant()) })
          .execute();
        return { batch, worker };
      }),
    exchange: (at, exchange) =>
      uncounted((transaction) => exchangeIn(transaction, at, exchange, engine)),
    look: (batch, keys) =>
      keys.length === 0 ? Promise.resolve([]) : rowStates(database, batch, keys, instant()),
    leave: ({ batch, worker }, reports, held) =>
      uncounted(async (transaction) => {
        await keepReports(transaction, { batch, worker }, reports);
        await ofWorker(transaction, { batch, worker }, held)?.set({ leased_until: 0 }).execute();
        await transaction
          .updateTable("batch_worker")
          .set({ at_work_until: 0 })
          .where("id", "=", worker)
          .execute();
      }),
  };
}

async function beginRound(tables: Kysely<Tables>, batch: BatchId, more: 0 | 1): Promise<void> {
  await tables
    .updateTable("batch")
    .set({ round: sql<number>`${sql.ref("round")} + ${sql.lit(more)}` })
    .where("id", "=", batch)
    .execute();
}

async function exchangeIn(
  tables: Kysely<Tables>,
  at: AtWork,
  { reports, held, wanted, most }: Exchange,
  { instant, lockFree }: Engine,
): Promise<Leased> {
  await tables
    .updateTable("batch_worker")
    .set({ at_work_until: until(instant()) })
    .where("id", "=", at.worker)
    .execute();
  await keepReports(tables, at, reports);
  await ofWorker(tables, at, held)
    ?.set({ leased_until: until(instant()) })
    .where("begun", "<", roundOf(tables, at.batch))
    .execute();
  const nothing: Leased = { keys: [], firstInMs: 0, stepMs: 0 };
  if (most === 0 || wanted.length === 0) return nothing;
  const pace = await paceOf(tables, at.batch, instant());
  const free = tables
    .selectFrom("batch_row")
    .select("key")
    .where("batch", "=", at.batch)
    .where("key", "in", wanted)
    .where("replaced", "=", 0)
    .where("begun", "<", roundOf(tables, at.batch))
    .where("done", "<", roundOf(tables, at.batch))
    .where((is) => is.or([is("worker", "=", at.worker), isOver(is.ref("leased_until"), instant())]))
    .orderBy(placeIn(wanted))
    .limit(Math.min(most, pace.most));
  // Found once and then kept: a subquery might be run again for each row, and find others each time.
  const leased = await tables
    .with("free", () => lockFree(free))
    .updateTable("batch_row")
    .set({ worker: at.worker, leased_until: until(instant()) })
    .where("batch", "=", at.batch)
    .where("key", "in", (is) => is.selectFrom("free").select("free.key"))
    .returning("key")
    .execute();
  const found = new Set(leased.map(({ key }) => key));
  const keys = wanted.filter((key) => found.has(key));
  return { keys, ...(await takeSlots(tables, at.batch, pace, keys.length, instant())) };
}

/**
 * What a process says of a row counts only if the row is its own and not corrected since; that it ended without an
 * attempt is kept anyway, and says itself what it is about.
 */
async function keepReports(
  tables: Kysely<Tables>,
  { batch, worker }: AtWork,
  reports: readonly RowReport[],
): Promise<void> {
  if (reports.length === 0) return;
  await tables
    .insertInto("batch_row")
    .values(
      reports.map(({ row, result }) => ({
        ...rowValues(batch, row),
        result,
        done: roundOf(tables, batch),
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(["key", "batch"])
        .doUpdateSet((is) => ({
          result: is.ref("excluded.result"),
          done: is.ref("excluded.done"),
          // Whoever begins the next round need not wait for it.
          leased_until: is.lit(0),
        }))
        .where("batch_row.worker", "=", worker)
        .whereRef("batch_row.content", "=", "excluded.content")
        .where("batch_row.replaced", "=", 0),
    )
    .execute();
  const ends = reports.flatMap(({ end }) => (end === null ? [] : [end]));
  await addRowEnds(tables, batch, ends);
}

/** An update of rows that are leased to a process; null where there are none. */
function ofWorker(tables: Kysely<Tables>, { batch, worker }: AtWork, keys: readonly RowKey[]) {
  return keys.length === 0
    ? null
    : tables
        .updateTable("batch_row")
        .where("batch", "=", batch)
        .where("key", "in", keys)
        .where("worker", "=", worker);
}

function until(now: Expression<number>) {
  return sql<number>`${now} + ${sql.lit(leaseMs)}`;
}

/** In this order. */
function placeIn(keys: readonly RowKey[]) {
  const places = keys.map((key, place) => sql`when ${key} then ${sql.lit(place)}`);
  return sql<number>`case ${sql.ref("key")} ${sql.join(places, sql` `)} end`;
}
