import { type Moment, momentAfter, momentOf } from "../clocks.ts";
import type { AttemptId } from "../domain/attempt-id.ts";
import { problem } from "../domain/problem.ts";
import { JournalUnavailable, OutcomeKept } from "../failure.ts";
import type { Intent } from "../journal/attempt.ts";
import { busyMs, sendWithinMs } from "../journal/busy.ts";
import type { Journal } from "../journal/journal.ts";
import type { SettlementRecord } from "../journal/settlement.ts";
import type { Reopening } from "../journal/reopen.ts";
import { type Conclusion, type Grounds, unknown, withWarning } from "./conclusion.ts";
import { contradictedBy, mayContradict, reopenedWarning } from "./contradicted.ts";
import type { Run } from "./run.ts";

/** The times of an attempt, by both clocks of the machine that makes it. */
export interface AttemptTimes {
  readonly startedAt: Moment;
  readonly sendBy: Moment;
  readonly busyUntil: Moment;
}

/**
 * For an attempt that begins now: until when it may be sent, and until when its process may be busy with it.
 * @param waits how many time-outs it may have to wait for, including the one for the answer
 */
export function timesOf({ context, settings }: Run, waits: number): AttemptTimes {
  const startedAt = momentOf(context);
  return {
    startedAt,
    sendBy: momentAfter(startedAt, sendWithinMs),
    busyUntil: momentAfter(startedAt, busyMs(waits, settings.timeoutMs)),
  };
}

/** The times as the journal keeps them: by the wall clock, the only one that processes share. */
export function recordedTimes(
  times: AttemptTimes,
): Pick<Intent, "startedAt" | "sendBy" | "busyUntil"> {
  return {
    startedAt: times.startedAt.wall,
    sendBy: times.sendBy.wall,
    busyUntil: times.busyUntil.wall,
  };
}

/**
 * Writes an attempt's outcome. A known outcome stays as it is even if it cannot be written; the
 * warning then says what the journal shows instead.
 */
export async function recordEnd(
  journal: Journal,
  id: AttemptId,
  conclusion: Conclusion,
  { context, talk }: Pick<Run, "context" | "talk">,
): Promise<Conclusion> {
  const at = context.now();
  try {
    if (conclusion.outcome === "unknown") {
      await journal.leaveUnknown(id, conclusion.problem, at);
      return conclusion;
    }
    const reopens = await contradictedIn(journal, id, conclusion);
    const written = await journal.settle(id, settlementOf(conclusion, at, reopens));
    if (!written) return notWritten(conclusion, await whatStands(journal, id));
    return reopens === null ? conclusion : await withReopened(conclusion, reopens, journal, talk);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (error instanceof OutcomeKept) {
      return notWritten(conclusion, `${words}. Until then attempt ${id} is open in the journal.`);
    }
    const lost = error instanceof JournalUnavailable;
    return notWritten(
      conclusion,
      lost
        ? `${words}. Put the original file back, or look in the control panel before you refund this again.`
        : `${words}; ${await whatStands(journal, id)}`,
    );
  }
}

/** What the journal keeps of an outcome that is known. */
function settlementOf(
  conclusion: Exclude<Conclusion, { readonly outcome: "unknown" }>,
  at: number,
  reopens: Reopening | null,
): SettlementRecord {
  const { outcome } = conclusion;
  const said = outcome === "accepted" ? null : conclusion.problem;
  const grounds: Grounds =
    outcome === "accepted" || outcome === "refused" ? conclusion.grounds : { by: "answer" };
  const evidence = grounds.by === "evidence" ? grounds.evidence : null;
  return { outcome, by: grounds.by, problem: said, evidence, at, reopens };
}

async function contradictedIn(
  journal: Journal,
  id: AttemptId,
  conclusion: Conclusion,
): Promise<Reopening | null> {
  if (!mayContradict(conclusion)) return null;
  const attempt = await journal.find(id);
  return attempt && contradictedBy(conclusion, id, await journal.attemptsOn(attempt.subject));
}

async function withReopened(
  conclusion: Conclusion,
  reopens: Reopening,
  journal: Journal,
  talk: Run["talk"],
): Promise<Conclusion> {
  const reopened = await journal.find(reopens.attempt).catch(() => null);
  return reopened?.outcome === null
    ? withWarning(conclusion, reopenedWarning(reopens, talk))
    : conclusion;
}

function notWritten(conclusion: Conclusion, why: string): Conclusion {
  const message = `The outcome could not be written to the journal: ${why}`;
  return withWarning(conclusion, problem("journal-not-updated", message));
}

async function whatStands(journal: Journal, id: AttemptId): Promise<string> {
  // If it cannot be read now either, it is still as it was when the attempt began.
  const attempt = await journal.find(id).catch(() => undefined);
  if (attempt === null) {
    return `attempt ${id} is no longer in it, so the journal would not block the same refund again.`;
  }
  const outcome = attempt?.outcome ?? null;
  return outcome === null
    ? `attempt ${id} stays open until it is reconciled.`
    : `the journal shows attempt ${id} as ${outcome}.`;
}

/**
 * Wraps work that may have sent a refund. A bug in this program after that point must not look like
 * "nothing happened", so the outcome is then unknown.
 */
export async function unknownIfBroken(work: Promise<Conclusion>): Promise<Conclusion> {
  try {
    return await work;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return unknown(
      problem("answer-lost", `This program failed while it was making the refund: ${words}`),
    );
  }
}
