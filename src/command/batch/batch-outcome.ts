import type { Tally } from "./tally.ts";

/** What a run of a batch came to. */
export interface BatchOutcome {
  /** Null in a dry run. */
  readonly batch: string | null;
  readonly tally: Tally;
  /** Why results of rows are missing from the output; null if none are missing. */
  readonly outputBroken: string | null;
}
