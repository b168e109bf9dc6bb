import type { CancelCall, MoneyCall } from "./calls.ts";
import type { RecordedAttempt } from "./journal-reader.ts";
import type { LedgerEntry } from "./ledger.ts";

/** An attempt that was seen in the journal once, and what is known of it since. */
export interface KnownAttempt extends RecordedAttempt {
  /** A person settled it with a word that was not true. */
  untrueWord: boolean;
  /** A person said of it, or of the cancellation that meant it, that it is withdrawn. */
  saidWithdrawn: boolean;
  /** It was called withdrawn, while its refund stood. */
  readonly untrueWithdrawal: boolean;
  readonly wasWithdrawn: boolean;
  /** What it was seen to be paid out by is not in the journal any more. */
  readonly forgotProcessed: boolean;
}

/** Remembers attempts as they stand in the journal now. */
export function remember(
  known: Map<string, KnownAttempt>,
  attempts: readonly RecordedAttempt[],
  calls: readonly MoneyCall[],
): void {
  for (const attempt of attempts) {
    const before = known.get(attempt.id);
    const isNew = attempt.outcome === "withdrawn" && before?.outcome !== "withdrawn";
    const entry = entryOf(attempt.id, calls);
    const stands = entry !== null && entry.undone === null;
    known.set(attempt.id, {
      ...attempt,
      // Pruning may take the comment.
      comment: attempt.comment === "" ? (before?.comment ?? "") : attempt.comment,
      untrueWord: before?.untrueWord ?? false,
      saidWithdrawn: before?.saidWithdrawn ?? false,
      untrueWithdrawal: before?.untrueWithdrawal === true || (isNew && stands),
      wasWithdrawn: before?.wasWithdrawn === true || isNew,
      forgotProcessed: (before?.processedBy ?? null) !== null && attempt.processedBy === null,
    });
  }
}

/** The refund that an attempt really made, whatever became of it. */
export function entryOf(id: string, calls: readonly MoneyCall[]): LedgerEntry | null {
  return calls.find((call) => call.attempt === id && call.entry !== null)?.entry ?? null;
}

/** A refund that 2Checkout accepted, as the journal has it, and that was not seen paid out. */
export function isWaiting({ kind, outcome, processedBy }: RecordedAttempt): boolean {
  return kind !== "cancel" && outcome === "accepted" && processedBy === null;
}

/** What a cancellation cancelled really, by its attempt. */
export function cancelledBy(id: string, cancels: readonly CancelCall[]): LedgerEntry | null {
  return cancels.find((call) => call.attempt === id && call.undone !== null)?.undone ?? null;
}
