import type { Branded } from "./brand.ts";

/** The number of an order, as 2Checkout gives it: digits. */
export type OrderNumber = Branded<"order number">;
/** The id of a line item of the legacy API: digits as well, and never an order's number. */
export type LineItemId = Branded<"line item id">;

const digits = /^[0-9]{1,20}$/;

/** Null for anything but digits. */
export function readOrderNumber(text: string): OrderNumber | null {
  return digits.test(text) ? (text as OrderNumber) : null;
}

/** Null for anything but digits. */
export function readLineItemId(text: string): LineItemId | null {
  return digits.test(text) ? (text as LineItemId) : null;
}
