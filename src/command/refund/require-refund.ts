import { unaskedReason, wantedOrder } from "../choose.ts";
import { wantedLineItem } from "../legacy/choose-line-item.ts";
import { confirmation, requireAll } from "../missing.ts";
import type { Run } from "../run.ts";

interface Confirmed {
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** Everything missing for a refund of an order when there is nobody to ask, before anything is read. @throws UsageError */
export function requireOrderRefund(
  input: Confirmed & {
    readonly command: "total" | "partial" | "lineitem";
    readonly refNo: string | undefined;
    readonly reason: string | undefined;
    /** A function asks what to refund. */
    readonly wish: object;
  },
  { talk, settings }: Run,
): void {
  if (talk.asks) return;
  const { command, refNo, wish, reason } = input;
  const what = command === "partial" ? "--item or --amount" : "the line";
  requireAll(
    [
      typeof wish === "function" && what,
      refNo === undefined && (command === "lineitem" ? "--order" : wantedOrder.name),
      reason === undefined && unaskedReason(settings) === null && "--reason",
      isUnconfirmed(input) && confirmation,
    ],
    false,
  );
}

/** The same for one through the legacy API. @throws UsageError */
export function requireLineItemRefund(
  input: Confirmed & {
    readonly lineItemId: string | undefined;
    readonly category: string | undefined;
  },
  { talk }: Run,
): void {
  if (talk.asks) return;
  requireAll(
    [
      input.lineItemId === undefined && wantedLineItem.name,
      input.category === undefined && "--category",
      isUnconfirmed(input) && confirmation,
    ],
    false,
  );
}

function isUnconfirmed({ yes, dryRun }: Confirmed): boolean {
  return !yes && !dryRun;
}
