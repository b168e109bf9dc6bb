import { balanceOf, type AcceptedRefund, type Balance } from "../domain/balance.ts";
import type { Comment, Reason } from "../domain/free-text.ts";
import type { Order } from "../domain/order.ts";
import type { Problem } from "../domain/problem.ts";
import { checkRefund, type RefundRequest, samenessOf } from "../domain/refund.ts";
import { resolveWish, type Wish } from "../domain/wish.ts";
import type { Attempt } from "../journal/attempt.ts";
import { blockedBy, isBadRepeat } from "../journal/guard.ts";
import type { OutcomeError } from "../outcome.ts";

export interface PlanInput {
  readonly wish: Wish;
  readonly reason: Reason;
  readonly comment: Comment;
  readonly again: string | null;
  readonly skipChecks: boolean;
  readonly now: number;
}

/** What a wish comes to on one reading of its order and of the journal. */
export type Plan =
  | {
      readonly tag: "ready";
      readonly request: RefundRequest;
      readonly order: Order;
      readonly balance: Balance;
      readonly warnings: readonly Problem[];
      /** The attempts that were taken into account; a newer one makes the plan void. */
      readonly seen: readonly string[];
    }
  | { readonly tag: "usage"; readonly problem: Problem }
  | {
      readonly tag: "blocked" | "refused";
      readonly error: OutcomeError;
      readonly balance: Balance;
    };

/** Lines and amounts first, then the journal's guard, then the order's state and balance. */
export function planRefund(order: Order, attempts: readonly Attempt[], input: PlanInput): Plan {
  // A repeat was asked for because the first did not come to pass, so that one takes nothing away.
  const counted = attempts.filter(({ id }) => id !== input.again);
  const balance = balanceOf(order, acceptedRefunds(counted));
  const resolution = resolveWish(order, balance, input.wish);
  if (resolution.tag === "usage") return resolution;
  const { wish } = resolution;
  const blocked = blockedBy(attempts, {
    kind: wish.kind,
    sameness: wish.amount && samenessOf(order, balance, wish.amount, wish),
    again: input.again,
  });
  if (blocked !== null) {
    return isBadRepeat(blocked)
      ? { tag: "usage", problem: blocked }
      : { tag: "blocked", error: blocked, balance };
  }
  const { now, reason, comment, skipChecks: skip } = input;
  const checked = checkRefund(order, balance, wish, { now, reason, comment, skip });
  return checked.tag === "refused"
    ? { tag: "refused", error: checked.problem, balance }
    : {
        ...{ tag: "ready", request: checked.request, warnings: checked.warnings },
        ...{ order, balance, seen: attempts.map(({ id }) => id) },
      };
}

/** What the journal knows to be accepted on an order. */
export function acceptedRefunds(attempts: readonly Attempt[]): readonly AcceptedRefund[] {
  return attempts.flatMap(({ id, outcome, amount, items }) =>
    outcome === "accepted" && amount !== null ? [{ attempt: id, amount, items }] : [],
  );
}
