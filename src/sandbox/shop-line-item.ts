/** An invoice of the legacy platform, with what is left on it before this shop's own refunds. */
export interface Invoice {
  readonly id: string;
  /** The sale it belongs to; a recurring sale has several. */
  readonly sale: string;
  /** Milliseconds since the epoch. */
  readonly placedAt: number;
  readonly currency: string;
  /** Minor units. */
  readonly balance: number;
  /** Whether its sale belongs to the simulated merchant. */
  readonly ours: boolean;
}

/** A line item of the legacy platform, which is refunded as a whole or not at all. */
export interface LineItem {
  readonly id: string;
  readonly about: string;
  readonly name: string;
  readonly invoice: Invoice;
  /** Minor units of the invoice's currency. */
  readonly amount: number;
  readonly refundable: boolean;
  /** Answers that clients must survive: an OK with warnings, and a refusal at HTTP 200. */
  readonly oddity: "warning" | "refusal-at-200" | null;
}
