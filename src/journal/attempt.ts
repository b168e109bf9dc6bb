import type { RefundedPieces } from "../domain/balance.ts";
import type { Money } from "../domain/money.ts";
import type { Problem } from "../domain/problem.ts";
import type { Api, RefundCommand } from "../outcome.ts";
import type { OrderSnapshot } from "../domain/snapshot.ts";

/** What the journal guards: one order of one account, or one legacy line item. */
export interface Subject {
  /** `live`, or the origin of an endpoint that is not the vendor's. */
  readonly realm: string;
  readonly api: Api;
  readonly account: string;
  /** The order number as 2Checkout returned it, or the line item's id. */
  readonly number: string;
}

/**
 * How an attempt ended for good; one without an outcome is unknown. `not-applied` is only ever said by a
 * person who looked in the control panel.
 */
export type SettledOutcome = (typeof settledOutcomes)[number];
export const settledOutcomes = [
  "accepted",
  "already-refunded",
  "refused",
  "not-sent",
  "not-applied",
] as const;

/** Who or what settled it: the API's answer, evidence in the order read later, or a person. */
export type SettledBy = (typeof settledBy)[number];
export const settledBy = ["answer", "evidence", "person"] as const;

/** A row of a batch, by what it is known by when its file comes again. */
export interface RowOfBatch {
  readonly batch: string;
  readonly key: string;
}

/** What is recorded before the request leaves. It holds no customer data beyond the agent's comment. */
export interface Intent {
  readonly subject: Subject;
  readonly kind: RefundCommand;
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
  readonly again: string | null;
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
  readonly id: string;
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
