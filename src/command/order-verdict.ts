import type { AttemptId } from "../domain/attempt-id.ts";
import { noText, parseReason } from "../domain/free-text.ts";
import { type Money, moneyText } from "../domain/money.ts";
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
  const { left } = positionOf(order, attempts, input.again).balance;
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
    case "refused": {
      const { code, message } = plan.error;
      const refundable = isPartOpen(code, left) ? null : false;
      return { refundable, code, message, attempt: null, plan };
    }
    case "blocked": {
      const { code, attempt } = plan.error;
      const refundable = isPartOpen(code, left) ? null : false;
      const last = attempts.find(({ id }) => id === attempt);
      const isGone = code === "duplicate-refund" && left?.minor === 0n && last !== undefined;
      const message = isGone ? nothingLeft(last) : plan.error.message;
      const told: Plan = { tag: "blocked", error: { ...plan.error, message } };
      return { refundable, code, message, attempt, plan: told };
    }
  }
}

function isPartOpen(code: string, left: Money | null): boolean {
  return onlyOfTotals.has(code) && (left === null || left.minor > 0n);
}

/** Nobody has asked for a refund yet, so there is none that this attempt could be the same as. */
function nothingLeft({ id, amount, who, startedAt }: Attempt): string {
  const what = amount === null ? "" : ` of ${moneyText(amount)}`;
  // Pruned, it has forgotten by whom it was made.
  const by = who.user === "" ? "" : `, made by ${who.user}@${who.host}`;
  return `Nothing is left. 2Checkout accepted attempt ${id}${what}${by} at ${minuteText(startedAt)} UTC.`;
}
