import type { AttemptId, BatchId } from "../../domain/attempt-id.ts";
import type { Currency } from "../../domain/currency.ts";
import type { Money } from "../../domain/money.ts";
import type { Problem } from "../../domain/problem.ts";
import type { OutcomeError, OutcomeTag } from "../../outcome.ts";
import type { Fields, Row } from "./row.ts";
import type { Place } from "./row-place.ts";

/** What a row's order came to when it was read, before this refund. Null is unknown. */
export interface SeenMoney {
  readonly currency: Currency;
  readonly paid: Money | null;
  readonly refunded: Money | null;
  readonly left: Money | null;
  /** The customer's address, masked. */
  readonly customer: string | null;
}

/** `withdrawn`: refunded, and then cancelled or declined before it was paid out; the row is done. */
export type RowOutcome = OutcomeTag | "withdrawn";

/** What came of one row of a batch. */
export interface RowResult {
  readonly place: Place;
  /** Null for a row that could not be read. */
  readonly row: Row | null;
  /** What could be read of such a row. */
  readonly fields: Fields;
  readonly batch: BatchId | null;
  readonly outcome: RowOutcome;
  readonly attempt: AttemptId | null;
  /** What was, is or would be refunded; null if the API decides it or the run did not get that far. */
  readonly amount: Money | null;
  readonly error: OutcomeError | null;
  readonly warnings: readonly Problem[];
  /** Null where no order was read. */
  readonly seen: SeenMoney | null;
  /** The outcome is from an earlier run; this run did nothing for the row. */
  readonly earlier: boolean;
  /** Another process did it, while this run was going on. */
  readonly elsewhere: boolean;
  /** The machine on which it was done; null if it is not known, or nothing was done. */
  readonly host: string | null;
  /** The account itself was rejected, so every other row would be too. */
  readonly accountRejected: boolean;
}
