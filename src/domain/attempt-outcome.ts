/**
 * How an attempt ended for good; one without an outcome is unknown. `not-applied` is only ever said by a
 * person who looked in the control panel. `withdrawn`: accepted, and then cancelled, declined or failed at
 * 2Checkout before it was paid out.
 */
export type SettledOutcome = (typeof settledOutcomes)[number];
export const settledOutcomes = [
  "accepted",
  "already-refunded",
  "refused",
  "not-sent",
  "not-applied",
  "withdrawn",
] as const;

/** How a row of a batch ended for which nothing was sent and no attempt was recorded. */
export type UntriedOutcome = (typeof untriedOutcomes)[number];
export const untriedOutcomes = ["refused", "blocked", "failed", "not-sent"] as const;

/** How a row of a batch, or an attempt, may stand; only a row ends as `blocked` or `failed`. */
export type RowOutcome = SettledOutcome | UntriedOutcome | "unknown";
export const rowOutcomes: readonly RowOutcome[] = [
  ...new Set([...settledOutcomes, ...untriedOutcomes, "unknown" as const]),
];

/** The outcomes after which a row of a batch is done. */
export const refundedOutcomes = [
  "accepted",
  "already-refunded",
  "withdrawn",
] as const satisfies readonly SettledOutcome[];

export type Refunded = (typeof refundedOutcomes)[number];

export function isRefunded(outcome: string | null): outcome is Refunded {
  return refundedOutcomes.some((each) => each === outcome);
}
