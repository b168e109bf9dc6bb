import type { AttemptId } from "../domain/attempt-id.ts";
import { noText, parseReason } from "../domain/free-text.ts";
import { moneyText } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import { minuteText } from "../domain/time-text.ts";
import type { Attempt } from "../journal/attempt.ts";
import { requireText } from "./free-text.ts";
import { type Plan, planRefund, positionOf } from "./plan.ts";

/** Whether anything of an order can be refunded, before it is known what. */
export interface OrderVerdict {
  /** Null if it depends on what is refunded, or cannot be known. */
  readonly refundable: boolean | null;
  readonly code: string | null;
  readonly message: string;
  /** The attempt that blocks the order. */
  readonly attempt: AttemptId | null;
  /** What a refund of everything left comes to. */
  readonly plan: Plan;
}

interface VerdictInput {
  readonly again: AttemptId | null;
  readonly skipChecks: boolean;
  readonly now: number;
}

/** What forbids a refund of everything but not of a part. */
const onlyOfTotals: ReadonlySet<string> = new Set([
  "balance-unknown",
  "duplicate-refund",
  "refunded-before",
]);

/**
 * That 2Checkout refused an attempt on the order because a request was pending, and has accepted none since, nor a
 * cancellation. Whether one still is, nobody here knows: an order does not tell.
 */
function pendingHint(attempts: readonly Attempt[]): string {
  const isPending = ({ outcome, problem: said }: Attempt) =>
    outcome === "refused" && said?.code === "pending-refund";
  const last = attempts.find(
    (each) => isPending(each) || each.outcome === "accepted" || each.outcome === "withdrawn",
  );
  if (last === undefined || !isPending(last)) return "";
  const when = minuteText(last.startedAt);
  return ` But at ${when} UTC 2Checkout refused a refund of this order because a refund request was pending. It may still be pending; look in the control panel first.`;
}

export function orderVerdict(
  order: Order,
  attempts: readonly Attempt[],
  input: VerdictInput,
): OrderVerdict {
  const plan = planRefund(order, attempts, {
    wish: { kind: "total" },
    // Neither has a part in whether there is anything to refund.
    reason: requireText("reason", parseReason, "-"),
    comment: noText,
    again: input.again,
    skipChecks: input.skipChecks,
    now: input.now,
  });
  switch (plan.tag) {
    case "ready":
      return {
        refundable: true,
        code: null,
        message: `${moneyText(plan.request.amount)} can be refunded.${pendingHint(attempts)}`,
        attempt: null,
        plan,
      };
    case "usage": {
      const { code, message } = plan.error;
      return { refundable: null, code, message, attempt: null, plan };
    }
    case "refused":
    case "blocked": {
      const { code, message } = plan.error;
      const attempt = plan.tag === "blocked" ? plan.error.attempt : null;
      const { left } = positionOf(order, attempts, input.again).balance;
      const isPartOpen = onlyOfTotals.has(code) && (left === null || left.minor > 0n);
      return { refundable: isPartOpen ? null : false, code, message, attempt, plan };
    }
  }
}
