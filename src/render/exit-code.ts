import type { FailureCause, OutcomeTag } from "../outcome.ts";

/** The exit codes of docs/interfaces.md: one switch. A batch has one of its rows' (batch-exit-code.ts). */
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
