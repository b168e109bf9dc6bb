import type { Tally } from "./tally.ts";

/** How a run of a batch ended: with what, and where its results are. */
export interface BatchEnd {
  /** Null in a dry run. */
  readonly batch: string | null;
  readonly tally: Tally;
  /** The files that the user named for results, as they called them. */
  readonly files: {
    readonly output: string | null;
    readonly failed: string | null;
    /** How the failed rows are read again. */
    readonly flags: string;
  };
  /** Why results of rows are missing from the output; null if none are missing. */
  readonly outputBroken: string | null;
}
