import type { Rpc6 } from "../../api/rpc6/rpc6.ts";
import type { Gate } from "./gate.ts";
import { inParallel } from "./workers.ts";
import type { BatchId } from "../../domain/attempt-id.ts";
import { ConfigurationError } from "../../failure.ts";
import type { Attempt, OrderSubject } from "../../journal/attempt.ts";
import type { Journal } from "../../journal/journal.ts";
import { attemptEvidence, shownAccepted } from "../attempt-evidence.ts";
import { knownOrder } from "../known-order.ts";
import type { OrderReader } from "../reconcile/orders-ahead.ts";
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
 * is reported as such.
 */
export async function reconcileBatch(batch: BatchId, reconciling: Reconciling): Promise<void> {
  const { journal, workers, stop } = reconciling;
  const open = await journal.batches.unresolvedIn(batch);
  await inParallel(
    eachOf(open),
    workers,
    () => !stop.aborted,
    async (attempt) => {
      const { subject } = attempt;
      if (subject.api === "rpc6") await lookAtOrder(attempt, subject, reconciling);
      else await askLegacyAgain(attempt, reconciling);
    },
  );
}

/**
 * Looking is harmless even while another process still waits for the answer, which would outweigh what is
 * found; so an attempt left by a crash may be looked at right away. @throws ConfigurationError
 */
async function lookAtOrder(
  attempt: Attempt,
  subject: OrderSubject,
  { journal, rpc, run }: Reconciling,
): Promise<void> {
  const reading = await rpc?.readOrder(subject.number);
  if (reading === undefined) return;
  if (reading.tag === "failed") {
    const { tag, problem } = reading.failure;
    if (tag === "credentials") throw new ConfigurationError(problem.message, problem.code);
    return;
  }
  const others = await journal.attemptsOn(subject);
  const order = knownOrder(reading.value, others);
  const evidence = attemptEvidence(attempt, order, others);
  if (evidence === null) return;
  await journal.settle(attempt.id, shownAccepted(evidence, run.context.now()));
}

/** Confirming the batch also confirmed that its line items are refunded if they are not yet. */
async function askLegacyAgain(
  attempt: Attempt,
  { journal, run, gate, stop }: Reconciling,
): Promise<void> {
  if (!(await gate.pass(stop))) return;
  const unread: OrderReader = {
    order: () => Promise.reject(new Error("the legacy API has no orders to read")),
    invoices: () => Promise.resolve(null),
  };
  const input = { said: null, yes: true, web: false };
  await reconcileOne(attempt, input, run, journal, unread);
}

async function* eachOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
  await Promise.resolve();
}
