/** A refund of one whole line item through the legacy API. There is no amount: the API decides it. */
export interface LineItemRefund {
  /** Digits only. */
  readonly lineItemId: string;
  readonly category: number;
  readonly comment: string;
}
