import type { BatchId } from "../../domain/attempt-id.ts";
import { isRefunded } from "../../domain/attempt-outcome.ts";
import { problem } from "../../domain/problem.ts";
import type { RowState } from "../../journal/row-state.ts";
import { asAttempted, hostOf, type KnownRow, knownRow, untold } from "./known-row.ts";
import type { RowResult } from "./row-result.ts";
import type { RowWithHistory } from "./row-history.ts";
import { resultFrom } from "./stored-result.ts";

/**
 * The result of a row that another process has begun in this round: as that said, unless it was settled otherwise
 * since, or else as its attempts say.
 */
export function resultElsewhere(
  standing: RowWithHistory,
  { result, host }: RowState,
  batch: BatchId,
  now: number,
): RowResult {
  const common = { ...untold(standing, batch), earlier: true, elsewhere: true, host };
  const stored = result === null ? null : resultFrom(result);
  if (stored !== null) return asSettled({ ...common, ...stored }, standing, now);
  return { ...common, ...(knownRow(standing, now) ?? newestEnd(standing, host)), elsewhere: true };
}

/** A result as the journal has it by now. What an answer accepted is so, even if the journal does not know it yet. */
export function asSettled(result: RowResult, standing: RowWithHistory, now: number): RowResult {
  const { outcome, earlier, host } = result;
  const attempted = asAttempted(standing, now);
  if (attempted?.outcome === outcome) return result;
  if (attempted?.outcome === "unknown" && isRefunded(outcome)) return result;
  if (attempted === null && outcome !== "unknown") return result;
  return { ...result, ...(attempted ?? newestEnd(standing, host)), earlier };
}

/** Its newest attempt moved no money. */
function newestEnd(standing: RowWithHistory, host: string | null): KnownRow {
  const [newest] = standing.attempts;
  const common = { attempt: null, amount: null, earlier: true, host };
  if (newest === undefined) {
    const gone = "The process that began this row is gone, and the journal has no attempt for it.";
    return { ...common, outcome: "failed", error: problem("journal-unavailable", gone) };
  }
  const { id, outcome, amount, problem: said } = newest;
  return {
    ...common,
    outcome: outcome === "refused" ? "refused" : "not-sent",
    attempt: id,
    amount,
    error: said && { ...said, attempt: id },
    host: hostOf(newest),
  };
}
