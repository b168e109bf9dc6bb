import type { Settlement } from "../../api/contract.ts";
import type { Rpc6, Session } from "../../api/rpc6/rpc6.ts";
import { elapsedSince, momentOf } from "../../clocks.ts";
import type { Explained } from "../../domain/evidence.ts";
import type { Ticket } from "../../domain/free-text.ts";
import type { RefundKind } from "../../domain/refund-kind.ts";
import { snapshotOf } from "../../domain/snapshot.ts";
import { JournalUnavailable } from "../../failure.ts";
import type { Attempt, Intent, RowOfBatch, Subject } from "../../journal/attempt.ts";
import { isDatabaseError } from "../../journal/database-error.ts";
import type { Journal } from "../../journal/journal.ts";
import { waitingText } from "../../prompt/talk.ts";
import { safe } from "../../safe-text.ts";
import { recordEnd, recordedTimes, timesOf, unknownIfBroken } from "../attempt-record.ts";
import { type Conclusion, conclude, explainedBy } from "../conclude.ts";
import type { Plan } from "../plan.ts";
import type { Run } from "../run.ts";
import type { Calls } from "../verdict.ts";

export interface Sending {
  readonly plan: Extract<Plan, { tag: "ready" }>;
  readonly subject: Subject;
  readonly input: {
    readonly command: RefundKind;
    readonly ticket: Ticket | null;
    readonly again: string | undefined;
    /** The row of the batch that this refund is for. */
    readonly row: RowOfBatch | null;
  };
  readonly run: Run;
  readonly rpc: Rpc6;
  readonly session: Session;
  readonly journal: Journal;
  readonly attempts: readonly Attempt[];
}

export type Sent =
  | { readonly tag: "conflict" }
  | {
      readonly tag: "sent";
      readonly attempt: string;
      readonly conclusion: Conclusion;
      /** The answer to it. Null if a bug in this program kept us from knowing it. */
      readonly said: Settlement | null;
    };

/** Writes the intent to disk, sends the request, then writes the outcome. One more attempt follows a proven "nothing done". */
export async function sendRefund(sending: Sending): Promise<Sent> {
  const { run } = sending;
  let stopAsked = false;
  return run.stopping.whileSending({
    onWait: () => {
      stopAsked = true;
      run.talk.show(waitingText);
    },
    wasSent: ({ tag }) => tag === "sent",
    work: async (giveUp) => {
      const first = await sendAttempt(sending, giveUp, null);
      if (first.tag === "conflict" || first.said === null) return first;
      const { repeatAfterMs } = first.conclusion;
      if (repeatAfterMs === null) return first;
      const pausing = momentOf(run.context);
      if (!stopAsked) await run.context.sleep(repeatAfterMs);
      // Nothing is in flight now. If the user stopped it, they meant it; if the machine slept, its order is out of date.
      const pausedMs = elapsedSince(pausing, run.context);
      if (stopAsked || pausedMs > repeatAfterMs + longestDelayMs) return first;
      const second = await sendOnceMore(sending, giveUp, first);
      return second.tag === "conflict" ? first : second;
    },
  });
}

/** If a pause lasted this much longer than asked for, the machine was suspended. */
const longestDelayMs = 30_000;

/** Follows a proven "nothing done". If it cannot even start, the outcome of the first attempt stands. */
async function sendOnceMore(
  sending: Sending,
  giveUp: AbortSignal,
  first: Extract<Sent, { tag: "sent" }>,
): Promise<Sent> {
  const { rpc, plan } = sending;
  try {
    const ready = await rpc.ready();
    if (ready.tag === "failed") return { tag: "conflict" };
    // Only the first attempt is expected to be new: any other makes the plan void, as always.
    const seen = [...plan.seen, first.attempt];
    const again = { ...sending, session: ready.value, plan: { ...plan, seen } };
    return await sendAttempt(again, giveUp, first.said);
  } catch (error) {
    if (isDatabaseError(error) || error instanceof JournalUnavailable) return { tag: "conflict" };
    throw error;
  }
}

/** @param denial the answer to the attempt before this one, if this one repeats it automatically */
async function sendAttempt(
  { plan, subject, input, run, rpc, session, journal, attempts }: Sending,
  giveUp: AbortSignal,
  denial: Settlement | null,
): Promise<Sent> {
  const { context, talk, settings } = run;
  const before = snapshotOf(plan.order);
  const { request } = plan;
  const times = timesOf(run, 2);
  const intent: Intent = {
    subject,
    kind: input.command,
    amount: request.amount,
    items: request.items,
    sameness: request.sameness,
    completes: request.completes,
    reason: request.reason,
    comment: request.comment,
    ticket: input.ticket,
    again: input.again ?? null,
    row: input.row,
    before,
    who: context.who,
    ...recordedTimes(times),
  };
  const begun = await journal.begin(intent, plan.seen);
  if (begun.tag === "conflict") return begun;
  let said: Settlement | null = null;
  const settle = async () => {
    const settlement = await rpc.issueRefund(session, request, {
      signal: giveUp,
      startBy: times.sendBy,
    });
    said = settlement;
    // Reading the order back takes at most one more time-out.
    const lookUntil = AbortSignal.any([giveUp, AbortSignal.timeout(settings.timeoutMs)]);
    const calls: Calls = denial === null ? [settlement] : [denial, settlement];
    return conclude(calls, {
      request,
      before,
      lookUntil,
      sleep: context.sleep,
      now: context.now,
      readOrder: rpc.readOrder,
      others: async () => {
        // Since the plan was made, another process may have settled attempts or made new ones.
        const others = await journal.attemptsOn(subject);
        const now = explainedBy(others.filter(({ id }) => id !== begun.id));
        const isUncounted = ({ attempt }: Explained) =>
          now.every((other) => other.attempt !== attempt);
        return [...now, ...explainedBy(attempts).filter(isUncounted)];
      },
    });
  };
  const conclusion = await talk.during(safe`Sending the refund…`, unknownIfBroken(settle()));
  return {
    tag: "sent",
    attempt: begun.id,
    said,
    conclusion: await recordEnd(journal, begun.id, conclusion, context.now()),
  };
}
