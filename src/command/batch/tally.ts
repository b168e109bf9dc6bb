import type { Currency } from "../../domain/currency.ts";
import type { Money } from "../../domain/money.ts";
import { isRefunded } from "../../domain/attempt-outcome.ts";
import type { Place } from "./row-place.ts";
import type { RowOutcome, RowResult } from "./row-result.ts";
import { addTo } from "./totals.ts";

/** Why a batch stopped before its end. */
export type StopCause = "account" | "endpoint" | "failures" | "limit" | "user" | "output" | "fault";

/** The progress of a batch. */
export interface Tally {
  readonly rows: number;
  readonly done: number;
  /** How many of those are from an earlier run. */
  readonly earlier: number;
  /** And how many another process did during this one. */
  readonly elsewhere: number;
  readonly outcomes: ReadonlyMap<RowOutcome, number>;
  /** Accepted, or planned in a dry run, by currency. */
  readonly amounts: ReadonlyMap<Currency, Money>;
  readonly stopped: StopCause | null;
  /** By code: how many rows failed so in this run, whoever ran them, and where the first of them stand. */
  readonly causes: ReadonlyMap<string, Cause>;
}

export interface Cause {
  readonly count: number;
  readonly places: readonly Place[];
}

/** Codes of rows for which nobody answered. */
const noAnswer = ["unreachable", "answer-lost", "too-many-requests", "journal-unavailable"];

/** So many places of a cause are named. */
const maxPlaces = 8;

export interface Tallying {
  readonly add: (result: RowResult) => void;
  /** Replaces a row that was added as unknown by what it came to. */
  readonly settle: (unknown: RowResult, result: RowResult) => void;
  /** The first cause counts. */
  readonly stop: (cause: StopCause) => void;
  readonly tally: () => Tally;
}

/**
 * Counts results, and decides when the batch should stop.
 * @param limits rows in a row that 2Checkout did not answer for; and how many failures the user allows
 */
export function startTally(
  rows: number,
  limits: { readonly unanswered: number; readonly failures: number | null },
): Tallying {
  const outcomes = new Map<RowOutcome, number>();
  const amounts = new Map<Currency, Money>();
  const causes = new Map<string, Cause>();
  const note = (code: string, place: Place): void => {
    const { count, places } = causes.get(code) ?? { count: 0, places: [] };
    causes.set(code, {
      count: count + 1,
      places: places.length < maxPlaces ? [...places, place] : places,
    });
  };
  const forget = (code: string, place: Place): void => {
    const { count = 1, places = [] } = causes.get(code) ?? {};
    if (count === 1) causes.delete(code);
    else causes.set(code, { count: count - 1, places: places.filter((each) => each !== place) });
  };
  let done = 0;
  let earlier = 0;
  let elsewhere = 0;
  let failures = 0;
  let unanswered = 0;
  let stopped: StopCause | null = null;
  const stop = (cause: StopCause) => {
    stopped ??= cause;
  };
  const enter = ({ outcome, amount, error, place, earlier, elsewhere }: RowResult): void => {
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (amount !== null && (outcome === "accepted" || outcome === "planned")) {
      addTo(amounts, amount);
    }
    if (!isGood(outcome) && (elsewhere || !earlier)) note(error?.code ?? outcome, place);
  };
  return {
    add: (result) => {
      const { outcome, error } = result;
      done += 1;
      enter(result);
      if (result.elsewhere) elsewhere += 1;
      else if (result.earlier) earlier += 1;
      // When to stop is up to each process, and to what it did itself.
      if (result.elsewhere || result.earlier) return;
      if (!isGood(outcome)) failures += 1;
      const lost = noAnswer.includes(error?.code ?? "");
      unanswered = lost ? unanswered + 1 : 0;
      if (result.accountRejected) stop("account");
      else if (unanswered >= limits.unanswered) stop("endpoint");
      else if (limits.failures !== null && failures >= limits.failures) stop("failures");
    },
    settle: (unknown, result) => {
      const { outcome, error, place, earlier, elsewhere } = unknown;
      const others = (outcomes.get(outcome) ?? 0) - 1;
      if (others > 0) outcomes.set(outcome, others);
      else outcomes.delete(outcome);
      if (elsewhere || !earlier) forget(error?.code ?? outcome, place);
      enter(result);
    },
    stop,
    tally: () => ({ rows, done, earlier, elsewhere, outcomes, amounts, stopped, causes }),
  };
}

function isGood(outcome: RowOutcome): boolean {
  return outcome === "planned" || isRefunded(outcome);
}
