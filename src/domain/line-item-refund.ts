import type { LineItemId } from "./order-number.ts";

/** A refund of one whole line item through the legacy API. There is no amount: the API decides it. */
export interface LineItemRefund {
  readonly lineItemId: LineItemId;
  readonly category: number;
  readonly comment: string;
}
