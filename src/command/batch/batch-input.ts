import type { Approval } from "./check-file.ts";

/** What `batch` was asked to do. */
export interface BatchInput {
  /** A file, or `-` for the standard input. */
  readonly source: string;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly concurrency: number;
  /** Rows a second at most. */
  readonly rate: number | null;
  /** Failures after which no more rows are taken. */
  readonly stopAfter: number | null;
  /** A file for the results. */
  readonly output: string | null;
  /** The standard output is a terminal at which a person reads sentences. */
  readonly spoken: boolean;
  readonly approval: Approval;
  /** The batch that the file goes on with although it is not the same any more. */
  readonly resume: string | null;
  /** The file is a batch of its own although it shares rows with an earlier one. */
  readonly newBatch: boolean;
}
