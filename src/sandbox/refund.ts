/** A line that a refund names; the amount is minor units for the line, not for a piece. */
export interface RefundedItem {
  readonly lineItemReference: string | null;
  readonly productCode: string | null;
  readonly quantity: number;
  readonly amount: number;
}

/** Who made a refund; "past" ones came with the demonstration data, "shopper" ones as well. */
export type Hand = "api" | "panel" | "shopper" | "past";

/** A refund that was really asked for. Amounts are minor units. */
export interface Refund {
  readonly id: string;
  readonly at: number;
  readonly api: "rpc6" | "legacy";
  readonly by: Hand;
  readonly refNo: string | null;
  readonly lineItemId: string | null;
  readonly currency: string;
  readonly amount: number;
  readonly items: readonly RefundedItem[];
  readonly reason: string | null;
  readonly category: number | null;
  readonly comment: string;
  /** From this moment on its money has been returned; null: only when somebody settles it. */
  readonly settlesAt: number | null;
  /** From when on, and how, it will not be paid out any more. */
  readonly withdrawn: { readonly as: "cancelled" | "declined"; readonly at: number } | null;
}

export type RefundState = "pending" | "settled" | "cancelled" | "declined";

/** What has become of a refund by now. */
export function stateOf({ settlesAt, withdrawn }: Refund, now: number): RefundState {
  if (withdrawn !== null && withdrawn.at <= now) return withdrawn.as;
  return settlesAt !== null && settlesAt <= now ? "settled" : "pending";
}

/** Whether it was neither cancelled nor declined, so that it takes its amount of the order. */
export function stands(refund: Refund, now: number): boolean {
  const state = stateOf(refund, now);
  return state === "pending" || state === "settled";
}

/** What is pending, paid out or declined now, as each was to be. */
export function endedNow(refund: Refund, now: number): Refund {
  if (stateOf(refund, now) !== "pending") return refund;
  return refund.withdrawn === null
    ? { ...refund, settlesAt: now }
    : { ...refund, withdrawn: { as: refund.withdrawn.as, at: now } };
}

/** The sum of some refunds in minor units. */
export function sumOf(refunds: readonly { readonly amount: number }[]): number {
  return refunds.reduce((sum, refund) => sum + refund.amount, 0);
}
