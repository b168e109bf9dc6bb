import type { Order } from "../../domain/order.ts";
import type { Attempt } from "../../journal/attempt.ts";
import type { Journal } from "../../journal/journal.ts";
import { blocked, type Ending, failedBy, nothingSent } from "../../outcome.ts";
import type { Preview } from "../../render/preview.ts";
import { overruleByEvidence } from "../attempt-evidence.ts";
import { knownOrder } from "../known-order.ts";
import { type Plan, planRefund, positionOf } from "../plan.ts";
import type { RefundTask } from "./refund-task.ts";
import { mistakenOrder } from "./mistaken-order.ts";
import type { Reached } from "./order-outcome.ts";

export type ReadyPlan = Extract<Plan, { readonly tag: "ready" }>;

/** A refund that nothing forbids, on one reading of its order and of the journal. */
export interface CheckedPlan {
  readonly tag: "ready";
  readonly plan: ReadyPlan;
  /** All on the order, newest first, as the journal has them. */
  readonly recorded: readonly Attempt[];
  /** The same, corrected by what the order shows. */
  readonly attempts: readonly Attempt[];
  readonly preview: Omit<Preview, "shortNames">;
  readonly reached: Reached;
}

type Checked =
  CheckedPlan | { readonly tag: "ended"; readonly end: Ending; readonly reached: Reached };

/** Whether it is the order that was meant, and whether it may be refunded as wished. */
export async function checkOrder(
  read: Order,
  journal: Journal,
  task: RefundTask,
): Promise<Checked> {
  const { input, run, account, subject, wish, reason, comment, warnings } = task;
  const known = await journal.attemptsOn(subject);
  const order = knownOrder(read, known);
  const attempts = await overruleByEvidence(known, order, journal, { record: !input.dryRun });
  const position = positionOf(order, attempts);
  const reached: Reached = { order: position, request: null, warnings };
  const mistaken = mistakenOrder(order, input);
  if (mistaken !== null) return { tag: "ended", end: nothingSent("refused", mistaken), reached };
  const plan = planRefund(order, attempts, {
    wish,
    reason,
    comment,
    again: input.again ?? null,
    skipChecks: input.skipChecks,
    now: run.context.now(),
  });
  if (plan.tag !== "ready") return { tag: "ended", end: endOf(plan), reached };
  // Whatever is recorded after this makes the journal refuse the intent, so this is looked at again.
  const objection = input.objection?.({ order: position.order, attempts });
  if (objection !== undefined && objection.error !== null) {
    return { tag: "ended", end: nothingSent("refused", objection.error), reached };
  }
  return {
    tag: "ready",
    plan,
    recorded: known,
    attempts,
    preview: {
      settings: run.settings,
      account: account.merchantCode,
      order: position.order,
      plan,
      attempts,
    },
    reached: {
      order: position,
      request: plan.request,
      warnings: [...warnings, ...plan.warnings, ...(objection?.warnings ?? [])],
    },
  };
}

export function endOf(plan: Exclude<Plan, ReadyPlan>): Ending {
  switch (plan.tag) {
    case "usage":
      return failedBy("usage", plan.error);
    case "blocked":
      return blocked(plan.error);
    case "refused":
      return nothingSent("refused", plan.error);
  }
}
