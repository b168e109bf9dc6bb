import { type Refunded, refundedOutcomes } from "../domain/attempt-outcome.ts";
import type { FailureCause, OutcomeTag } from "../outcome.ts";

/*
 * The exit codes of docs/interfaces.md. Only this file makes one that is not 0, so that whatever decides an exit code
 * is found here.
 */

declare const decidedHere: unique symbol;
type Decided = number & { readonly [decidedHere]: true };
export type ExitCode = 0 | Decided;

const exits = {
  program: decided(1),
  usage: decided(2),
  configuration: decided(3),
  refused: decided(4),
  blocked: decided(5),
  "not-sent": decided(6),
  unknown: decided(7),
  incomplete: decided(8),
  cancelled: decided(130),
} as const;

function decided(code: number): Decided {
  // The brand has no value: it only makes sure that no other file decides.
  return code as Decided;
}

/** What of an end decides. */
type EndTag =
  | { readonly tag: Exclude<OutcomeTag, "failed"> }
  | { readonly tag: "failed"; readonly cause: FailureCause };

/** A refund, a cancellation, and whatever ended before its result. */
export function exitCode(end: EndTag): ExitCode {
  switch (end.tag) {
    case "accepted":
    case "already-refunded":
    case "planned":
      return 0;
    case "failed":
      return exits[end.cause];
    case "refused":
    case "blocked":
    case "not-sent":
    case "unknown":
    case "cancelled":
      return exits[end.tag];
  }
}

/** What of a batch decides. */
export interface BatchEnd {
  readonly rows: number;
  readonly done: number;
  readonly outcomes: ReadonlyMap<OutcomeTag | Refunded, number>;
  readonly stopped: string | null;
}

/** @param outputBroken why results are missing from the output; null if none are */
export function batchExitCode(
  { rows, done, outcomes, stopped }: BatchEnd,
  outputBroken: string | null,
): ExitCode {
  if (outcomes.has("unknown")) return exits.unknown;
  if (stopped === "user" && done === 0) return exits.cancelled;
  if (stopped === "account") return exits.configuration;
  // Every row may be refunded, and a script that reads the results would not know.
  if (outputBroken !== null) return exits.incomplete;
  const good = ([...refundedOutcomes, "planned"] as const).map(
    (outcome) => outcomes.get(outcome) ?? 0,
  );
  // Rows left for later are no failure where the user wanted it so.
  const wanted = stopped === "limit" ? done : rows;
  return good.reduce((sum, count) => sum + count, 0) === wanted ? 0 : exits.incomplete;
}

/** @param unresolved how many attempts still have no outcome */
export function reconcileExitCode(unresolved: number): ExitCode {
  return unresolved === 0 ? 0 : exits.unknown;
}

/** No refund can be made with a journal that has lost something. */
export function journalExitCode(isWhole: boolean): ExitCode {
  return isWhole ? 0 : exits.program;
}

/** What is wrong is in the settings, the credentials, or what they need. */
export function doctorExitCode(isHealthy: boolean): ExitCode {
  return isHealthy ? 0 : exits.configuration;
}

/** Several refunds, one after another: the last one's, unless one of them is unknown. */
export function guideExitCode(codes: readonly ExitCode[]): ExitCode {
  return codes.includes(exits.unknown) ? exits.unknown : (codes.at(-1) ?? 0);
}
