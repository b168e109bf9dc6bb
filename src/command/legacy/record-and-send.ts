import type { AttemptId } from "../../domain/attempt-id.ts";
import type { LineItemId } from "../../domain/order-number.ts";
import { type Problem, problem } from "../../domain/problem.ts";
import type { SaleSnapshot } from "../../domain/sale-evidence.ts";
import type { Attempt, RefundIntent } from "../../journal/attempt.ts";
import { requireExplained } from "../../journal/damage.ts";
import type { Journal } from "../../journal/journal.ts";
import { type Ending, nothingSent } from "../../outcome.ts";
import { waitingText } from "../../prompt/talk.ts";
import { safe } from "../../safe-text.ts";
import {
  type AttemptTimes,
  recordEnd,
  recordedTimes,
  timesOf,
  unknownIfBroken,
} from "../attempt-record.ts";
import type { Conclusion } from "../conclusion.ts";
import type { LineItemTask } from "./line-item-task.ts";
import { concludeBySale } from "./read-sale.ts";
import { maxLineItemCalls, sendLineItem } from "./send-line-item.ts";
import { forbiddenEnd, lineItemBlock, wholeLine } from "./whole-line.ts";

type Sent =
  | { readonly tag: "ended"; readonly end: Ending }
  | { readonly tag: "sent"; readonly attempt: AttemptId; readonly conclusion: Conclusion };

/**
 * Intent on disk, then the request, then the outcome.
 * @param attempts those that were taken into account; a newer one ends it
 * @param sale as it was read before, if it was
 */
export async function recordAndSend(
  attempts: readonly Attempt[],
  sale: SaleSnapshot | null,
  journal: Journal,
  task: LineItemTask,
): Promise<Sent> {
  const { input, account, run, subject, refund } = task;
  const { stopping, talk } = run;
  const times = timesOf(run, maxLineItemCalls);
  const intent: RefundIntent = { ...intentOf(task, times), sale };
  const seen = attempts.map(({ id }) => id);
  return stopping.whileSending<Sent>({
    onWait: () => {
      talk.show(waitingText);
    },
    wasSent: ({ tag }) => tag === "sent",
    work: async (giveUp) => {
      const begun = await journal.begin(intent, seen);
      if (begun.tag === "conflict") {
        const recorded = await journal.attemptsOn(subject);
        const forbidden = lineItemBlock(recorded, input);
        if (forbidden !== null) return { tag: "ended", end: forbiddenEnd(forbidden) };
        requireExplained(attempts, recorded);
        return { tag: "ended", end: nothingSent("not-sent", changing(refund.lineItemId)) };
      }
      const sending = sendLineItem(account, refund, times, intent.again, giveUp, run).then(
        (concluded) => concludeBySale(concluded, sale, task, giveUp),
      );
      const concluded = await talk.during(safe`Sending the refund…`, unknownIfBroken(sending));
      const conclusion = await recordEnd(journal, begun.id, concluded, run);
      return { tag: "sent", attempt: begun.id, conclusion };
    },
  });
}

function intentOf({ input, run, subject }: LineItemTask, times: AttemptTimes): RefundIntent {
  return {
    subject,
    kind: "lineitem",
    amount: null,
    items: [],
    sameness: wholeLine,
    completes: true,
    reason: input.category.name,
    comment: input.comment,
    ticket: input.ticket,
    again: input.again ?? null,
    row: input.row,
    sale: null,
    before: null,
    who: run.context.who,
    ...recordedTimes(times),
  };
}

function changing(lineItemId: LineItemId): Problem {
  return problem(
    "order-changing",
    `Another process was refunding line item ${lineItemId} at the same time.`,
  );
}
