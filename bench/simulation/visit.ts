import type { Fate } from "./sayings.ts";

/** How a login or a read goes wrong. */
export type ReadFault = "fine" | "lost" | "answer 500" | "answer 429" | "session refused" | "null";

/** Where a run of the program is killed. */
export type Death =
  | { readonly tag: "at a look at the clock"; readonly count: number }
  | { readonly tag: "before a request"; readonly count: number }
  | { readonly tag: "after a request"; readonly count: number };

/** One run of the program as the service knows it: what befalls its calls. */
export interface Visit {
  readonly id: number;
  /** Calls that move money, in their order; when they are used up, all goes well. */
  readonly fates: readonly Fate[];
  readonly reads: readonly ReadFault[];
  readonly death: Death | null;
  /** A call takes so long before it is executed, and again before it is answered. */
  readonly delayMs: number;
  /** Every answer ends its connection. */
  readonly closes: boolean;
  /** Called as it dies: the disk is as it is now. */
  readonly die: () => void;
  /** Called after a refund was executed and before that is said. */
  readonly onExecuted: () => void;
  /** Called when a request to refund has come in. */
  readonly onMoneyCall: () => void;
  dead: boolean;
  requests: number;
  moneyCalls: number;
  readCalls: number;
}

/** A time-out for what is never answered: soon over, and longer than a busy machine makes other answers wait. */
export const shortSeconds = "3";
export const shortTimeout = ["--timeout", shortSeconds];

/** Asked anew each time: it may die while something is waited for. */
export function isDead({ dead }: Visit): boolean {
  return dead;
}

/** What may be said of a visit beforehand; the rest goes well. */
export type VisitPlan = Partial<
  Pick<Visit, "fates" | "reads" | "death" | "delayMs" | "closes" | "onExecuted" | "onMoneyCall">
>;

export function newVisit(id: number, plan: VisitPlan, die: () => void): Visit {
  return {
    id,
    fates: plan.fates ?? [],
    reads: plan.reads ?? [],
    death: plan.death ?? null,
    delayMs: plan.delayMs ?? 0,
    closes: plan.closes ?? false,
    die,
    onExecuted: plan.onExecuted ?? (() => undefined),
    onMoneyCall: plan.onMoneyCall ?? (() => undefined),
    dead: false,
    requests: 0,
    moneyCalls: 0,
    readCalls: 0,
  };
}
