import { categories } from "../api/legacy/categories.ts";
import type { OrderRow, Row } from "../batch/row.ts";
import { UsageError } from "../failure.ts";
import type { RowOfBatch } from "../journal/attempt.ts";
import type { RefundOutcome } from "../outcome.ts";
import { type LineItemTools, refundLineItemWith } from "./refund-line-item.ts";
import { type OrderTools, refundOrderWith } from "./refund-order.ts";
import type { Run } from "./run.ts";

/** What the rows of a batch share; null where its file has no row for that API. */
export interface RowTools {
  readonly orders: OrderTools | null;
  readonly lineItems: LineItemTools | null;
}

/** Refunds a row the way the single commands do; the batch as a whole was confirmed. */
export async function refundRow(
  row: Row,
  ofBatch: RowOfBatch | null,
  dryRun: boolean,
  { orders, lineItems }: RowTools,
  run: Run,
): Promise<RefundOutcome> {
  const common = {
    ...{ comment: row.comment, ticket: row.ticket, again: undefined },
    ...{ yes: true, dryRun, row: ofBatch },
  };
  if (row.api === "rpc6") {
    const tools = required(orders);
    const ahead = tools.rpc.readOrder(row.number);
    return refundOrderWith(tools, { ...common, ...orderInput(row), ahead }, run);
  }
  const category = categories.find(({ id }) => id === row.category);
  if (category === undefined) throw new UsageError(`${row.category} is not a refund category.`);
  const input = { ...common, lineItemId: row.number, category };
  return refundLineItemWith(required(lineItems), input, run);
}

function orderInput({ number, wish, reason, amount, currency }: OrderRow) {
  return {
    ...{ command: wish.kind, refNo: number, wish, reason: () => Promise.resolve(reason) },
    ...{ expectEmail: undefined, expectCurrency: currency ?? undefined, skipChecks: false },
    // The order must come to what the row says; for a `total` nothing else would notice.
    confirmAmount: amount ?? undefined,
  };
}

function required<T>(tools: T | null): T {
  if (tools === null) throw new Error("the account of every row was opened before the first");
  return tools;
}

/**
 * The run of one row among many: it says nothing, is asked nothing, and leaves it to the batch what
 * Ctrl-C means.
 * @param giveUp aborts when the user does not want to wait for answers any more
 */
export function runOfRow(run: Run, giveUp: AbortSignal): Run {
  const nothing = () => undefined;
  return {
    ...run,
    // Read once, and not for every row.
    context: { ...run.context },
    // What there is to say about the settings was said once.
    settings: { ...run.settings, warnings: [] },
    talk: {
      ...{
        asks: false,
        quiet: true,
        screen: run.talk.screen,
        say: nothing,
        show: nothing,
        warn: nothing,
        trace: run.talk.trace,
      },
      during: (_what, work) => work,
    },
    stopping: { ...run.stopping, whileSending: ({ work }) => withOwnSignal(giveUp, work) },
  };
}

/** A signal that lasts for a million rows would gather something of each of them. */
async function withOwnSignal<T>(
  giveUp: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const abort = () => {
    own.abort();
  };
  if (giveUp.aborted) abort();
  giveUp.addEventListener("abort", abort);
  try {
    return await work(own.signal);
  } finally {
    giveUp.removeEventListener("abort", abort);
  }
}
