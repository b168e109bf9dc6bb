import type { Tally } from "./tally.ts";

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
  const done = (["accepted", "already-refunded", "withdrawn", "planned"] as const).map(
    (outcome) => outcomes.get(outcome) ?? 0,
  );
  // Rows left for later are no failure where the user wanted it so.
  const wanted = stopped === "limit" ? told : rows;
  return done.reduce((sum, count) => sum + count, 0) === wanted ? 0 : 8;
}
