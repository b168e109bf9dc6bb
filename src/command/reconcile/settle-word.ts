import type { Attempt, SettledBy } from "../../journal/attempt.ts";
import type { SettledOutcome } from "../../domain/attempt-outcome.ts";
import type { Journal } from "../../journal/journal.ts";
import type { Word } from "./ask-person.ts";

/** What is written of an attempt, and on what it rests. */
export interface Settling {
  readonly outcome: SettledOutcome;
  readonly by: SettledBy;
  readonly evidence: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Writes it; false where something that outweighs it was written meanwhile. */
export async function settleAttempt(
  attempt: Attempt,
  { outcome, by, evidence, at }: Settling,
  journal: Journal,
): Promise<boolean> {
  const { id } = attempt;
  if (attempt.outcome === "withdrawn" && outcome === "accepted") {
    return journal.revive(id, { by, evidence, at });
  }
  if (outcome === "withdrawn") {
    const { settledAt } = attempt;
    return journal.withdraw(id, { by, evidence, at, cancellation: null, settledAt });
  }
  return journal.settle(id, { outcome, by, evidence, problem: null, at });
}

/** What a person's word makes of an attempt: a cancellation that did its work is accepted, and what was paid out too. */
export function outcomeOfWord(attempt: Attempt, word: Word): SettledOutcome {
  if (word === "paid-out") return "accepted";
  return attempt.kind === "cancel" && word === "withdrawn" ? "accepted" : word;
}

/** A person saw that a cancellation did its work: the refund that was meant goes with it. */
export async function settleCancelled(
  attempt: Extract<Attempt, { kind: "cancel" }>,
  settling: Settling,
  journal: Journal,
): Promise<boolean> {
  const { by, evidence, at } = settling;
  const { cancels } = attempt;
  const both =
    cancels !== null &&
    (await journal.withdraw(cancels, { by, evidence, at, cancellation: attempt.id }));
  // The refund may be withdrawn already, or this journal did not make it.
  return both || settleAttempt(attempt, settling, journal);
}
