import type { Settlement } from "../../api/contract.ts";
import type { Session } from "../../api/rpc6/rpc6.ts";
import type { Order } from "../../domain/order.ts";
import { problem } from "../../domain/problem.ts";
import { snapshotOf } from "../../domain/snapshot.ts";
import type { Attempt, CancelIntent } from "../../journal/attempt.ts";
import type { Journal } from "../../journal/journal.ts";
import { waitingText } from "../../prompt/talk.ts";
import { safe } from "../../safe-text.ts";
import { type AttemptTimes, recordedTimes, timesOf } from "../attempt-record.ts";
import type { CancelTask, SentCancellation } from "./cancel-task.ts";
import { settleCancellation } from "./settle-cancellation.ts";

/** What is to be cancelled, as it was shown and confirmed. */
export interface ShownCancellation {
  readonly order: Order;
  /** All on the order, newest first. */
  readonly attempts: readonly Attempt[];
  readonly meant: Attempt | null;
}

/** Intent on disk, then the request, at most once, then the outcome. */
export async function sendCancellation(
  shown: ShownCancellation,
  session: Session,
  journal: Journal,
  task: CancelTask,
): Promise<SentCancellation> {
  const { run, rpc } = task;
  const times = timesOf(run, 2);
  return run.stopping.whileSending<SentCancellation>({
    onWait: () => {
      run.talk.show(waitingText);
    },
    wasSent: ({ tag }) => tag === "sent",
    work: async (giveUp) => {
      const begun = await journal.begin(
        intentOf(shown, task, times),
        shown.attempts.map(({ id }) => id),
      );
      if (begun.tag === "conflict") return begun;
      const sending = rpc.cancelRefund(session, shown.order.number, {
        signal: giveUp,
        startBy: times.sendBy,
      });
      const settlement = await run.talk.during(safe`Cancelling…`, unknownIfBroken(sending));
      return settleCancellation(settlement, begun.id, giveUp, journal, task);
    },
  });
}

function intentOf(
  { order, meant }: ShownCancellation,
  { run, subject, ticket }: CancelTask,
  times: AttemptTimes,
): CancelIntent {
  return {
    subject,
    kind: "cancel",
    cancels: meant === null ? null : meant.id,
    amount: null,
    items: [],
    sameness: "cancellation",
    completes: false,
    reason: "",
    comment: "",
    ticket,
    again: null,
    row: null,
    sale: null,
    before: snapshotOf(order),
    who: run.context.who,
    ...recordedTimes(times),
  };
}

/** A fault of this program after the request may have left must not look like "nothing happened". */
async function unknownIfBroken(sending: Promise<Settlement>): Promise<Settlement> {
  try {
    return await sending;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const message = `A fault in this program while it was cancelling: ${words}`;
    return { tag: "unknown", problem: problem("answer-lost", message) };
  }
}
