import type { AttemptId } from "../../domain/attempt-id.ts";
import type { OrderNumber } from "../../domain/order-number.ts";
import type { Problem } from "../../domain/problem.ts";
import type { AttemptEnd, AttemptError, Ending, PlannedEnd } from "../../outcome.ts";
import type { OrderPosition } from "../plan.ts";

/** What `cancel` came to. */
export interface CancelOutcome {
  readonly orderNumber: OrderNumber;
  /** Null where the order was not read. */
  readonly order: OrderPosition | null;
  readonly end: CancelEnd;
  readonly warnings: readonly Problem[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** How a cancellation ended: before anything was recorded, or as an attempt of its own. */
export type CancelEnd = Ending | PlannedEnd | RecordedEnd;

export type RecordedEnd =
  | {
      readonly tag: "accepted";
      /** The cancellation's own id. */
      readonly cancellation: AttemptId;
      /** The refund that will not be paid out; null where it is not clear which one that is. */
      readonly withdrawn: AttemptId | null;
      readonly error: null;
    }
  | {
      /** Those of a refund, but for what cannot come of a cancellation. */
      readonly tag: Exclude<AttemptEnd["tag"], "accepted" | "already-refunded" | "failed">;
      readonly cancellation: AttemptId;
      readonly error: AttemptError;
    };
