import { categories } from "../../api/legacy/categories.ts";
import type { BatchInput } from "./batch-input.ts";
import { refundedBefore } from "./refunded-before.ts";
import type { OrderRow, Row } from "./row.ts";
import type { SeenOrder } from "../refund/refund-task.ts";
import { Cancelled, UsageError } from "../../failure.ts";
import type { LeasedRow, RowOfBatch } from "../../journal/attempt.ts";
import type { RefundOutcome } from "../../outcome.ts";
import { type LineItemTools, refundLineItemWith } from "../legacy/refund-line-item.ts";
import { type OrderTools, refundOrderWith } from "../refund/refund-order.ts";
import type { Run } from "../run.ts";

/** What the rows of a batch share; null if its file has no row for that API. */
export interface RowTools {
  readonly orders: OrderTools | null;
  readonly lineItems: LineItemTools | null;
}

/** The row as its batch knows it. */
export interface OfBatch {
  /** Null in a dry run of a file that is no batch yet. */
  readonly own: RowOfBatch | null;
  /** Null in a dry run. */
  readonly lease: LeasedRow | null;
}

/** The run of one row, and the signal that aborts when no more refunds may be sent. */
export interface RowRun extends Run {
  readonly stop: AbortSignal;
}

/**
 * Refunds a row the way the single commands do; the batch was confirmed as a whole.
 * @throws Cancelled when it was stopped before anything of the row was recorded
 */
export async function refundRow(
  row: Row,
  { own, lease }: OfBatch,
  { dryRun, despiteRefunds }: Pick<BatchInput, "dryRun" | "despiteRefunds">,
  { orders, lineItems }: RowTools,
  run: RowRun,
): Promise<RefundOutcome> {
  const common = {
    comment: row.comment,
    ticket: row.ticket,
    again: undefined,
    yes: true,
    dryRun,
    row: lease,
  };
  if (row.api === "rpc6") {
    const tools = required(orders);
    const ahead = unlessStopped(tools.rpc.readOrder(row.number), run.stop);
    const objection = (seen: SeenOrder) => refundedBefore(row, own, despiteRefunds, seen);
    return refundOrderWith(tools, { ...common, ...orderInput(row), ahead, objection }, run);
  }
  const category = categories.find(({ id }) => id === row.category);
  if (category === undefined) throw new UsageError(`${row.category} is not a refund category.`);
  const input = { ...common, lineItemId: row.number, saleId: null, category };
  return refundLineItemWith(required(lineItems), input, run);
}

function orderInput({ number, wish, reason, amount, currency, email }: OrderRow) {
  return {
    command: wish.kind,
    orderNumber: number,
    wish,
    reason: () => Promise.resolve(reason),
    expectEmail: email ?? undefined,
    expectCurrency: currency ?? undefined,
    hasBefore: false,
    guide: null,
    skipChecks: false,
    // The amount must be what the row says; for a `total`, nothing else would notice.
    confirmAmount: amount ?? undefined,
    statedBy: "the row" as const,
  };
}

function required<T>(tools: T | null): T {
  if (tools === null) throw new Error("the account of every row was opened before the first");
  return tools;
}

/**
 * The run of one row among many: it prints nothing, asks nothing, and lets the batch decide what
 * Ctrl-C means.
 * @param signals `stop` aborts when no more refunds are to be sent, `giveUp` when the user does not want to
 * wait for answers any more
 */
export function runOfRow(
  run: Run,
  { stop, giveUp }: { readonly stop: AbortSignal; readonly giveUp: AbortSignal },
): RowRun {
  const nothing = () => undefined;
  return {
    ...run,
    stop,
    // Read once, not for every row.
    context: { ...run.context },
    // Warnings about the settings were already shown.
    settings: { ...run.settings, warnings: [] },
    talk: {
      asks: false,
      quiet: true,
      screen: run.talk.screen,
      nextCommand: run.talk.nextCommand,
      say: nothing,
      show: nothing,
      warn: nothing,
      trace: run.talk.trace,
      during: (_what, work) => work,
    },
    stopping: {
      ...run.stopping,
      whileSending: ({ work }) => {
        if (stop.aborted) throw new Cancelled();
        // It lasts for a million rows: whatever listens to it stops listening.
        return work(giveUp);
      },
    },
  };
}

/** A row for which nothing was sent need not wait for its order. */
function unlessStopped<T>(reading: Promise<T>, stop: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = () => {
      reject(new Cancelled());
    };
    if (stop.aborted) cancel();
    stop.addEventListener("abort", cancel);
    reading.then(resolve, reject).finally(() => {
      stop.removeEventListener("abort", cancel);
    });
  });
}
