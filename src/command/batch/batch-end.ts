import type { Tally } from "./tally.ts";

/** How a run of a batch ended: with what, and where its results are. */
export interface BatchEnd {
  /** Null in a dry run. */
  readonly batch: string | null;
  /** Whether it went on with `--resume`: then its file may differ from the batch, and needs that again. */
  readonly resumed: boolean;
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
