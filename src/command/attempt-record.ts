import { type Moment, momentAfter, momentOf } from "../clocks.ts";
import { problem } from "../domain/problem.ts";
import { JournalUnavailable, OutcomeKept } from "../failure.ts";
import type { Intent } from "../journal/attempt.ts";
import { busyMs, sendWithinMs } from "../journal/busy.ts";
import type { Journal } from "../journal/journal.ts";
import type { Reopening } from "../journal/reopen.ts";
import type { Conclusion } from "./conclude.ts";
import { contradictedBy, mayContradict, reopenedWarning } from "./contradicted.ts";
import type { Run } from "./run.ts";

/** The times of an attempt by both clocks of the machine that makes it. */
export interface AttemptTimes {
  readonly startedAt: Moment;
  readonly sendBy: Moment;
  readonly busyUntil: Moment;
}

/**
 * When an attempt begins now: until when it may be sent, and until when its process may be busy with it.
 * @param waits how many time-outs it may sit out, that of the answer included
 */
export function timesOf({ context, settings }: Run, waits: number): AttemptTimes {
  const startedAt = momentOf(context);
  return {
    startedAt,
    sendBy: momentAfter(startedAt, sendWithinMs),
    busyUntil: momentAfter(startedAt, busyMs(waits, settings.timeoutMs)),
  };
}

/** As the journal keeps them: by the wall clock, the only one that other processes share. */
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
 * Writes an attempt's end. An answer that is known keeps its outcome even if it cannot be written; the
 * warning then says what stands in the journal instead.
 */
export async function recordEnd(
  journal: Journal,
  id: string,
  conclusion: Conclusion,
  at: number,
): Promise<Conclusion> {
  const { outcome, by, evidence } = conclusion;
  try {
    if (outcome === "unknown") {
      const cause = conclusion.problem ?? problem("answer-lost", "The outcome is not known.");
      await journal.leaveUnknown(id, cause, at);
    } else {
      const reopens = await contradictedIn(journal, id, conclusion);
      const written = await journal.settle(id, {
        outcome,
        by,
        problem: conclusion.problem,
        evidence,
        at,
        reopens,
      });
      if (!written) return notWritten(conclusion, await whatStands(journal, id));
      if (reopens !== null) return await withReopened(conclusion, reopens, journal);
    }
    return conclusion;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (error instanceof OutcomeKept) {
      return notWritten(conclusion, `${words}. Until then attempt ${id} is open in the journal.`);
    }
    const lost = error instanceof JournalUnavailable;
    return notWritten(
      conclusion,
      lost
        ? `${words}. Put the file back that was there, or look in the control panel before you refund it again.`
        : `${words}; ${await whatStands(journal, id)}`,
    );
  }
}

async function contradictedIn(
  journal: Journal,
  id: string,
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
): Promise<Conclusion> {
  const reopened = await journal.find(reopens.attempt).catch(() => null);
  return reopened?.outcome === null
    ? { ...conclusion, warnings: [...conclusion.warnings, reopenedWarning(reopens)] }
    : conclusion;
}

function notWritten(conclusion: Conclusion, why: string): Conclusion {
  const message = `The outcome could not be written to the journal: ${why}`;
  return {
    ...conclusion,
    warnings: [...conclusion.warnings, problem("journal-not-updated", message)],
  };
}

async function whatStands(journal: Journal, id: string): Promise<string> {
  // What cannot be read now either is as it was when the attempt began.
  const attempt = await journal.find(id).catch(() => undefined);
  if (attempt === null) {
    return `attempt ${id} is not in it any more, so the same refund would be let through again.`;
  }
  const outcome = attempt?.outcome ?? null;
  return outcome === null
    ? `attempt ${id} stays open there until it is reconciled.`
    : `attempt ${id} stands there as ${outcome}.`;
}

/**
 * The end of what may have sent a refund. A fault of this program after that point must not look like
 * "nothing happened": the outcome then is unknown.
 */
export async function unknownIfBroken(work: Promise<Conclusion>): Promise<Conclusion> {
  try {
    return await work;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const cause = problem(
      "answer-lost",
      `A fault in this program while it was refunding: ${words}`,
    );
    return {
      outcome: "unknown",
      by: "answer",
      problem: cause,
      evidence: null,
      warnings: [],
      credentials: false,
      repeatAfterMs: null,
    };
  }
}
