import type { Rpc6 } from "../../api/rpc6/rpc6.ts";
import type { Gate } from "./gate.ts";
import { inParallel } from "./workers.ts";
import type { BatchId } from "../../domain/attempt-id.ts";
import type { Journal } from "../../journal/journal.ts";
import { shownAccepted } from "../attempt-evidence.ts";
import { lookAtOrder } from "../reconcile/look-at-order.ts";
import { orderReaders } from "../reconcile/order-reader.ts";
import { reconcileOne } from "../reconcile/reconcile.ts";
import type { Run } from "../run.ts";

interface Reconciling {
  readonly journal: Journal;
  readonly rpc: Rpc6 | null;
  readonly run: Run;
  readonly gate: Gate;
  readonly workers: number;
  readonly stop: AbortSignal;
}

/**
 * Settles what it can of a batch's unknown attempts. Whatever it cannot settle stays unknown and
 * is reported as such. @throws ConfigurationError when the account itself is rejected
 */
export async function reconcileBatch(batch: BatchId, reconciling: Reconciling): Promise<void> {
  const { journal, rpc, run, gate, workers, stop } = reconciling;
  const open = await journal.batches.unresolvedIn(batch);
  const reader = orderReaders(run, rpc)([]);
  await inParallel(
    eachOf(open),
    workers,
    () => !stop.aborted,
    async (attempt) => {
      const { subject } = attempt;
      if (subject.api === "rpc6") {
        if (rpc === null) return;
        // An attempt left by a crash is looked at right away, without waiting until nobody can be at it.
        const shown = await lookAtOrder(attempt, subject, journal, reader);
        if (shown.tag === "failed" || shown.evidence === null) return;
        await journal.settle(attempt.id, shownAccepted(shown.evidence, run.context.now()));
      } else if (await gate.pass(stop)) {
        // Confirming the batch also confirmed that its line items are refunded if they are not yet.
        await reconcileOne(attempt, { said: null, yes: true, web: false }, run, journal, reader);
      }
    },
  );
}

async function* eachOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
  await Promise.resolve();
}
