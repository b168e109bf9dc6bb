import { confirmation, type Confirmed, isUnconfirmed, requireAll } from "../missing-input.ts";
import type { Run } from "../run.ts";
import { wantedLineItem } from "./choose-line-item.ts";

/** All that a refund of a line item lacks where nobody can be asked, before anything is sent. @throws UsageError */
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
