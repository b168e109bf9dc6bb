import type { RpcAccount } from "../../api/account.ts";
import { openRpc6, type Rpc6 } from "../../api/rpc6/rpc6.ts";
import type { Order } from "../../domain/order.ts";
import type { OrderSubject } from "../../journal/attempt.ts";
import type { Journal } from "../../journal/journal.ts";
import { endingOf, type RefundEnd, type RefundOutcome } from "../../outcome.ts";
import { safe } from "../../safe-text.ts";
import { chooseComment, chooseReason, chooseRefNo, commentWarnings } from "../choose.ts";
import { rpcAccount } from "../credentials.ts";
import { statedTexts } from "../free-text.ts";
import type { OrderView } from "../order/view-order.ts";
import { knownOrder } from "../known-order.ts";
import { standingOf } from "../plan.ts";
import type { Run } from "../run.ts";
import { orderSubject } from "../subject.ts";
import { journalAhead, useJournal } from "../use-journal.ts";
import { refundRead } from "./course.ts";
import { orderOutcome, type Reached } from "./order-outcome.ts";
import type { OrderedRefund } from "./ordered-refund.ts";
import { readAhead } from "./read-ahead.ts";
import { requireOrderRefund } from "./require-refund.ts";

/** The input of `total`, `partial` and `lineitem`. */
export interface RefundOrderInput extends Omit<
  OrderedRefund,
  "refNo" | "ahead" | "reason" | "comment" | "ticket"
> {
  readonly refNo: string | undefined;
  readonly reason: string | undefined;
  readonly comment: string | undefined;
  readonly ticket: string | undefined;
}

/** What one refund opens for itself, and what the rows of a batch share. */
export interface OrderTools {
  readonly account: RpcAccount;
  readonly rpc: Rpc6;
  readonly inJournal: <T>(work: (journal: Journal) => Promise<T>) => Promise<T>;
}

/** Reads the order, plans, confirms, records, sends once, and returns the outcome. */
export async function refundOrder(input: RefundOrderInput, run: Run): Promise<RefundOutcome> {
  // Mistakes on the command line are reported before 2Checkout is asked anything.
  const { comment, ticket } = statedTexts(input);
  requireOrderRefund(input, run);
  const statedRefNo = isStated(input.refNo, run) ? await chooseRefNo(input.refNo, run) : null;
  const statedReason = isStated(input.reason, run) ? await chooseReason(input.reason, run) : null;
  const account = await rpcAccount(run);
  const rpc = openRpc6(account, run.transport, run.context);
  const readOrder = readAhead(rpc);
  const refNo = statedRefNo ?? (await chooseRefNo(undefined, run));
  const ahead = readOrder(refNo);
  const inJournal = journalAhead(run, { create: !input.dryRun });
  const askReason = async () => statedReason ?? (await chooseReason(undefined, run));
  // If the lines are still to be picked, ask for the reason after them.
  const early = typeof input.wish === "function" ? null : await askReason();
  const tools: OrderTools = {
    account,
    rpc,
    inJournal,
  };
  const reason = early === null ? askReason : () => Promise.resolve(early);
  return refundOrderWith(tools, { ...input, comment, ticket, refNo, ahead, reason }, run);
}

/** The same, once it is known which order is meant. */
export async function refundOrderWith(
  { account, rpc, inJournal }: OrderTools,
  input: OrderedRefund,
  run: Run,
): Promise<RefundOutcome> {
  const { context, settings, talk } = run;
  const startedAt = context.now();
  const outcome = (end: RefundEnd, reached: Reached) =>
    orderOutcome(input, end, reached, { startedAt, finishedAt: context.now() });

  const reading = await talk.during(safe`Reading the order…`, input.ahead);
  if (reading.tag === "failed") {
    const nothing: Reached = { order: null, request: null, warnings: settings.warnings };
    return outcome(endingOf(reading.failure), nothing);
  }
  const order = reading.value;
  const subject = orderSubject(settings, account, order.refNo);
  const wish =
    typeof input.wish === "function"
      ? await input.wish(await seenOrder(order, subject, input, run), run)
      : input.wish;
  const reason = await input.reason();
  const comment = await chooseComment(input, run);
  const warnings = [...settings.warnings, ...commentWarnings(comment)];
  return inJournal(async (journal) => {
    const { end, reached } = await refundRead(order, journal, {
      input,
      account,
      rpc,
      run,
      subject,
      wish,
      reason,
      comment,
      warnings,
    });
    return outcome(end, reached);
  });
}

/** Whether not to ask for a value: it is on the command line, or there is nobody to ask. */
function isStated(value: string | undefined, { talk }: Run): boolean {
  return value !== undefined || !talk.asks;
}

/** The order, drawn for the agent to pick from. */
async function seenOrder(
  order: Order,
  subject: OrderSubject,
  { again }: OrderedRefund,
  run: Run,
): Promise<OrderView> {
  const attempts = await useJournal(run, { create: false }, (journal) =>
    journal.attemptsOn(subject),
  );
  return { ...standingOf(knownOrder(order, attempts), attempts, again), attempts };
}
