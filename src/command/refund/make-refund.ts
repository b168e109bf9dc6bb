import type { Order } from "../../domain/order.ts";
import type { OrderNumber } from "../../domain/order-number.ts";
import { type Problem, problem } from "../../domain/problem.ts";
import { requireExplained } from "../../journal/damage.ts";
import type { Journal } from "../../journal/journal.ts";
import { endingOf, nothingSent, type RefundEnd } from "../../outcome.ts";
import { safe } from "../../safe-text.ts";
import { attemptEnd } from "../conclusion.ts";
import { isStale } from "../freshness.ts";
import { shownText } from "../shown-text.ts";
import { checkOrder } from "./check-order.ts";
import { confirmPlan } from "./confirm-plan.ts";
import type { Reached } from "./order-outcome.ts";
import type { RefundTask } from "./refund-task.ts";
import { sendRefund } from "./send-refund.ts";

export interface Ended {
  readonly end: RefundEnd;
  readonly reached: Reached;
}

/** How often a plan is made again because the order or the journal changed. */
const maxPlans = 5;

/**
 * Checks, confirms, records, sends once, and settles. Whatever changes in between, the order or the journal,
 * leads back to the check, and to a new confirmation where the user would see something else.
 */
export async function makeRefund(read: Order, journal: Journal, task: RefundTask): Promise<Ended> {
  const { rpc, run, input } = task;
  let order = read;
  let reached: Reached = { order: null, request: null, warnings: task.warnings };
  let confirmed: string | null = null;
  const ended = (end: RefundEnd): Ended => ({ end, reached });
  for (let plans = 0; plans < maxPlans; plans++) {
    const checked = await checkOrder(order, journal, task);
    reached = checked.reached;
    if (checked.tag === "ended") return ended(checked.end);

    const { order: seen, plan, attempts } = checked.preview;
    const shown = shownText([seen, plan, attempts]);
    if (shown !== confirmed) {
      const { shortNames } = journal;
      const answer = await confirmPlan(checked, task, { changed: confirmed !== null, shortNames });
      if (answer.tag === "ended") return ended(answer.end);
      confirmed = shown;
      // While the user was thinking, others may have worked on the same order.
      if (answer.asked) {
        // How often that happens is up to the user.
        plans = 0;
        continue;
      }
    }
    if (isStale(order, run.context)) {
      const again = await run.talk.during(
        safe`Reading the order again…`,
        rpc.readOrder(input.orderNumber),
      );
      if (again.tag === "failed") return ended(endingOf(again.failure));
      order = again.value;
      continue;
    }
    const ready = await rpc.ready();
    if (ready.tag === "failed") return ended(endingOf(ready.failure));

    const sent = await sendRefund(checked, ready.value, journal, task);
    if (sent.tag === "conflict") {
      requireExplained(checked.recorded, await journal.attemptsOn(task.subject));
      continue;
    }
    const { conclusion, attempt } = sent;
    const warnings = [...reached.warnings, ...conclusion.warnings];
    return { end: attemptEnd(conclusion, attempt), reached: { ...reached, warnings } };
  }
  return ended(nothingSent("not-sent", orderChanging(input.orderNumber)));
}

function orderChanging(orderNumber: OrderNumber): Problem {
  return problem(
    "order-changing",
    `Order ${orderNumber} or its attempts kept changing while this refund was prepared.`,
  );
}
