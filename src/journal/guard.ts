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

/**
 * Whether the journal forbids a refund: an attempt without an outcome, or the same refund accepted
 * before and not repeated on purpose. Null lets it pass.
 * @param attempts all of the subject's, newest first
 */
export function blockedBy(attempts: readonly Attempt[], candidate: Candidate): AttemptError | null {
  const open = unresolved(attempts);
  if (open !== null) return open;
  const same = attempts.filter((attempt) => isSame(attempt, candidate));
  if (candidate.again !== null) return badRepeat(attempts, same, candidate.again);
  const [latest] = same;
  return latest === undefined
    ? null
    : blocked(
        "duplicate-refund",
        latest,
        `${described(latest)} is the same refund, and it was accepted.`,
        `To refund it a second time on purpose, add: --again ${latest.id}`,
      );
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

/** The value of `--again` is wrong whatever the order's state: an error of usage, not a block. */
export function isBadRepeat({ code }: AttemptError): boolean {
  return code === "not-a-repeat";
}

function badRepeat(
  attempts: readonly Attempt[],
  same: readonly Attempt[],
  again: AttemptId,
): AttemptError | null {
  const repeat = attempts.find(
    (attempt) => attempt.again === again && attempt.outcome === "accepted",
  );
  if (repeat !== undefined) {
    return blocked(
      "duplicate-refund",
      repeat,
      `${described(repeat)} already repeated ${again}.`,
      `To repeat that one, add: --again ${repeat.id}`,
    );
  }
  if (same.some(({ id }) => id === again)) return null;
  return {
    code: "not-a-repeat",
    message: `--again ${again} is not an accepted attempt of this same refund. Nothing was sent.`,
    attempt: again,
  };
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
