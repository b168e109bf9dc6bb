import type { AttemptId } from "../domain/attempt-id.ts";
import type { Problem } from "../domain/problem.ts";
import type { SettledBy } from "./attempt.ts";
import type { SettledOutcome } from "../domain/attempt-outcome.ts";
import type { Reopening } from "./reopen.ts";
import type { TimeOf } from "./time.ts";

/** That a refund which was accepted will not be paid out. */
export type Withdrawal = {
  readonly by: SettledBy;
  readonly evidence: string;
  readonly at: number;
} & (ByCancellation | AsSeen);

/** The open cancellation that did it is settled with it: both or neither, and neither once that is settled otherwise. */
interface ByCancellation {
  readonly cancellation: AttemptId;
}

/** Without one it is true of the refund as it was settled at that time: of one that was settled anew since, nobody knows. */
interface AsSeen {
  readonly cancellation: null;
  readonly settledAt: number | null;
}

/** An outcome, and what it rests on. */
export interface SettlementRecord {
  readonly outcome: SettledOutcome;
  readonly by: SettledBy;
  readonly problem: Problem | null;
  readonly evidence: string | null;
  readonly at: number;
  /** The attempt whose outcome this one contradicts. */
  readonly reopens?: Reopening | null;
}

/** An outcome as an attempt's columns hold it. */
export function outcomeOf({ outcome, by, problem, evidence, at }: SettlementRecord, time: TimeOf) {
  return {
    outcome,
    settled_by: by,
    settled_at: time(at),
    problem: problem && JSON.stringify(problem),
    evidence,
  };
}

export function wordsOf({ outcome, by, evidence }: SettlementRecord): string {
  const why = evidence === null ? "" : `: ${evidence}`;
  return `${outcome} (by ${by})${why}`;
}
