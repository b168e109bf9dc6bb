import type { Rpc6, Session } from "../api/rpc6/rpc6.ts";
import { snapshotOf } from "../domain/snapshot.ts";
import { JournalUnavailable } from "../failure.ts";
import type { Attempt, Intent, Subject } from "../journal/attempt.ts";
import { isDatabaseError, type Journal } from "../journal/journal.ts";
import { waitingText } from "../prompt/talk.ts";
import { recordEnd, timesOf, unknownIfBroken } from "./attempt-record.ts";
import { type Conclusion, conclude, explainedBy } from "./conclude.ts";
import type { Plan } from "./plan.ts";
import type { RefundOrderInput } from "./refund-order.ts";
import type { Run } from "./run.ts";

export interface Sending {
  readonly plan: Extract<Plan, { tag: "ready" }>;
  readonly subject: Subject;
  readonly input: Pick<RefundOrderInput, "command" | "ticket" | "again" | "row">;
  readonly run: Run;
  readonly rpc: Rpc6;
  readonly session: Session;
  readonly journal: Journal;
  readonly attempts: readonly Attempt[];
}

export type Sent =
  | { readonly tag: "conflict" }
  | { readonly tag: "sent"; readonly attempt: string; readonly conclusion: Conclusion };

/** Intent on disk, then the request, then the outcome. One more attempt follows a proven "nothing done". */
export async function sendRefund(sending: Sending): Promise<Sent> {
  const { run } = sending;
  return run.stopping.whileSending({
    onWait: () => {
      run.talk.say(waitingText);
    },
    wasSent: ({ tag }) => tag === "sent",
    work: async (giveUp) => {
      const first = await sendAttempt(sending, giveUp, false);
      const pause = first.tag === "conflict" ? null : first.conclusion.repeatAfterMs;
      if (pause === null || giveUp.aborted) return first;
      await run.context.sleep(pause);
      const second = await sendOnceMore(sending, giveUp);
      return second.tag === "conflict" ? first : second;
    },
  });
}

/** After a proven "nothing done". If it cannot even be begun, the first one's end stands. */
async function sendOnceMore(sending: Sending, giveUp: AbortSignal): Promise<Sent> {
  const { rpc, journal, subject, plan } = sending;
  try {
    const ready = await rpc.ready();
    if (ready.tag === "failed") return { tag: "conflict" };
    const attempts = await journal.attemptsOn(subject);
    const seen = attempts.map(({ id }) => id);
    const again = { ...sending, session: ready.value, attempts, plan: { ...plan, seen } };
    return await sendAttempt(again, giveUp, true);
  } catch (error) {
    if (isDatabaseError(error) || error instanceof JournalUnavailable) return { tag: "conflict" };
    throw error;
  }
}

async function sendAttempt(
  { plan, subject, input, run, rpc, session, journal, attempts }: Sending,
  giveUp: AbortSignal,
  isRepeat: boolean,
): Promise<Sent> {
  const { context, talk, settings } = run;
  const before = snapshotOf(plan.order);
  const { request } = plan;
  const intent: Intent = {
    ...{ subject, kind: input.command, amount: request.amount, items: request.items },
    ...{ sameness: request.sameness, completes: request.completes, reason: request.reason },
    ...{ comment: request.comment, ticket: input.ticket ?? null, again: input.again ?? null },
    ...{ row: input.row, before, who: context.who, ...timesOf(run, 2) },
  };
  const begun = await journal.begin(intent, plan.seen);
  if (begun.tag === "conflict") return begun;
  const settle = async () => {
    const settlement = await rpc.issueRefund(session, request, {
      ...{ signal: giveUp, startBy: intent.sendBy },
    });
    // Reading back takes at most one more time-out.
    const lookUntil = AbortSignal.any([giveUp, AbortSignal.timeout(settings.timeoutMs)]);
    return conclude(settlement, {
      ...{ request, before, isRepeat, lookUntil, sleep: context.sleep, now: context.now },
      ...{ others: explainedBy(attempts), readOrder: rpc.readOrder },
    });
  };
  const conclusion = await talk.during("Sending the refund…", unknownIfBroken(settle()));
  return {
    tag: "sent",
    attempt: begun.id,
    conclusion: await recordEnd(journal, begun.id, conclusion, context.now()),
  };
}
