import { openRpc6 } from "../../api/rpc6/rpc6.ts";
import type { Problem } from "../../domain/problem.ts";
import type { TypedName } from "../../domain/typed-name.ts";
import { endingOf } from "../../outcome.ts";
import { safe } from "../../safe-text.ts";
import { chooseOrderNumber, wantedOrder } from "../given-or-asked.ts";
import { rpcAccount } from "../credentials.ts";
import { statedTexts } from "../free-text.ts";
import { confirmation, isUnconfirmed, requireAll } from "../missing-input.ts";
import { attemptGiven } from "../names.ts";
import type { OrderPosition } from "../plan.ts";
import type { Run } from "../run.ts";
import { orderSubject } from "../subject.ts";
import { useJournal } from "../use-journal.ts";
import type { CancelTask } from "./cancel-task.ts";
import { makeCancellation, type CancelWish } from "./make-cancellation.ts";
import type { CancelEnd, CancelOutcome } from "./cancellation.ts";

/** What `cancel` was asked to do. */
export interface CancelInput extends Omit<CancelWish, "attempt"> {
  readonly orderNumber: string | undefined;
  readonly ticket: string | undefined;
  /** Which refund is meant, where several of the order wait. */
  readonly attempt: TypedName | undefined;
}

/** Reads the order, shows what the call may hit, confirms, records, sends once, and says what came of it. */
export async function cancelRefund(input: CancelInput, run: Run): Promise<CancelOutcome> {
  const { context, settings, talk } = run;
  const startedAt = context.now();
  const { ticket } = statedTexts({ comment: undefined, ticket: input.ticket });
  if (!talk.asks) {
    requireAll(
      [input.orderNumber === undefined && wantedOrder.name, isUnconfirmed(input) && confirmation],
      false,
    );
  }
  const attempt = await attemptGiven(input.attempt, run);
  const orderNumber = await chooseOrderNumber(input.orderNumber, run);
  const account = await rpcAccount(run);
  const rpc = openRpc6(account, run.transport, context);
  const reading = await talk.during(safe`Reading the order…`, rpc.readOrder(orderNumber));
  const outcome = (
    end: CancelEnd,
    order: OrderPosition | null,
    warnings: readonly Problem[] = [],
  ): CancelOutcome => ({
    orderNumber,
    order,
    end,
    warnings: [...settings.warnings, ...warnings],
    startedAt,
    finishedAt: context.now(),
  });
  if (reading.tag === "failed") return outcome(endingOf(reading.failure), null);
  const task: CancelTask = {
    rpc,
    run,
    subject: orderSubject(settings, account, orderNumber),
    ticket,
  };
  return useJournal(run, { create: !input.dryRun }, async (journal) => {
    const { end, order, warnings } = await makeCancellation(
      reading.value,
      { ...input, attempt },
      account,
      journal,
      task,
    );
    return outcome(end, order, warnings);
  });
}
