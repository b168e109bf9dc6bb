import type { AttemptId } from "../domain/attempt-id.ts";
import { type Problem, problem } from "../domain/problem.ts";
import type { Attempt } from "../journal/attempt.ts";
import type { Reopening } from "../journal/reopen.ts";
import type { Talk } from "../prompt/talk.ts";
import { mayBeOverruled } from "./attempt-evidence.ts";
import type { Conclusion } from "./conclusion.ts";

/**
 * The answer that says that some refund is pending or made, which an earlier attempt may have asked for;
 * null of every other.
 */
function contradiction(conclusion: Conclusion): Problem | null {
  switch (conclusion.outcome) {
    case "already-refunded":
      return saysRefunded(conclusion.problem);
    case "refused":
      return conclusion.grounds.by === "answer" ? saysRefunded(conclusion.problem) : null;
    case "accepted":
    case "not-sent":
    case "unknown":
      return null;
  }
}

function saysRefunded(said: Problem): Problem | null {
  return ["pending-refund", "already-refunded"].includes(said.code) ? said : null;
}

export function mayContradict(conclusion: Conclusion): boolean {
  return contradiction(conclusion) !== null;
}

/**
 * The earlier attempt that 2Checkout's answer contradicts: one that the order did not show, that a
 * person called not applied, or that was withdrawn, although 2Checkout now says that a refund is pending or made. Of several, the
 * newest. Null when nothing is contradicted.
 * @param attempts all on the same order or line item, newest first, the answered one included
 */
export function contradictedBy(
  conclusion: Conclusion,
  answered: AttemptId,
  attempts: readonly Attempt[],
): Reopening | null {
  const said = contradiction(conclusion);
  if (said === null) return null;
  const { code, api } = said;
  const others = attempts.filter(({ id }) => id !== answered);
  const found = contradicted(code, others);
  if (found === undefined) return null;
  const words = `2Checkout answered attempt ${answered} with: ${api?.message ?? code}. That may be about this refund.`;
  return { attempt: found.id, problem: problem(code, words, api) };
}

function contradicted(code: string, others: readonly Attempt[]): Attempt | undefined {
  if (code === "pending-refund") return others.find(mayBeOverruled);
  // That everything is refunded is no contradiction if it is already known.
  const isKnown = others.some(({ outcome, completes }) => outcome === "accepted" && completes);
  return isKnown
    ? undefined
    : others.find((attempt) => attempt.completes && mayBeOverruled(attempt));
}

/** The warning about the other attempt, in the run that got this answer. */
export function reopenedWarning(
  { attempt, problem: said }: Reopening,
  { nextCommand }: Pick<Talk, "nextCommand">,
): Problem {
  const settle = nextCommand(`reconcile ${attempt}`).text;
  const message = `Attempt ${attempt} was recorded as not refunded or as withdrawn, but 2Checkout's answer contradicts that. Its outcome is unknown again, and it blocks further refunds until you settle it: ${settle}`;
  return problem("attempt-reopened", message, said.api);
}
