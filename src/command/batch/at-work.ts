import type { BatchId, WorkerId } from "../../domain/attempt-id.ts";
import type { RowKey } from "../../domain/row-key.ts";
import type { Leased, RowReport } from "../../journal/batch-work.ts";
import type { Journal } from "../../journal/journal.ts";
import { beatMs } from "../../journal/row-lease.ts";
import type { Run } from "../run.ts";

/** This process at work on a batch, as the journal and so the other processes know it. */
export interface WorkHere {
  readonly worker: WorkerId;
  /** Leases some of these rows to this process, the first first. */
  readonly lease: (wanted: readonly RowKey[], most: number) => Promise<Leased>;
  /** Tells the others what came of rows here that they do not know yet. */
  readonly flush: () => Promise<void>;
  /** What came of a row is told with whatever is said next. */
  readonly report: (report: RowReport) => void;
  /** Does again what changes nothing when it is done twice, as long as the journal may come back soon. */
  readonly patiently: <T>(work: () => Promise<T>) => Promise<T>;
  readonly leave: () => Promise<void>;
}

export interface Working {
  readonly rate: number | null;
  /** The rows that are leased to this process at that moment and not begun. */
  readonly held: () => readonly RowKey[];
  /** Waits so long, or until no more rows may start. */
  readonly pause: (ms: number) => Promise<void>;
  /** Whether the user stopped the batch. */
  readonly isStopped: () => boolean;
}

/** A server that restarts is back in less than these together. */
const pausesMs = [200, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** Begins to work on a batch, and says so again and again until it leaves. */
export async function workOn(
  batch: BatchId,
  { rate, held, pause, isStopped }: Working,
  { context }: Run,
  { batches, isAway }: Journal,
): Promise<WorkHere> {
  let isPatient = true;
  const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
    for (const ms of isPatient ? pausesMs : []) {
      try {
        return await work();
      } catch (error) {
        // Whoever stops the batch does not wait for a journal that is away. A batch that ends by itself does.
        if (isStopped() || !isAway(error)) throw error;
        await pause(ms);
      }
    }
    // One that was away for so long is not waited for again before it has answered.
    isPatient = false;
    const done = await work();
    isPatient = true;
    return done;
  };
  const at = await patiently(() => batches.join(batch, context.who, rate));
  let reports: readonly RowReport[] = [];
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const exchange = async (wanted: readonly RowKey[], most: number): Promise<Leased> => {
    const told = reports;
    const leased = await batches.exchange(at, { reports: told, held: held(), wanted, most });
    reports = reports.slice(told.length);
    return leased;
  };
  /** One after the other, so that nothing is told twice. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    waiting += 1;
    const next = last.then(work).finally(() => {
      waiting -= 1;
    });
    last = next.catch(() => undefined);
    return next;
  };
  const beat = setInterval(() => {
    // Whatever else is being said says so, too. If it cannot be said, the leases run out, and no row of theirs begins.
    if (waiting === 0) inTurn(() => exchange([], 0)).catch(() => undefined);
  }, beatMs);
  return {
    worker: at.worker,
    lease: (wanted, most) => inTurn(() => patiently(() => exchange(wanted, most))),
    flush: () =>
      inTurn(async () => {
        if (reports.length > 0) await patiently(() => exchange([], 0));
      }),
    report: (report) => {
      reports = [...reports, report];
    },
    patiently,
    leave: () => {
      clearInterval(beat);
      return inTurn(() => patiently(() => batches.leave(at, reports, held())));
    },
  };
}
