import type { RefundKind } from "../../domain/refund-kind.ts";
import { defaultReason } from "../reason.ts";
import { wantedOrder } from "../given-or-asked.ts";
import { confirmation, type Confirmed, isUnconfirmed, requireAll } from "../missing-input.ts";
import type { Run } from "../run.ts";

/** Everything missing for a refund of an order when there is nobody to ask, before anything is read. @throws UsageError */
export function requireOrderRefund(
  input: Confirmed & {
    readonly command: RefundKind;
    readonly orderNumber: string | undefined;
    readonly reason: string | undefined;
    /** A function asks what to refund. */
    readonly wish: object;
  },
  { talk, settings }: Run,
): void {
  if (talk.asks) return;
  const { command, orderNumber, wish, reason } = input;
  const what = command === "partial" ? "--item or --amount" : "the line";
  requireAll(
    [
      typeof wish === "function" && what,
      orderNumber === undefined && (command === "lineitem" ? "--order" : wantedOrder.name),
      reason === undefined && defaultReason(settings) === null && "--reason",
      isUnconfirmed(input) && confirmation,
    ],
    false,
  );
}
