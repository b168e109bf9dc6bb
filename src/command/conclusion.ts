import { type Problem, problem } from "../domain/problem.ts";
import type { AttemptId } from "../domain/attempt-id.ts";
import type { AttemptEnd } from "../outcome.ts";

/** The outcome of an attempt, and what it rests on. */
export type Conclusion =
  | {
      readonly outcome: "accepted";
      readonly grounds: Grounds;
      readonly warnings: readonly Problem[];
    }
  | {
      readonly outcome: "already-refunded";
      readonly problem: Problem;
      readonly warnings: readonly Problem[];
    }
  | {
      readonly outcome: "refused";
      readonly grounds: Grounds;
      readonly problem: Problem;
      readonly warnings: readonly Problem[];
    }
  | {
      readonly outcome: "not-sent";
      readonly problem: Problem;
      readonly next: Next;
      readonly warnings: readonly Problem[];
    }
  | {
      readonly outcome: "unknown";
      readonly problem: Problem;
      readonly warnings: readonly Problem[];
    };

/** The answer to the refund itself, or what was seen afterwards, in words. */
export type Grounds =
  { readonly by: "answer" } | { readonly by: "evidence"; readonly evidence: string };

/** What may follow an attempt of which it is certain that nothing was done. */
export type Next =
  | { readonly tag: "nothing" }
  /** One more attempt: the answer proved that nothing was done, and the order is unchanged. */
  | { readonly tag: "repeat"; readonly afterMs: number }
  /** The credentials were rejected, so the account is to blame. */
  | { readonly tag: "account-rejected" };

const answer: Grounds = { by: "answer" };

export function accepted(warnings: readonly Problem[], grounds: Grounds = answer): Conclusion {
  return { outcome: "accepted", grounds, warnings };
}

/** Accepted, as an order or a sale shows. */
export function acceptedByEvidence(evidence: string): Conclusion {
  const warning = problem("settled-by-evidence", `The answer was not clear, but ${evidence}.`);
  return accepted([warning], { by: "evidence", evidence });
}

export function alreadyRefunded(problem: Problem): Conclusion {
  return { outcome: "already-refunded", problem, warnings: [] };
}

export function refused(problem: Problem, grounds: Grounds = answer): Conclusion {
  return { outcome: "refused", grounds, problem, warnings: [] };
}

export function notSent(problem: Problem, next: Next = { tag: "nothing" }): Conclusion {
  return { outcome: "not-sent", problem, next, warnings: [] };
}

export function unknown(problem: Problem): Conclusion {
  return { outcome: "unknown", problem, warnings: [] };
}

export function withWarning(conclusion: Conclusion, warning: Problem): Conclusion {
  return { ...conclusion, warnings: [...conclusion.warnings, warning] };
}

/** How the run ends whose attempt came to this. */
export function attemptEnd(conclusion: Conclusion, attempt: AttemptId): AttemptEnd {
  if (conclusion.outcome === "accepted") return { tag: "accepted", attempt, error: null };
  const error = { ...conclusion.problem, attempt };
  return conclusion.outcome === "not-sent" && conclusion.next.tag === "account-rejected"
    ? { tag: "failed", cause: "configuration", attempt, error }
    : { tag: conclusion.outcome, attempt, error };
}
