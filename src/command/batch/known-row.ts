import { rowsText } from "./rows-text.ts";
import type { RowResult } from "./row-result.ts";
import type { RowWithHistory } from "./row-history.ts";
import type { AttemptId, BatchId } from "../../domain/attempt-id.ts";
import { problem } from "../../domain/problem.ts";
import { isRefunded } from "../../domain/attempt-outcome.ts";
import type { Attempt } from "../../journal/attempt.ts";
import { isBusy } from "../../journal/busy.ts";

/** The result of a row that is not sent now. */
export type KnownRow = Pick<
  RowResult,
  "outcome" | "attempt" | "amount" | "error" | "earlier" | "host"
>;

/** The same as a whole; null if the row should be sent. */
export function knownResult(
  standing: RowWithHistory,
  batch: BatchId | null,
  now: number,
): RowResult | null {
  const known = knownRow(standing, now);
  return known && { ...untold(standing, batch), ...known };
}

/** What is the same in every result of a row for which nothing is done now. */
export function untold({ place, row }: RowWithHistory, batch: BatchId | null) {
  return {
    place,
    row,
    batch,
    fields: {},
    warnings: [],
    seen: null,
    elsewhere: false,
    accountRejected: false,
  } as const;
}

/** The result of a row that must not be sent: it is done, unknown, or not what was confirmed. Null if it should be sent. */
export function knownRow(row: RowWithHistory, now: number): KnownRow | null {
  const change = whyUnchangeable(row, now);
  if (change !== null) {
    const message = `The row was corrected, but ${change.why}. Nothing was sent.`;
    const error = { ...problem("row-changed", message), attempt: change.attempt };
    return { ...nothingMade, outcome: "refused", error, earlier: false, host: null };
  }
  return asAttempted(row, now);
}

/** What the attempts of a row say came of it; null if none of them may have moved money. */
export function asAttempted(row: RowWithHistory, now: number): KnownRow | null {
  const open = openAttempt(row);
  if (open !== undefined) {
    const { id, amount } = open;
    const error = { ...problem("unresolved-attempt", whyOpen(open, now)), attempt: id };
    return { outcome: "unknown", attempt: id, amount, error, earlier: true, host: hostOf(open) };
  }
  const done = refundOf(row);
  return done && { ...done, earlier: true };
}

/**
 * The result of a row that was corrected with another file while this one was being run; null if it has been put
 * back since.
 */
export function resultOfChanged(
  standing: RowWithHistory,
  batch: BatchId,
  now: number,
): RowResult | null {
  if (standing.changed === null) return null;
  const known = knownResult(standing, batch, now);
  if (known !== null) return known;
  const message = `This row has since been corrected in batch ${batch} with another file, so nothing was sent for it as this file has it.`;
  const error = problem("row-changed", message);
  const common = { ...untold(standing, batch), ...nothingMade, earlier: false, host: null };
  return { ...common, outcome: "refused", error };
}

const nothingMade = { attempt: null, amount: null } as const;

/** Pruned, an attempt has forgotten where it was made. */
export function hostOf({ who }: Attempt): string | null {
  return who.host === "" ? null : who.host;
}

/** Why a row that was corrected must not run: as it stood then, it was refunded or may have been. Null if it may. */
export function whyUnchangeable(
  row: RowWithHistory,
  now: number,
): { readonly why: string; readonly attempt: AttemptId } | null {
  if (row.changed === null) return null;
  const open = openAttempt(row);
  if (open !== undefined) {
    const reason = whyOpen(open, now).replace(/\.$/, "");
    const why = `the outcome of attempt ${open.id}, made for it as it stood then, is unknown: ${reason}`;
    return { why, attempt: open.id };
  }
  const done = refundOf(row);
  return (
    done && {
      why: isByAnother(row, done.attempt)
        ? `attempt ${done.attempt} already refunded its order in this batch`
        : `attempt ${done.attempt} already refunded it as it stood then`,
      attempt: done.attempt,
    }
  );
}

/** Whether an attempt was made for a row with another id: that one, or this one before it was renamed. */
function isByAnother({ attempts, identity }: RowWithHistory, id: AttemptId): boolean {
  const made = attempts.find((attempt) => attempt.id === id);
  return identity.name !== null && made !== undefined && made.row?.key !== identity.key;
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

/** The message for somebody who runs a batch that other processes are running. */
export function othersAtWork(batch: BatchId, others: readonly Attempt["who"][]): string {
  const processes = others.map(nameOf).join(", ");
  return `Others are at work on batch ${batch}, or were a moment ago: ${processes}. This run shares the work: each row is started once, and the run ends when all rows are done.`;
}

/**
 * The same where nobody says so any more.
 * @param busy attempts that another process may be working on; at least one
 */
export function maybeAtWork(batch: BatchId, busy: readonly Attempt[]): string {
  const processes = [...new Set(busy.map(processOf))].join(", ");
  const until = timeOf(Math.max(...busy.map(({ busyUntil }) => busyUntil)));
  return `Another process ran batch ${batch} until a moment ago: ${processes}. It may be waiting for the answer to ${rowsText(busy.length)} until ${until}. This run does not send those again.`;
}

function processOf({ who }: Attempt): string {
  return `Process ${who.pid} of ${who.user}@${who.host}`;
}

function nameOf({ user, host, pid }: Attempt["who"]): string {
  return `${user}@${host} (process ${pid})`;
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}

/** What refunded the row before; the amount of a pruned attempt is no longer known. */
function refundOf({ attempts, pruned }: RowWithHistory) {
  for (const attempt of attempts) {
    const { id, outcome, amount, problem: said } = attempt;
    if (isRefunded(outcome)) {
      const error = said && { ...said, attempt: id };
      return { outcome, attempt: id, amount, error, host: hostOf(attempt) };
    }
  }
  return pruned && { ...pruned, amount: null, error: null, host: null };
}
