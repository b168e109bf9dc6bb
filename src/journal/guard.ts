import type { AttemptId } from "../domain/attempt-id.ts";
import { moneyText } from "../domain/money.ts";
import type { AttemptError } from "../outcome.ts";
import type { RefundKind } from "../domain/refund-kind.ts";
import { type Attempt, isRefund } from "./attempt.ts";

/** What would be sent, as far as the guard cares. */
export interface Candidate {
  readonly kind: RefundKind;
  /** Null when what is left, and so the amount of a `total`, is not known. */
  readonly sameness: string | null;
  readonly again: AttemptId | null;
}

/** Why a refund may not be made: `blocked` by an earlier attempt, or `--again` is wrong whatever the order's state. */
export interface Forbidden {
  readonly tag: "blocked" | "usage";
  readonly error: AttemptError;
}

/**
 * Whether the journal forbids a refund: an attempt without an outcome, or the same refund accepted
 * before and not repeated on purpose. Null lets it pass.
 * @param attempts all of the subject's, newest first
 */
export function forbiddenBy(attempts: readonly Attempt[], candidate: Candidate): Forbidden | null {
  const open = unresolved(attempts);
  if (open !== null) return { tag: "blocked", error: open };
  const same = attempts.filter((attempt) => isSame(attempt, candidate));
  if (candidate.again !== null) return badRepeat(attempts, same, candidate.again);
  const [latest] = same;
  if (latest === undefined) return null;
  const error = blocked(
    "duplicate-refund",
    latest,
    `${described(latest)} is the same refund, and it was accepted.`,
    `To refund it a second time on purpose, add: --again ${latest.id}`,
  );
  return { tag: "blocked", error };
}

/** The attempt without an outcome, which blocks whatever is asked for; null when there is none. */
export function unresolved(attempts: readonly Attempt[]): AttemptError | null {
  const open = attempts.find(({ outcome }) => outcome === null);
  if (open === undefined) return null;
  return blocked(
    "unresolved-attempt",
    open,
    `${described(open)} has no known outcome. Reconcile it first.`,
  );
}

function badRepeat(
  attempts: readonly Attempt[],
  same: readonly Attempt[],
  again: AttemptId,
): Forbidden | null {
  const repeat = attempts.find(
    (attempt) => attempt.again === again && attempt.outcome === "accepted",
  );
  if (repeat !== undefined) {
    const error = blocked(
      "duplicate-refund",
      repeat,
      `${described(repeat)} already repeated ${again}.`,
      `To repeat that one, add: --again ${repeat.id}`,
    );
    return { tag: "blocked", error };
  }
  if (same.some(({ id }) => id === again)) return null;
  const error = {
    code: "not-a-repeat",
    message: `--again ${again} is not an accepted attempt of this same refund. Nothing was sent.`,
    attempt: again,
  };
  return { tag: "usage", error };
}

/** A `total` is everything that is left, so it is the same as whatever took the last of it. */
function isSame(attempt: Attempt, { kind, sameness }: Candidate): boolean {
  return (
    isRefund(attempt) &&
    attempt.outcome === "accepted" &&
    (attempt.sameness === sameness ||
      (kind === "total" && (attempt.completes || attempt.kind === "total")))
  );
}

function blocked(code: string, attempt: Attempt, message: string, advice?: string): AttemptError {
  const error = { code, message, attempt: attempt.id };
  return advice === undefined ? error : { ...error, advice };
}

/** Which attempt, who, when, how much: enough to go and ask. */
function described(attempt: Attempt): string {
  const { user, host } = attempt.who;
  const amount = attempt.amount === null ? "" : ` of ${moneyText(attempt.amount)}`;
  const when = new Date(attempt.startedAt).toISOString();
  // Pruned, it has forgotten by whom it was made.
  const by = user === "" ? "" : ` by ${user}@${host}`;
  return `Attempt ${attempt.id}${amount} (${attempt.kind},${by} at ${when})`;
}
