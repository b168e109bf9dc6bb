import type { Tally } from "../command/batch/tally.ts";
import type { FailureCause, OutcomeTag } from "../outcome.ts";

/** The exit codes of docs/interfaces.md: one switch, and nothing else decides an exit code. */
export function exitCode(tag: OutcomeTag, cause: FailureCause | null): number {
  switch (tag) {
    case "accepted":
    case "already-refunded":
    case "planned":
      return 0;
    case "failed":
      return failureCode(cause ?? "program");
    case "refused":
      return 4;
    case "blocked":
      return 5;
    case "not-sent":
      return 6;
    case "unknown":
      return 7;
    case "cancelled":
      return 130;
  }
}

function failureCode(cause: FailureCause): number {
  switch (cause) {
    case "program":
      return 1;
    case "usage":
      return 2;
    case "configuration":
      return 3;
  }
}

/** A batch: 7 if any row is unknown, else 3 if the account stopped it, else 8 if a row is not done. */
export function batchExitCode(
  { rows, done: told, outcomes, stopped }: Tally,
  outputBroken: string | null,
): number {
  if (outcomes.has("unknown")) return 7;
  if (stopped === "user" && told === 0) return 130;
  if (stopped === "account") return 3;
  // Every row may be refunded, and a script that reads the results would not know.
  if (outputBroken !== null) return 8;
  const done = (["accepted", "already-refunded", "planned"] as const).map(
    (outcome) => outcomes.get(outcome) ?? 0,
  );
  return done.reduce((sum, count) => sum + count, 0) === rows ? 0 : 8;
}
