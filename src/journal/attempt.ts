import type { SettledOutcome } from "../domain/attempt-outcome.ts";
import type { AttemptId, BatchId, WorkerId } from "../domain/attempt-id.ts";
import type { RefundedPieces } from "../domain/balance.ts";
import type { Money } from "../domain/money.ts";
import type { LineItemId, OrderNumber } from "../domain/order-number.ts";
import type { Problem } from "../domain/problem.ts";
import type { RefundKind } from "../domain/refund-kind.ts";
import type { RowKey } from "../domain/row-key.ts";
import type { SaleSnapshot } from "../domain/sale-evidence.ts";
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

/** Who or what settled it: the API's answer, evidence in the order read later, or a person. */
export type SettledBy = (typeof settledBy)[number];
export const settledBy = ["answer", "evidence", "person"] as const;

/** Where a batch's attempt came from, as people know it. */
export interface Origin {
  /** The name of the file that the row stands in as it is now. */
  readonly source: string;
  /** The same where it is not the file that the batch began as; else null. */
  readonly otherFile: string | null;
  /** The row's own id, or its line; null where an earlier version recorded a row without an id. */
  readonly row: string | null;
}

/** A row of a batch, by what it is known by when its file comes again. */
export interface RowOfBatch {
  readonly batch: BatchId;
  readonly key: RowKey;
}

/** The same as its file has it, and the process that it is leased to. */
export interface LeasedRow extends RowOfBatch {
  readonly content: string;
  readonly worker: WorkerId;
}

export type AttemptKind = RefundKind | CancelIntent["kind"];

/** What is recorded before the request leaves. It holds no customer data beyond the agent's comment. */
export type Intent = RefundIntent | CancelIntent;

/** A refund to be made. */
export interface RefundIntent extends AnyIntent {
  readonly kind: RefundKind;
  /** Null for the legacy API, which decides the amount. */
  readonly amount: Money | null;
  readonly items: readonly RefundedPieces[];
  readonly completes: boolean;
  /** The accepted attempt this one repeats on purpose. */
  readonly again: AttemptId | null;
  /** The row of a batch that it is made for, which must be leased to whoever makes it. */
  readonly row: LeasedRow | null;
  /** The legacy sale as it was read before, if it was. */
  readonly sale: SaleSnapshot | null;
}

/** A refund to be cancelled: itself none, so it never counts as one nor explains one. */
export interface CancelIntent extends AnyIntent {
  readonly kind: "cancel";
  readonly subject: OrderSubject;
  readonly amount: null;
  readonly items: readonly [];
  readonly completes: false;
  readonly again: null;
  readonly row: null;
  readonly sale: null;
  /** The attempt that is meant; null for a refund that this journal did not make. */
  readonly cancels: AttemptId | null;
}

interface AnyIntent {
  readonly subject: Subject;
  /** Equal for the same refund, however it was spelled. */
  readonly sameness: string;
  readonly reason: string;
  readonly comment: string;
  readonly ticket: string | null;
  readonly before: OrderSnapshot | null;
  readonly who: { readonly user: string; readonly host: string; readonly pid: number };
  /** Milliseconds since the epoch, as all times here. */
  readonly startedAt: number;
  /** The request is never started after this. */
  readonly sendBy: number;
  /** Until then its process may still be waiting for the answer. */
  readonly busyUntil: number;
}

/** How it is known that 2Checkout paid a refund out, and since when. */
export interface Processed {
  /** Milliseconds since the epoch: when it was seen. */
  readonly at: number;
  readonly by: "status" | "invoices" | "person";
}

export type Attempt = Recorded<RefundIntent> | Recorded<CancelIntent>;

/** An attempt at a refund, as opposed to the cancellation of one. */
export type RefundAttempt = Recorded<RefundIntent>;

export function isRefund(attempt: Attempt): attempt is RefundAttempt {
  return attempt.kind !== "cancel";
}

/** Once it is recorded, it does not matter to whom its row was leased. */
type Recorded<Kind extends Intent> = Omit<Kind, "row"> &
  Settled & { readonly row: Kind["row"] extends null ? null : RowOfBatch | null };

interface Settled {
  readonly id: AttemptId;
  /** The file and the row of a batch's attempt, as people know them. */
  readonly origin: Origin | null;
  readonly outcome: SettledOutcome | null;
  readonly settledBy: SettledBy | null;
  readonly settledAt: number | null;
  /** What stood in the way, or why it is unknown. */
  readonly problem: Problem | null;
  /** What the settlement rests on, in words. */
  readonly evidence: string | null;
  /** Null: not seen paid out. "Accepted" never means that. */
  readonly processed: Processed | null;
  /** How many refund invoices its order had at the first look; null before that. */
  readonly invoices: number | null;
  /** Withdrawn, made anew and accepted, and then seen paid out after all: the same refund, twice. */
  readonly paidTwice: boolean;
}

export interface TimelineEntry {
  readonly at: number;
  readonly what: string;
}
