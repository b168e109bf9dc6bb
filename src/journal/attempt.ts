import type { AttemptId, BatchId } from "../domain/attempt-id.ts";
import type { RefundedPieces } from "../domain/balance.ts";
import type { Money } from "../domain/money.ts";
import type { LineItemId, OrderNumber } from "../domain/order-number.ts";
import type { Problem } from "../domain/problem.ts";
import type { RefundKind } from "../domain/refund-kind.ts";
import type { RowKey } from "../domain/row-key.ts";
import type { OrderSnapshot } from "../domain/snapshot.ts";

/** An account as the journal tells it from others. */
export interface AccountKey {
  /** `live`, or the origin of an endpoint that is not the vendor's. */
  readonly realm: string;
  readonly account: string;
}

/** What the journal guards: one order of one account, or one legacy line item. */
export type Subject = OrderSubject | LineItemSubject;

export interface OrderSubject extends AccountKey {
  readonly api: "rpc6";
  /** As 2Checkout returned it. */
  readonly number: OrderNumber;
}

export interface LineItemSubject extends AccountKey {
  readonly api: "legacy";
  readonly number: LineItemId;
}

/**
 * How an attempt ended for good; one without an outcome is unknown. `not-applied` is only ever said by a
 * person who looked in the control panel.
 */
export type SettledOutcome =
  "accepted" | "already-refunded" | "refused" | "not-sent" | "not-applied";

/** The outcomes after which a row of a batch is done. */
export const refundedOutcomes = [
  "accepted",
  "already-refunded",
] as const satisfies readonly SettledOutcome[];

export type Refunded = (typeof refundedOutcomes)[number];

/** Who or what settled it: the API's answer, evidence in the order read later, or a person. */
export type SettledBy = "answer" | "evidence" | "person";

/** A row of a batch, by what it is known by when its file comes again. */
export interface RowOfBatch {
  readonly batch: BatchId;
  readonly key: RowKey;
}

/** What is recorded before the request leaves. It holds no customer data beyond the agent's comment. */
export interface Intent {
  readonly subject: Subject;
  readonly kind: RefundKind;
  /** Null for the legacy API, which decides the amount. */
  readonly amount: Money | null;
  readonly items: readonly RefundedPieces[];
  /** Equal for the same refund, however it was spelled. */
  readonly sameness: string;
  readonly completes: boolean;
  readonly reason: string;
  readonly comment: string;
  readonly ticket: string | null;
  /** The accepted attempt this one repeats on purpose. */
  readonly again: AttemptId | null;
  /** The row of a batch that it is made for. */
  readonly row: RowOfBatch | null;
  readonly before: OrderSnapshot | null;
  readonly who: { readonly user: string; readonly host: string; readonly pid: number };
  /** Milliseconds since the epoch, as all times here. */
  readonly startedAt: number;
  /** The request is never started after this. */
  readonly sendBy: number;
  /** Until then its process may still be waiting for the answer. */
  readonly busyUntil: number;
}

export interface Attempt extends Intent {
  readonly id: AttemptId;
  readonly outcome: SettledOutcome | null;
  readonly settledBy: SettledBy | null;
  readonly settledAt: number | null;
  /** What stood in the way, or why it is unknown. */
  readonly problem: Problem | null;
  /** What the settlement rests on, in words. */
  readonly evidence: string | null;
}

export interface TimelineEntry {
  readonly at: number;
  readonly what: string;
}
