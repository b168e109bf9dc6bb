import type { RefundedPieces } from "./balance.ts";
import type { OrderLine } from "./order.ts";

/** Pieces of one line of the order at hand. */
export interface RefundItem extends RefundedPieces {
  readonly line: OrderLine;
}
