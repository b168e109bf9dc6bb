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
  readonly leave: () => Promise<void>;
}

/**
 * Begins to work on a batch, and says so again and again until it leaves.
 * @param held the rows that are leased to this process at that moment and not begun
 */
export async function workOn(
  batch: BatchId,
  rate: number | null,
  held: () => readonly RowKey[],
  { context }: Run,
  { batches }: Journal,
): Promise<WorkHere> {
  const at = await batches.join(batch, context.who, rate);
  let reports: readonly RowReport[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const exchange = async (wanted: readonly RowKey[], most: number): Promise<Leased> => {
    const told = reports;
    const leased = await batches.exchange(at, { reports: told, held: held(), wanted, most });
    reports = reports.slice(told.length);
    return leased;
  };
  /** One after the other, so that nothing is told twice. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
  const beat = setInterval(() => {
    // If it cannot be said, the leases run out, and no row of theirs is begun any more.
    inTurn(() => exchange([], 0)).catch(() => undefined);
  }, beatMs);
  return {
    worker: at.worker,
    lease: (wanted, most) => inTurn(() => exchange(wanted, most)),
    flush: () =>
      inTurn(async () => {
        if (reports.length > 0) await exchange([], 0);
      }),
    report: (report) => {
      reports = [...reports, report];
    },
    leave: () => {
      clearInterval(beat);
      return inTurn(() => batches.leave(at, reports, held()));
    },
  };
}
