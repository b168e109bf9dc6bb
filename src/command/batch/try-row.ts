import type { BatchId } from "../../domain/attempt-id.ts";
import {
  Cancelled,
  ConfigurationError,
  JournalAway,
  problemOf,
  RowTaken,
  UsageError,
} from "../../failure.ts";
import type { LeasedRow } from "../../journal/attempt.ts";
import type { Journal } from "../../journal/journal.ts";
import type { RefundOutcome } from "../../outcome.ts";
import type { BatchInput } from "./batch-input.ts";
import { maskedEmail } from "./customer.ts";
import type { StartingRow } from "./due-row.ts";
import { knownResult, untold } from "./known-row.ts";
import type { RowEquipment } from "./open-row-run.ts";
import { refundRow } from "./refund-row.ts";
import type { RowResult, SeenMoney } from "./row-result.ts";
import { rowsWithHistory } from "./row-history.ts";

/** Refunds a row. Null if it was not begun: the batch was stopped, or the row is another process's by now. */
export async function tryRow(
  { row: standing, lease, notBefore }: StartingRow,
  batch: BatchId | null,
  input: BatchInput,
  { tools, run, gate, journal }: RowEquipment,
): Promise<RowResult | null> {
  const { row, identity } = standing;
  const { uptime, who } = run.context;
  await gate.pause(notBefore - uptime(), run.stop);
  if (!(await gate.beginRow())) return null;
  // A row of the legacy API reads nothing first, so it waits here.
  if (row.api === "legacy" && !(await gate.pass(run.stop))) return null;
  const own = batch === null ? null : { batch, key: identity.key };
  const common = { ...untold(standing, batch), earlier: false, host: who.host };
  try {
    const outcome = await refundRow(row, { own, lease }, input, tools, run);
    const { end, refund, warnings } = outcome;
    if (end.attempt === null && lease !== null && (await isElsewhere(lease, journal))) return null;
    if (end.tag === "blocked" && batch !== null) {
      // Perhaps by what another process did for the row meanwhile.
      for await (const now of rowsWithHistory([[standing]], journal.batches, batch)) {
        const meanwhile = knownResult(now, batch, journal.now());
        if (meanwhile !== null) return meanwhile;
      }
    }
    return {
      ...common,
      outcome: end.tag,
      attempt: end.attempt,
      amount: refund && refund.amount,
      error: end.error,
      warnings,
      seen: seenOf(outcome),
      accountRejected: end.tag === "failed" && end.cause === "configuration",
    };
  } catch (error) {
    // Whatever is thrown was thrown before anything was sent for the row.
    if (error instanceof Cancelled || error instanceof RowTaken) return null;
    if (lease !== null && journal.isAway(error)) return null;
    if (!concernsRow(error)) throw error;
    return {
      ...common,
      outcome: "failed",
      attempt: null,
      amount: null,
      error: problemOf(error),
      accountRejected: error instanceof ConfigurationError,
    };
  }
}

/** Whether another process has the row by now, for example because this one was suspended: it tells what came of it. */
async function isElsewhere({ batch, key, worker }: LeasedRow, { batches }: Journal) {
  const [state] = await batches.look(batch, [key]);
  return state !== undefined && state.tag !== "free" && state.worker !== worker;
}

/** Whether the other rows may do better. */
function concernsRow(error: unknown): boolean {
  return [UsageError, ConfigurationError, JournalAway].some((kind) => error instanceof kind);
}

/** The order as it was read before the refund. */
function seenOf({ target }: RefundOutcome): SeenMoney | null {
  if (target.api === "legacy" || target.order === null) return null;
  const { order, balance } = target.order;
  return {
    currency: order.currency,
    paid: order.paid,
    refunded: balance.refunded,
    left: balance.left,
    customer: maskedEmail(order.customer.email),
  };
}
