import type { Comment, Reason, Ticket } from "../../domain/free-text.ts";
import type { LineItemId, OrderNumber } from "../../domain/order-number.ts";
import { refundKinds } from "../../domain/refund-kind.ts";
import type { Column } from "../../domain/row-columns.ts";
import type { Wish } from "../../domain/wish.ts";

/** What may stand in the column `kind`. */
export const kinds = [...refundKinds, "legacy"] as const;

export type Kind = (typeof kinds)[number];

/** One record as it was read; what is empty is left out. */
export type Fields = Readonly<Partial<Record<Column, string>>>;

/** A refund that a row asks for, through either API. Plain data, so that it can be kept on disk. */
export type Row = OrderRow | LegacyRow;

export interface CommonRow {
  /** What the file calls it; null when it has no name of its own. */
  readonly id: string | null;
  readonly comment: Comment;
  readonly ticket: Ticket | null;
}

export interface OrderRow extends CommonRow {
  readonly api: "rpc6";
  /** At most one row of a file is about it. */
  readonly number: OrderNumber;
  readonly wish: Wish;
  /** Decimal text with the currency's own digits; null when the row does not say what it comes to. */
  readonly amount: string | null;
  /** Null when the row does not say. */
  readonly currency: string | null;
  readonly reason: Reason;
  /** The customer that the row expects the order to be of; null when it does not say. */
  readonly email: string | null;
  /** What its author knows to be refunded of the order already, as `amount`; null when the row does not say. */
  readonly refunded: string | null;
}

export interface LegacyRow extends CommonRow {
  readonly api: "legacy";
  /** At most one row of a file is about it. */
  readonly number: LineItemId;
  readonly category: number;
}
