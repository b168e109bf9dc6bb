import type { FailureCause, OutcomeTag } from "../outcome.ts";

/** The exit codes of docs/interfaces.md: one switch, and nothing else decides an exit code. */
export function exitCode(end: EndTag): number {
  switch (end.tag) {
    case "accepted":
    case "already-refunded":
    case "planned":
      return 0;
    case "failed":
      return failureCode(end.cause);
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

/** What of an end decides. */
type EndTag =
  | { readonly tag: Exclude<OutcomeTag, "failed"> }
  | { readonly tag: "failed"; readonly cause: FailureCause };

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
