import type { ReadFailure } from "./api/contract.ts";
import type { Api } from "./domain/api.ts";
import type { Balance } from "./domain/balance.ts";
import type { Money } from "./domain/money.ts";
import type { Order } from "./domain/order.ts";
import type { Problem } from "./domain/problem.ts";
import type { RefundItem } from "./domain/refund-item.ts";
import type { RefundKind } from "./domain/refund-kind.ts";

/** How an attempt to refund ended, in the words of the JSON and the journal. */
export type OutcomeTag =
  | "accepted"
  | "already-refunded"
  | "planned"
  | "refused"
  | "blocked"
  | "not-sent"
  | "unknown"
  | "cancelled"
  | "failed";

/** Why a run failed before anything was sent; decides between the exit codes 1, 2 and 3. */
export type FailureCause = "program" | "usage" | "configuration";

/** The result of one refund command. Anything that was not reached is null. */
export interface RefundOutcome {
  readonly tag: OutcomeTag;
  readonly cause: FailureCause | null;
  readonly command: RefundKind;
  readonly api: Api;
  readonly attempt: string | null;
  readonly order: { readonly order: Order; readonly balance: Balance } | null;
  /** Legacy: the line item's id. */
  readonly lineItem: string | null;
  readonly refund: RefundShown | null;
  readonly error: OutcomeError | null;
  readonly warnings: readonly Problem[];
  /** The exact request of a plan, without its session. */
  readonly request: PlannedRequest | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly finishedAt: number;
}

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
  readonly attempt?: string;
  /** What to add to the command line of a single refund; not for a row of a batch. */
  readonly advice?: string;
}

/** How a run ends if it cannot read what it needs. */
export interface Ending {
  readonly tag: OutcomeTag;
  readonly cause: FailureCause | null;
  readonly error: OutcomeError;
}

/** A failed read moved no money, whatever it was. */
export function endingOf({ tag, problem: error }: ReadFailure): Ending {
  switch (tag) {
    case "refused":
      return { tag: "refused", cause: null, error };
    case "credentials":
      return { tag: "failed", cause: "configuration", error };
    case "unreachable":
      return { tag: "not-sent", cause: null, error };
  }
}

export interface PlannedRequest {
  readonly method: "POST";
  readonly url: string;
  readonly body: string;
}
