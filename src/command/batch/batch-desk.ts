import type { Journal } from "../../journal/journal.ts";
import type { Run } from "../run.ts";
import type { Results } from "../results.ts";
import type { Staging } from "./staging.ts";

/** What all parts of a batch work with. */
export interface BatchDesk {
  readonly staging: Staging;
  /** Bad rows go there, wherever the results would go. */
  readonly stdoutResults: Results;
  readonly journal: Journal;
  readonly run: Run;
}
