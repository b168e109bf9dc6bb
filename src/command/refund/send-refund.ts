import type { Settlement } from "../../api/contract.ts";
import type { Session } from "../../api/rpc6/rpc6.ts";
import { elapsedSince, momentOf } from "../../clocks.ts";
import type { AttemptId } from "../../domain/attempt-id.ts";
import type { Explained } from "../../domain/evidence.ts";
import { type OrderSnapshot, snapshotOf } from "../../domain/snapshot.ts";
import { JournalUnavailable, RowTaken } from "../../failure.ts";
import type { Attempt, Intent } from "../../journal/attempt.ts";
import { isDatabaseError } from "../../journal/database-error.ts";
import type { Journal } from "../../journal/journal.ts";
import { waitingText } from "../../prompt/talk.ts";
import { safe } from "../../safe-text.ts";
import { explainedBy } from "../attempt-evidence.ts";
import {
  type AttemptTimes,
  recordEnd,
  recordedTimes,
  timesOf,
  unknownIfBroken,
} from "../attempt-record.ts";
import { conclude } from "../conclude.ts";
import type { Conclusion } from "../conclusion.ts";
import { knownOrder } from "../known-order.ts";
import type { Calls } from "../verdict.ts";
import type { CheckedPlan, ReadyPlan } from "./check-order.ts";
import type { RefundTask } from "./refund-task.ts";

export type Sent =
  | { readonly tag: "conflict" }
  | {
      readonly tag: "sent";
      readonly attempt: AttemptId;
      readonly conclusion: Conclusion;
      /** The answer to it. Null if a bug in this program kept us from knowing it. */
      readonly said: Settlement | null;
    };

interface Sending {
  readonly plan: ReadyPlan;
  readonly session: Session;
  /** What the plan took into account of the order. */
  readonly attempts: readonly Attempt[];
  readonly before: OrderSnapshot;
  readonly journal: Journal;
  readonly task: RefundTask;
}

/** Writes the intent to disk, sends the request, then writes the outcome. One more attempt follows a proven "nothing done". */
export async function sendRefund(
  { plan, attempts }: CheckedPlan,
  session: Session,
  journal: Journal,
  task: RefundTask,
): Promise<Sent> {
  const before = snapshotOf(plan.order);
  const sending: Sending = { plan, session, attempts, before, journal, task };
  const { context, stopping, talk } = task.run;
  let stopAsked = false;
  return stopping.whileSending({
    onWait: () => {
      stopAsked = true;
      talk.show(waitingText);
    },
    wasSent: ({ tag }) => tag === "sent",
    work: async (giveUp) => {
      const first = await sendAttempt(sending, giveUp, null);
      if (first.tag === "conflict" || first.said === null) return first;
      const afterMs = repeatAfterMs(first.conclusion);
      if (afterMs === null) return first;
      const pausing = momentOf(context);
      if (!stopAsked) await context.sleep(afterMs);
      // Nothing is in flight now. If the user stopped it, they meant it; if the machine slept, its order is out of date.
      const pausedMs = elapsedSince(pausing, context);
      if (stopAsked || pausedMs > afterMs + longestDelayMs) return first;
      const second = await sendOnceMore(sending, giveUp, first);
      return second.tag === "conflict" ? first : second;
    },
  });
}

/** If a pause lasted this much longer than asked for, the machine was suspended. */
const longestDelayMs = 30_000;

/** Null when no attempt may follow. */
function repeatAfterMs(conclusion: Conclusion): number | null {
  return conclusion.outcome === "not-sent" && conclusion.next.tag === "repeat"
    ? conclusion.next.afterMs
    : null;
}

/** Follows a proven "nothing done". If it cannot even start, the outcome of the first attempt stands. */
async function sendOnceMore(
  sending: Sending,
  giveUp: AbortSignal,
  first: Extract<Sent, { tag: "sent" }>,
): Promise<Sent> {
  const { task, plan } = sending;
  try {
    const ready = await task.rpc.ready();
    if (ready.tag === "failed") return { tag: "conflict" };
    // Only the first attempt is expected to be new: any other makes the plan void, as always.
    const seen = [...plan.seen, first.attempt];
    const again: Sending = { ...sending, session: ready.value, plan: { ...plan, seen } };
    return await sendAttempt(again, giveUp, first.said);
  } catch (error) {
    if (
      isDatabaseError(error) ||
      error instanceof JournalUnavailable ||
      error instanceof RowTaken
    ) {
      return { tag: "conflict" };
    }
    throw error;
  }
}

/**
 * Records the intent, sends the request and settles the attempt.
 * @param denial the answer to the attempt before this one, if this one repeats it automatically
 */
async function sendAttempt(
  sending: Sending,
  giveUp: AbortSignal,
  denial: Settlement | null,
): Promise<Sent> {
  const { plan, session, journal, task } = sending;
  const { rpc, run } = task;
  const times = timesOf(run, 2);
  const begun = await journal.begin(intentOf(sending, times), plan.seen);
  if (begun.tag === "conflict") return begun;
  let said: Settlement | null = null;
  const send = async () => {
    const settlement = await rpc.issueRefund(session, plan.request, {
      signal: giveUp,
      startBy: times.sendBy,
    });
    said = settlement;
    const calls: Calls = denial === null ? [settlement] : [denial, settlement];
    return concludeCalls(calls, begun.id, sending, giveUp);
  };
  const concluded = await run.talk.during(safe`Sending the refund…`, unknownIfBroken(send()));
  const conclusion = await recordEnd(journal, begun.id, concluded, run);
  return { tag: "sent", attempt: begun.id, said, conclusion };
}

function intentOf({ plan, before, task }: Sending, times: AttemptTimes): Intent {
  const { request } = plan;
  const { input, run, subject } = task;
  return {
    subject,
    kind: request.kind,
    amount: request.amount,
    items: request.items,
    sameness: request.sameness,
    completes: request.completes,
    reason: request.reason,
    comment: request.comment,
    ticket: input.ticket,
    again: input.again ?? null,
    row: input.row,
    sale: null,
    before,
    who: run.context.who,
    ...recordedTimes(times),
  };
}

function concludeCalls(
  calls: Calls,
  attempt: AttemptId,
  { plan, attempts, before, journal, task }: Sending,
  giveUp: AbortSignal,
): Promise<Conclusion> {
  const { context, settings } = task.run;
  return conclude(calls, {
    request: plan.request,
    before,
    // Reading the order back takes at most one more time-out.
    lookUntil: () => AbortSignal.any([giveUp, AbortSignal.timeout(settings.timeoutMs)]),
    sleep: context.sleep,
    now: context.now,
    readOrder: async (orderNumber, options) => {
      const reading = await task.rpc.readOrder(orderNumber, options);
      return reading.tag === "read"
        ? { tag: "read", value: knownOrder(reading.value, attempts) }
        : reading;
    },
    others: async () => {
      // Since the plan was made, another process may have settled attempts or made new ones.
      const others = await journal.attemptsOn(task.subject);
      const now = explainedBy(others.filter(({ id }) => id !== attempt));
      const isUncounted = (earlier: Explained) =>
        now.every((other) => other.attempt !== earlier.attempt);
      return [...now, ...explainedBy(attempts).filter(isUncounted)];
    },
  });
}
