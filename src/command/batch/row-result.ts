import type { Money } from "../../domain/money.ts";
import type { Problem } from "../../domain/problem.ts";
import type { OutcomeError, OutcomeTag } from "../../outcome.ts";
import type { Fields, Row } from "./row.ts";
import type { Place } from "./row-place.ts";

/** What came of one row of a batch. */
export interface RowResult {
  readonly place: Place;
  /** Null for a row that could not be read. */
  readonly row: Row | null;
  /** What could be read of such a row. */
  readonly fields: Fields;
  readonly batch: string | null;
  readonly outcome: OutcomeTag;
  readonly attempt: string | null;
  /** What was, is or would be refunded; null where the API decides it or it did not come to that. */
  readonly amount: Money | null;
  readonly error: OutcomeError | null;
  readonly warnings: readonly Problem[];
  /** It was so before this run, which did nothing about it. */
  readonly earlier: boolean;
  /** The account itself was rejected, so every other row would be as well. */
  readonly accountRejected: boolean;
}
