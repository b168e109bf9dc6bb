import type { RowResult } from "./row-result.ts";
import type { RowWithHistory } from "./row-history.ts";
import type { BatchId } from "../../domain/attempt-id.ts";
import { problem } from "../../domain/problem.ts";
import type { OutcomeError } from "../../outcome.ts";
import type { Attempt } from "../../journal/attempt.ts";
import { isBusy } from "../../journal/busy.ts";

/** The result of a row that is not sent now. */
export type KnownRow = Pick<RowResult, "outcome" | "attempt" | "amount" | "error" | "earlier">;

/** The result of a row that must not be sent: it is done, unknown, or not what was confirmed. Null if it should be sent. */
export function knownRow(row: RowWithHistory, now: number): KnownRow | null {
  const change = refusalOfChange(row, now);
  if (change !== null) {
    return { outcome: "refused", attempt: null, amount: null, error: change, earlier: false };
  }
  const open = openAttempt(row);
  if (open !== undefined) {
    const error = { ...problem("unresolved-attempt", whyOpen(open, now)), attempt: open.id };
    return { outcome: "unknown", attempt: open.id, amount: open.amount, error, earlier: true };
  }
  const done = refundOf(row);
  return done && { ...done, earlier: true };
}

/** Why a row that was corrected must not run: as it was before, it was refunded or may have been. Null if it may. */
export function refusalOfChange(row: RowWithHistory, now: number): OutcomeError | null {
  if (row.changed === null) return null;
  const open = openAttempt(row);
  const done = refundOf(row);
  if (open === undefined && done === null) return null;
  const why =
    open === undefined
      ? `attempt ${done?.attempt ?? ""} already refunded it as it was before`
      : `the outcome of attempt ${open.id}, made for it as it was before, is unknown: ${whyOpen(open, now).replace(/\.$/, "")}`;
  const error = problem("row-changed", `The row was corrected, but ${why}. Nothing was sent.`);
  const attempt = open?.id ?? done?.attempt;
  return attempt === undefined ? error : { ...error, attempt };
}

function openAttempt({ attempts }: RowWithHistory): Attempt | undefined {
  return attempts.find(({ outcome }) => outcome === null);
}

function whyOpen(open: Attempt, now: number): string {
  if (open.problem !== null) return open.problem.message;
  return isBusy(open, now)
    ? `${processOf(open)} may still be waiting for 2Checkout's answer, until ${timeOf(open.busyUntil)}. Run this again after that.`
    : "The process that sent it ended before the answer came.";
}

/**
 * The message for somebody who runs a batch that another process is running.
 * @param busy attempts that another process may be working on; at least one
 */
export function othersAtWork(batch: BatchId, busy: readonly Attempt[]): string {
  const processes = [...new Set(busy.map(processOf))].join(", ");
  const until = timeOf(Math.max(...busy.map(({ busyUntil }) => busyUntil)));
  const rows = busy.length === 1 ? "1 row" : `${busy.length} rows`;
  return `Another process is running batch ${batch}, or was until a moment ago: ${processes}. It may be waiting for the answer to ${rows} until ${until}. This run does not send those again.`;
}

function processOf({ who }: Attempt): string {
  return `Process ${who.pid} of ${who.user}@${who.host}`;
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}

/** What refunded the row before; the amount of a pruned attempt is no longer known. */
function refundOf({ attempts, pruned }: RowWithHistory) {
  for (const { id, outcome, amount, problem: error } of attempts) {
    if (outcome === "accepted" || outcome === "already-refunded" || outcome === "withdrawn") {
      return { outcome, attempt: id, amount, error: error && { ...error, attempt: id } };
    }
  }
  return pruned && { ...pruned, amount: null, error: null };
}
