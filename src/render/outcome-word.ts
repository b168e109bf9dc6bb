import type { SettledOutcome } from "../domain/attempt-outcome.ts";
import type { OutcomeTag } from "../outcome.ts";
import type { SafeText, Showable } from "../safe-text.ts";
import type { Paint } from "./paint.ts";

/** How a run or an attempt ended; null is an attempt without an outcome, which is unknown. */
type Outcome = OutcomeTag | SettledOutcome | null;

/** The one that nobody must overlook is in capitals, which need no colour. */
export function outcomeWord(outcome: Outcome): string {
  return outcome === null || outcome === "unknown" ? "UNKNOWN" : outcome;
}

/**
 * Words about an outcome in its colour: green, as asked; cyan, nothing was done; red, a no;
 * magenta, unknown. The words alone say it all.
 */
export function paintOutcome(outcome: Outcome, words: Showable, paint: Paint): SafeText {
  switch (outcome) {
    case "accepted":
    case "already-refunded":
      return paint.green(words);
    case "planned":
    case "not-sent":
    case "not-applied":
    case "withdrawn":
    case "cancelled":
      return paint.cyan(words);
    case "refused":
    case "blocked":
    case "failed":
      return paint.red(words);
    case "unknown":
    case null:
      return paint.magenta.bold(words);
  }
}
