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
import type { Attempt, OrderSubject, LeasedRow } from "../../journal/attempt.ts";
import type { OutcomeError } from "../../outcome.ts";
import type { Questions } from "../../prompt/questions.ts";
import type { OrderView } from "../order/view-order.ts";
import type { OrderVerdict } from "../order-verdict.ts";
import type { Run } from "../run.ts";

/** A refund whose order is known and is already being read. */
export interface OrderedRefund {
  /** Replaced by the kind of the wish, once that is known. */
  readonly command: RefundKind;
  readonly orderNumber: OrderNumber;
  readonly ahead: Promise<Reading<Order>>;
  /** What to refund, or how to ask for it once the order has been read. */
  readonly wish: Wish | AskWish;
  /** Called after the lines were picked, and again if the agent goes back to it. */
  readonly reason: (ask: () => Promise<Questions>) => Promise<Reason>;
  /** Null when it is to be asked for. */
  readonly comment: Comment | null;
  /** Whether Esc at the first question leads somewhere: it throws WentBack. */
  readonly hasBefore: boolean;
  readonly ticket: Ticket | null;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly again: AttemptId | undefined;
  readonly expectEmail: string | undefined;
  /** Refuses an order in any other currency. */
  readonly expectCurrency: string | undefined;
  readonly confirmAmount: string | undefined;
  /** Who states the amount to confirm, as a message names it. */
  readonly statedBy: "--confirm-amount" | "the row";
  readonly skipChecks: boolean;
  /** The row of the batch that this refund is for. */
  readonly row: LeasedRow | null;
  /** What that row has to say about the order as it was read; null when nobody has. */
  readonly objection: ((seen: SeenOrder) => Objection) | null;
  /** What the agent is shown and offered on the way; null for a command that says what it wants. */
  readonly guide: Guide | null;
}

export type AskWish = (seen: OrderView, ask: () => Promise<Questions>) => Promise<Wish>;

/** The questions of which the answer can be changed after a no. */
export type Changeable = "wish" | "reason" | "comment";

/** What makes a refund a guided one. */
export interface Guide {
  /** Once the order is read, before anything is asked about it. */
  readonly show: (seen: OrderView, verdict: OrderVerdict) => void;
  /** After a no: what to change. @throws Cancelled if it is nothing */
  readonly afterNo: () => Promise<Changeable>;
}

/** An order and all attempts on it, as they were read. */
export interface SeenOrder {
  readonly order: Order;
  readonly attempts: readonly Attempt[];
}

/** What speaks against a refund that nothing else forbids. */
export interface Objection {
  /** Null lets it pass. */
  readonly error: OutcomeError | null;
  readonly warnings: readonly Problem[];
}

/** A refund of which everything is known that the user has to say, but for the yes. */
export interface RefundTask {
  readonly input: OrderedRefund;
  readonly account: RpcAccount;
  readonly rpc: Rpc6;
  readonly run: Run;
  readonly subject: OrderSubject;
  readonly wish: Wish;
  readonly reason: Reason;
  readonly comment: Comment;
  /** The questions of the confirmation, at which Esc goes back if there is something to go back to. */
  readonly ask: () => Promise<Questions>;
  /** What was said before there was a plan. */
  readonly warnings: readonly Problem[];
}
