import type { ReadFailure } from "./api/contract.ts";
import type { AttemptId } from "./domain/attempt-id.ts";
import type { Balance } from "./domain/balance.ts";
import type { Money } from "./domain/money.ts";
import type { LineItemId, OrderNumber } from "./domain/order-number.ts";
import type { Order } from "./domain/order.ts";
import type { Problem } from "./domain/problem.ts";
import type { RefundItem } from "./domain/refund-item.ts";
import type { RefundKind } from "./domain/refund-kind.ts";

/** Why a run failed before anything was sent; decides between the exit codes 1, 2 and 3. */
export type FailureCause = "program" | "usage" | "configuration";

/** What one refund command came to. */
export interface RefundOutcome {
  readonly target: RefundTarget;
  /** Null where the run did not get as far as knowing it. */
  readonly refund: RefundShown | null;
  readonly end: RefundEnd;
  readonly warnings: readonly Problem[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** What was to be refunded, and by which command. */
export type RefundTarget =
  | {
      readonly api: "rpc6";
      readonly command: RefundKind;
      readonly orderNumber: OrderNumber;
      /** Null where the order was not read. */
      readonly order: { readonly order: Order; readonly balance: Balance } | null;
    }
  | { readonly api: "legacy"; readonly command: "lineitem"; readonly lineItem: LineItemId };

/** How a refund command ended. */
export type RefundEnd = PlannedEnd | Ending | AttemptEnd;

/** How an attempt to refund ended, in the words of the JSON and the journal. */
export type OutcomeTag = RefundEnd["tag"];

export interface PlannedEnd {
  readonly tag: "planned";
  readonly attempt: null;
  readonly error: null;
  /** The exact request, its session taken out. */
  readonly request: PlannedRequest;
}

/** How a run ends that recorded no attempt: nothing was sent. */
export type Ending =
  | {
      readonly tag: "refused" | "not-sent" | "cancelled";
      readonly attempt: null;
      readonly error: OutcomeError;
    }
  /** By an earlier attempt. */
  | { readonly tag: "blocked"; readonly attempt: null; readonly error: AttemptError }
  | {
      readonly tag: "failed";
      readonly cause: FailureCause;
      readonly attempt: null;
      readonly error: OutcomeError;
    };

/** How a run ends that recorded an attempt. */
export type AttemptEnd =
  | { readonly tag: "accepted"; readonly attempt: AttemptId; readonly error: null }
  | {
      readonly tag: "already-refunded" | "refused" | "not-sent" | "unknown";
      readonly attempt: AttemptId;
      readonly error: AttemptError;
    }
  /** The credentials were rejected. */
  | {
      readonly tag: "failed";
      readonly cause: "configuration";
      readonly attempt: AttemptId;
      readonly error: AttemptError;
    };

/** What is, was or would be refunded. The amount is null if the API decides it. */
export interface RefundShown {
  readonly kind: RefundKind;
  readonly amount: Money | null;
  readonly reason: string;
  readonly comment: string;
  readonly items: readonly RefundItem[];
}

export interface OutcomeError extends Problem {
  /** The attempt this is about: this one, or the earlier one that blocks it. */
  readonly attempt?: AttemptId;
  /** What to add to the command line of a single refund; not for a row of a batch. */
  readonly advice?: string;
}

/** An error that is about an attempt. */
export interface AttemptError extends OutcomeError {
  readonly attempt: AttemptId;
}

export function planned(request: PlannedRequest): PlannedEnd {
  return { tag: "planned", attempt: null, error: null, request };
}

export function nothingSent(
  tag: "refused" | "not-sent" | "cancelled",
  error: OutcomeError,
): Ending {
  return { tag, attempt: null, error };
}

export function blocked(error: AttemptError): Ending {
  return { tag: "blocked", attempt: null, error };
}

export function failedBy(cause: FailureCause, error: OutcomeError): Ending {
  return { tag: "failed", cause, attempt: null, error };
}

/** A failed read moved no money, whatever it was. */
export function endingOf({ tag, problem }: ReadFailure): Ending {
  switch (tag) {
    case "refused":
      return nothingSent("refused", problem);
    case "credentials":
      return failedBy("configuration", problem);
    case "unreachable":
      return nothingSent("not-sent", problem);
  }
}

export interface PlannedRequest {
  readonly method: "POST";
  readonly url: string;
  readonly body: string;
}
