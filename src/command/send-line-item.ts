import type { LegacyAccount } from "../api/account.ts";
import type { Settlement } from "../api/contract.ts";
import { refundLineItem } from "../api/legacy/legacy.ts";
import { momentAfter } from "../clocks.ts";
import type { LineItemRefund } from "../domain/line-item-refund.ts";
import { type Problem, problem } from "../domain/problem.ts";
import type { AttemptTimes } from "./attempt-record.ts";
import type { Conclusion } from "./conclude.ts";
import type { Run } from "./run.ts";

/** Pauses before the call is made again after a lost answer: that two at once are safe is unknown. */
const repeatPausesMs = [1_000, 3_000];

/** How many calls one refund of a line item may come to. */
export const mostLineItemCalls = 1 + repeatPausesMs.length;

/**
 * The one refund that may be repeated after a lost answer, because a second one is answered with
 * NOTHING_TO_DO. After a loss only that and OK settle it. An undocumented refusal is asked once more.
 */
export async function sendLineItem(
  account: LegacyAccount,
  refund: LineItemRefund,
  { sendBy, busyUntil }: AttemptTimes,
  again: string | null,
  signal: AbortSignal,
  { transport, context, settings }: Run,
): Promise<Settlement> {
  const first = await refundLineItem(account, transport, refund, { signal, startBy: sendBy });
  if (first.tag !== "unknown" && first.tag !== "refused-undocumented") return first;
  for (const pause of repeatPausesMs) {
    if (signal.aborted) break;
    await context.sleep(pause);
    // Its answer must have come before anybody else may ask about the attempt.
    const startBy = momentAfter(busyUntil, 0 - settings.timeoutMs);
    const next = await refundLineItem(account, transport, refund, { signal, startBy });
    if (next.tag === "accepted") return next;
    // A repeat knows of an earlier refund, which may be all that is meant.
    if (next.tag === "already-refunded" && again !== null) return next;
    // Nothing is left to do because the lost request, or somebody meanwhile, did it.
    if (next.tag === "already-refunded") return { tag: "accepted", warnings: [afterLoss(next)] };
    if (first.tag === "refused-undocumented" && next.tag === "refused-undocumented") return first;
  }
  return { tag: "unknown", problem: first.problem };
}

function afterLoss({ problem: said }: Extract<Settlement, { tag: "already-refunded" }>): Problem {
  const message = `The answer was lost; asked again, 2Checkout says that it is refunded (${said.message}).`;
  return problem("settled-by-evidence", message, said.api);
}

export function concludeLineItem(settlement: Settlement): Conclusion {
  const common = {
    ...({ by: "answer", evidence: null, repeatAfterMs: null } as const),
    credentials: settlement.tag === "credentials",
    problem: "problem" in settlement ? settlement.problem : null,
    warnings: "warnings" in settlement ? settlement.warnings : [],
  };
  switch (settlement.tag) {
    case "accepted":
    case "already-refunded":
    case "refused":
    case "not-sent":
    case "unknown":
      return { ...common, outcome: settlement.tag };
    case "credentials":
    case "nothing-done":
      return { ...common, outcome: "not-sent" };
    case "refused-undocumented":
    case "not-accepted":
      return { ...common, outcome: "refused" };
  }
}
