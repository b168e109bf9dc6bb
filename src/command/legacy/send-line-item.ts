import type { LegacyAccount } from "../../api/account.ts";
import { refundLineItem } from "../../api/legacy/refund-lineitem.ts";
import { type Moment, momentAfter } from "../../clocks.ts";
import type { AttemptId } from "../../domain/attempt-id.ts";
import type { LineItemRefund } from "../../domain/line-item-refund.ts";
import { type Problem, problem } from "../../domain/problem.ts";
import type { AttemptTimes } from "../attempt-record.ts";
import {
  accepted,
  alreadyRefunded,
  type Conclusion,
  notSent,
  refused,
  unknown,
} from "../conclusion.ts";
import type { Run } from "../run.ts";
import { type Calls, lineItemVerdict } from "../verdict.ts";

/** Pauses before the call is repeated after a lost answer: it is not known whether two at once are safe. */
const repeatPausesMs = [1_000, 3_000];

/** The most calls that one refund of a line item may take. */
export const maxLineItemCalls = 1 + repeatPausesMs.length;

/**
 * The one refund that may be repeated after a lost answer, because a second one is answered with
 * NOTHING_TO_DO. After a loss only that and OK settle it. An undocumented refusal is asked once more.
 */
export async function sendLineItem(
  account: LegacyAccount,
  refund: LineItemRefund,
  { sendBy, busyUntil }: AttemptTimes,
  again: AttemptId | null,
  signal: AbortSignal,
  { transport, context, settings }: SendingRun,
): Promise<Conclusion> {
  const call = (startBy: Moment) => refundLineItem(account, transport, refund, { signal, startBy });
  let calls: Calls = [await call(sendBy)];
  for (const pause of repeatPausesMs) {
    if (signal.aborted || lineItemVerdict(calls).certainty === "settled") break;
    await context.sleep(pause);
    // The answer must arrive before anybody else may ask about the attempt.
    calls = [...calls, await call(momentAfter(busyUntil, 0 - settings.timeoutMs))];
  }
  return concludeLineItem(calls, again !== null);
}

/** What the calls need of a run. */
interface SendingRun extends Pick<Run, "transport"> {
  readonly context: Pick<Run["context"], "sleep">;
  readonly settings: Pick<Run["settings"], "timeoutMs">;
}

function concludeLineItem(calls: Calls, isRepeat: boolean): Conclusion {
  const verdict = lineItemVerdict(calls);
  if (verdict.certainty !== "settled") return unknown(verdict.cause);
  const { last } = verdict;
  switch (last.tag) {
    case "accepted":
      return accepted(last.warnings);
    case "already-refunded":
      // There is nothing to do because an earlier call, or somebody else, did it. For a repeat on purpose,
      // that may be the very refund it was meant to repeat.
      return calls.length === 1 || isRepeat
        ? alreadyRefunded(last.problem)
        : accepted([toldLater(last.problem)]);
    case "refused":
      return refused(last.problem);
    case "not-sent":
    case "nothing-done":
      return notSent(last.problem);
    case "credentials":
      return notSent(last.problem, { tag: "account-rejected" });
    case "refused-undocumented":
    case "not-accepted":
      return refused(last.problem, { by: "evidence", evidence: refusedTwice });
    case "unknown":
      return unknown(last.problem);
  }
}

/** The evidence of a refusal that a later answer may contradict. */
const refusedTwice = "2Checkout was asked once more and refused it again, in undocumented words";

function toldLater(said: Problem): Problem {
  const message = `The first answer was not clear. Asked again, 2Checkout said that it is refunded (${said.message}).`;
  return problem("settled-by-evidence", message, said.api);
}
