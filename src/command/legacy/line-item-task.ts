import type { LegacyAccount } from "../../api/account.ts";
import type { Category } from "../../api/legacy/categories.ts";
import type { AttemptId } from "../../domain/attempt-id.ts";
import type { Comment, Ticket } from "../../domain/free-text.ts";
import type { LineItemRefund } from "../../domain/line-item-refund.ts";
import type { LineItemId } from "../../domain/order-number.ts";
import type { SaleId } from "../../domain/sale-id.ts";
import type { LineItemSubject, LeasedRow } from "../../journal/attempt.ts";
import type { Run } from "../run.ts";

/** A refund of which it is known which line item is meant and why. */
export interface ChosenLineItem {
  readonly lineItemId: LineItemId;
  /** The sale it is on, where that is known. */
  readonly saleId: SaleId | null;
  readonly category: Category;
  readonly comment: Comment;
  readonly ticket: Ticket | null;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly again: AttemptId | undefined;
  /** The row of the batch that this refund is for. */
  readonly row: LeasedRow | null;
}

/** The same with all that refunds it. */
export interface LineItemTask {
  readonly input: ChosenLineItem;
  readonly account: LegacyAccount;
  readonly run: Run;
  readonly subject: LineItemSubject;
  readonly refund: LineItemRefund;
}
