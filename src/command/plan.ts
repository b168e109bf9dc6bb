import type { AttemptId } from "../domain/attempt-id.ts";
import { balanceOf, type Balance } from "../domain/balance.ts";
import type { Comment, Reason } from "../domain/free-text.ts";
import type { Order } from "../domain/order.ts";
import type { Problem } from "../domain/problem.ts";
import { atLargestReading } from "../domain/largest-reading.ts";
import { amountOf, checkRefund, type RefundRequest } from "../domain/refund-request.ts";
import { type EarlierRefund, samenessOf } from "../domain/same-refund.ts";
import { resolveWish, type Wish } from "../domain/wish.ts";
import { type Attempt, isRefund } from "../journal/attempt.ts";
import { type Forbidden, forbiddenBy } from "../journal/guard.ts";
import { explainedBy } from "./attempt-evidence.ts";

export interface PlanInput {
  readonly wish: Wish;
  readonly reason: Reason;
  readonly comment: Comment;
  readonly again: AttemptId | null;
  readonly skipChecks: boolean;
  readonly now: number;
}

/** What a wish means for one reading of its order and of the journal. */
export type Plan =
  | {
      readonly tag: "ready";
      readonly request: RefundRequest;
      /** As it was read. */
      readonly order: Order;
      readonly balance: Balance;
      readonly warnings: readonly Problem[];
      /** The attempts that were considered; a newer one makes the plan void. */
      readonly seen: readonly AttemptId[];
    }
  | Forbidden
  | { readonly tag: "usage" | "refused"; readonly error: Problem };

/** An order, as the reading and the journal together know it. */
export interface OrderPosition {
  /** With the largest prices that were ever read. */
  readonly order: Order;
  readonly balance: Balance;
}

/**
 * The amount paid on an order and the amount left.
 * @param uncounted the attempt that a repeat replaces: it was not carried out, so it took nothing away
 */
export function positionOf(
  order: Order,
  attempts: readonly Attempt[],
  uncounted: AttemptId | null = null,
): OrderPosition {
  const readings = attempts.flatMap(({ before }) => (before === null ? [] : [before]));
  const largest = atLargestReading(order, readings);
  const counted = attempts.filter(({ id }) => id !== uncounted);
  return { order: largest, balance: balanceOf(largest, explainedBy(counted)) };
}

/** Lines and amounts first, then the journal's guard, then the order's state and balance. */
export function planRefund(order: Order, attempts: readonly Attempt[], input: PlanInput): Plan {
  const { now, reason, comment, skipChecks: skip } = input;
  const { order: largest, balance } = positionOf(order, attempts, input.again);
  const resolution = resolveWish(largest, balance, input.wish);
  if (resolution.tag === "usage") return { tag: "usage", error: resolution.problem };
  const { wish } = resolution;
  const earlier = earlierRefunds(attempts, input.again);
  const amount = amountOf(wish, balance, skip);
  const forbidden = forbiddenBy(attempts, {
    kind: wish.kind,
    sameness: amount && samenessOf(largest, balance, amount, wish, earlier),
    again: input.again,
  });
  if (forbidden !== null) return forbidden;
  const checked = checkRefund(largest, balance, wish, { now, reason, comment, skip, earlier });
  return checked.tag === "refused"
    ? { tag: "refused", error: checked.problem }
    : {
        tag: "ready",
        request: checked.request,
        warnings: checked.warnings,
        order,
        balance,
        seen: attempts.map(({ id }) => id),
      };
}

/** The one to repeat comes first: of several alike, that is the one meant. */
function earlierRefunds(
  attempts: readonly Attempt[],
  again: AttemptId | null,
): readonly EarlierRefund[] {
  const accepted = attempts.filter(isRefund).filter(({ outcome }) => outcome === "accepted");
  const named = accepted.filter(({ id }) => id === again);
  return [...named, ...accepted].flatMap(({ kind, amount, items, completes, sameness }) =>
    amount === null ? [] : [{ kind, amount, items, completes, sameness }],
  );
}
