import type { RpcAccount } from "../../api/account.ts";
import { openRpc6, type Rpc6 } from "../../api/rpc6/rpc6.ts";
import type { Order } from "../../domain/order.ts";
import type { TypedName } from "../../domain/typed-name.ts";
import type { OrderSubject } from "../../journal/attempt.ts";
import type { Journal } from "../../journal/journal.ts";
import { endingOf, nothingSent, type RefundEnd, type RefundOutcome } from "../../outcome.ts";
import { inTurn } from "../../prompt/turns.ts";
import { WentBack } from "../../prompt/went-back.ts";
import { safe } from "../../safe-text.ts";
import { chooseReason } from "../reason.ts";
import { chooseOrderNumber } from "../given-or-asked.ts";
import { commentWarnings } from "../comment.ts";
import { overruleByEvidence } from "../attempt-evidence.ts";
import { rpcAccount } from "../credentials.ts";
import { statedTexts } from "../free-text.ts";
import type { OrderView } from "../order/view-order.ts";
import { knownOrder } from "../known-order.ts";
import { attemptGiven } from "../names.ts";
import { positionOf } from "../plan.ts";
import type { Run } from "../run.ts";
import { orderVerdict } from "../order-verdict.ts";
import { orderSubject } from "../subject.ts";
import { journalAhead, useJournal } from "../use-journal.ts";
import { makeRefund } from "./make-refund.ts";
import { endOf } from "./check-order.ts";
import { mistakenOrder } from "./mistaken-order.ts";
import { orderOutcome, type Reached } from "./order-outcome.ts";
import type { OrderedRefund } from "./refund-task.ts";
import { readAhead } from "./read-ahead.ts";
import { nothingSaid, placeToChange, requireSaid, turnsOf } from "./refund-turns.ts";
import { requireOrderRefund } from "./require-refund.ts";

/** The input of `total`, `partial` and `lineitem`. */
export interface RefundOrderInput extends Omit<
  OrderedRefund,
  "orderNumber" | "ahead" | "hasBefore" | "reason" | "comment" | "ticket" | "again"
> {
  readonly orderNumber: string | undefined;
  readonly reason: string | undefined;
  readonly comment: string | undefined;
  readonly ticket: string | undefined;
  /** The accepted attempt that is to be repeated. */
  readonly again: TypedName | undefined;
}

/** What one refund opens for itself, and what the rows of a batch share. */
export interface OrderTools {
  readonly account: RpcAccount;
  readonly rpc: Rpc6;
  readonly inJournal: <T>(work: (journal: Journal) => Promise<T>) => Promise<T>;
}

/**
 * Reads the order, plans, confirms, records, sends once, and returns the outcome. @throws WentBack of a guided
 * refund, if the agent went back from the first question and the command line had said which order
 */
export async function refundOrder(input: RefundOrderInput, run: Run): Promise<RefundOutcome> {
  // Mistakes on the command line are reported before 2Checkout is asked anything.
  const { comment, ticket } = statedTexts(input);
  requireOrderRefund(input, run);
  const again = await attemptGiven(input.again, run);
  const statedNumber = isStated(input.orderNumber, run)
    ? await chooseOrderNumber(input.orderNumber, run)
    : null;
  const reason = isStated(input.reason, run) ? await chooseReason(input.reason, run) : null;
  const account = await rpcAccount(run);
  const rpc = openRpc6(account, run.transport, run.context);
  const readOrder = readAhead(rpc);
  const inJournal = journalAhead(run, { create: !input.dryRun });
  const tools: OrderTools = { account, rpc, inJournal };
  const askReason = async (ask: Run["questions"]) =>
    reason ?? (await chooseReason(undefined, run, ask));
  const isAsked = statedNumber === null;
  for (;;) {
    const orderNumber = statedNumber ?? (await chooseOrderNumber(undefined, run));
    const ordered: OrderedRefund = {
      ...input,
      comment,
      ticket,
      again,
      orderNumber,
      ahead: readOrder(orderNumber),
      reason: askReason,
      hasBefore: isAsked || input.guide !== null,
    };
    try {
      return await refundOrderWith(tools, ordered, run);
    } catch (error) {
      if (!(error instanceof WentBack) || !isAsked) throw error;
      // The order was shown below its number.
      (await run.questions()).leaveAnswers();
    }
  }
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
  const subject = orderSubject(settings, account, order.number);
  const seen = mayAsk(input, run) ? await seenOrder(order, subject, input, run) : null;
  if (seen !== null) {
    const { again, skipChecks } = input;
    const now = context.now();
    const verdict = orderVerdict(seen.order, seen.attempts, {
      again: again ?? null,
      skipChecks,
      now,
    });
    input.guide?.show(seen, verdict);
    const mistaken = mistakenOrder(order, input);
    const reached: Reached = { order: seen, request: null, warnings: settings.warnings };
    if (mistaken !== null) return outcome(nothingSent("refused", mistaken), reached);
    // Nobody answers questions about a refund that cannot be.
    if (verdict.refundable === false && verdict.plan.tag !== "ready") {
      return outcome(endOf(verdict.plan), reached);
    }
  }
  const turns = inTurn(turnsOf(input, seen, run), run.questions, input);
  let said = await turns.from(0, nothingSaid);
  for (;;) {
    const { wish, reason, comment } = requireSaid(said);
    try {
      return await inJournal(async (journal) => {
        const { end, reached } = await makeRefund(order, journal, {
          input,
          account,
          rpc,
          run,
          subject,
          wish,
          reason,
          comment,
          ask: async () => {
            const questions = await run.questions();
            return turns.last() === null && !input.hasBefore ? questions : questions.withBack();
          },
          warnings: [...settings.warnings, ...commentWarnings(comment)],
        });
        return outcome(end, reached);
      });
    } catch (error) {
      const place = await placeToChange(error, input, turns.last());
      (await run.questions()).leaveAnswers();
      said = await turns.from(place, said);
    }
  }
}

/** Whether not to ask for a value: it is on the command line, or there is nobody to ask. */
function isStated(value: string | undefined, { talk }: Run): boolean {
  return value !== undefined || !talk.asks;
}

/** Whether anything is asked about the order; a row of a batch and a script have said it all. */
function mayAsk({ wish, yes }: OrderedRefund, { talk }: Run): boolean {
  return talk.asks && (typeof wish === "function" || !yes);
}

/** The order as the agent picks from it. */
async function seenOrder(
  order: Order,
  subject: OrderSubject,
  { again }: OrderedRefund,
  run: Run,
): Promise<OrderView> {
  return useJournal(run, { create: false }, async (journal) => {
    const known = await journal.attemptsOn(subject);
    const attempts = await overruleByEvidence(known, order, journal, { record: false });
    const position = positionOf(knownOrder(order, attempts), attempts, again);
    const shortNames = await journal.shortNames(attempts.map(({ id }) => id));
    return { ...position, attempts, shortNames };
  });
}
