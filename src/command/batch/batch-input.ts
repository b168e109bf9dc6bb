import type { Approval } from "./check-file.ts";

/** The input of `batch`. */
export interface BatchInput {
  /** A file, or `-` for the standard input. */
  readonly source: string;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly concurrency: number;
  /** Rows a second at most. */
  readonly rate: number | null;
  /** The number of failures after which no more rows start. */
  readonly stopAfter: number | null;
  /** A file for the results. */
  readonly output: string | null;
  /** Stdout is a terminal where a person reads sentences. */
  readonly spoken: boolean;
  readonly approval: Approval;
  /** The batch that the file continues although it has changed. */
  readonly resume: string | null;
  /** The file is a separate batch although it shares rows with an earlier one. */
  readonly newBatch: boolean;
}
