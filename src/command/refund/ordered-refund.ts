import type { RpcAccount } from "../../api/account.ts";
import type { Reading } from "../../api/contract.ts";
import type { Rpc6 } from "../../api/rpc6/rpc6.ts";
import type { AttemptId } from "../../domain/attempt-id.ts";
import type { Comment, Reason, Ticket } from "../../domain/free-text.ts";
import type { Order } from "../../domain/order.ts";
import type { OrderNumber } from "../../domain/order-number.ts";
import type { Problem } from "../../domain/problem.ts";
import type { RefundKind } from "../../domain/refund-kind.ts";
import type { Wish } from "../../domain/wish.ts";
import type { OrderSubject, RowOfBatch } from "../../journal/attempt.ts";
import type { OrderView } from "../order/view-order.ts";
import type { Run } from "../run.ts";

/** A refund whose order is known and is already being read. */
export interface OrderedRefund {
  /** Replaced by the kind of the wish, once that is known. */
  readonly command: RefundKind;
  readonly refNo: OrderNumber;
  readonly ahead: Promise<Reading<Order>>;
  /** What to refund, or how to ask for it once the order has been read. */
  readonly wish: Wish | ((seen: OrderView, run: Run) => Promise<Wish>);
  /** Called once, after the lines were picked. */
  readonly reason: () => Promise<Reason>;
  /** Null when it is to be asked for. */
  readonly comment: Comment | null;
  readonly ticket: Ticket | null;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly again: AttemptId | undefined;
  readonly expectEmail: string | undefined;
  /** Refuses an order in any other currency. */
  readonly expectCurrency: string | undefined;
  readonly confirmAmount: string | undefined;
  readonly skipChecks: boolean;
  /** The row of the batch that this refund is for. */
  readonly row: RowOfBatch | null;
}

/** A refund of which everything is known that the user has to say, but for the yes. */
export interface Course {
  readonly input: OrderedRefund;
  readonly account: RpcAccount;
  readonly rpc: Rpc6;
  readonly run: Run;
  readonly subject: OrderSubject;
  readonly wish: Wish;
  readonly reason: Reason;
  readonly comment: Comment;
  /** What was said before there was a plan. */
  readonly warnings: readonly Problem[];
}
