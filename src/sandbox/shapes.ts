/** The ways in which this stand-in can show an order's refunds: the vendor's own way is not known. */
export const refundsShapes = [
  "list",
  "map",
  "null",
  "status",
  "negative",
  "total-only",
  "opaque",
] as const;

/**
 * `list`: an array of objects, amounts as numbers. `map`: an object keyed by the refund's id, amounts
 * as strings. `null`: a refund is never seen, not even in Status. `status`: only Status turns REFUND.
 * `negative`: Status, and negative money once all is refunded. `total-only`: one summed amount.
 * `opaque`: an array of ids.
 */
export type RefundsShape = (typeof refundsShapes)[number];
