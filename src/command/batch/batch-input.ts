import type { TypedName } from "../../domain/typed-name.ts";
import type { Approval } from "./check-file.ts";
import type { Naming, Reading } from "./reading.ts";

/** How the file is written, as the command line has it; the settings have defaults for some of it. */
export interface StatedReading extends Omit<Reading, "naming"> {
  readonly map: Naming["map"];
  readonly ignoreOthers: boolean;
}

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
  /** A file for the rows that were not accepted, as they were written. */
  readonly failed: string | null;
  /** Stdout is a terminal where a person reads sentences. */
  readonly spoken: boolean;
  readonly approval: Approval;
  readonly reading: StatedReading;
  /** Whether orders of which something was refunded before may be refunded all the same. */
  readonly despiteRefunds: boolean;
  /** The number of rows that may start in this run. */
  readonly limit: number | null;
  /** The batch that the file continues although it has changed. */
  readonly resume: TypedName | null;
  /** The file is a separate batch although it shares rows with an earlier one. */
  readonly newBatch: boolean;
}
