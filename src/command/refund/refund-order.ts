import type { Reading } from "../../api/contract.ts";
import type { RpcAccount } from "../../api/account.ts";
import { openRpc6, type Rpc6 } from "../../api/rpc6/rpc6.ts";
import { rpcBody } from "../../api/rpc6/envelope.ts";
import { refundParams } from "../../api/rpc6/issue-refund.ts";
import { elapsedSince } from "../../clocks.ts";
import type { Comment, Reason, Ticket } from "../../domain/free-text.ts";
import type { Order } from "../../domain/order.ts";
import { type Problem, problem } from "../../domain/problem.ts";
import type { Wish } from "../../domain/wish.ts";
import type { RowOfBatch, Subject } from "../../journal/attempt.ts";
import type { Journal } from "../../journal/journal.ts";
import {
  endingOf,
  type OutcomeError,
  type PlannedRequest,
  type RefundOutcome,
} from "../../outcome.ts";
import { type Preview, renderPreview } from "../../render/preview.ts";
import { safe } from "../../safe-text.ts";
import { type Plan, planRefund, standingOf } from "../plan.ts";
import type { Conclusion } from "../conclude.ts";
import { amountMismatch, confirmRefund } from "./confirm.ts";
import { shownText } from "./shown.ts";
import { chooseComment, commentWarnings, chooseReason, chooseRefNo } from "../choose.ts";
import { overruleByEvidence } from "../attempt-evidence.ts";
import { statedTexts } from "../free-text.ts";
import { mistakenOrder } from "./mistaken-order.ts";
import type { OrderView } from "../order/view-order.ts";
import { readAhead } from "./read-ahead.ts";
import { rpcAccount } from "../credentials.ts";
import type { Run } from "../run.ts";
import { requireOrderRefund } from "./require-refund.ts";
import { sendRefund } from "./send-refund.ts";
import { preloadJournal, useJournal } from "../use-journal.ts";

/** What `total`, `partial` and `lineitem` were asked to do. */
export interface RefundOrderInput {
  /** Gives way to what the wish turns out to be. */
  readonly command: "total" | "partial" | "lineitem";
  readonly refNo: string | undefined;
  /** What to refund, or how to ask for it once the order has been read. */
  readonly wish: Wish | ((seen: OrderView, run: Run) => Promise<Wish>);
  readonly reason: string | undefined;
  readonly comment: string | undefined;
  readonly ticket: string | undefined;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly again: string | undefined;
  readonly expectEmail: string | undefined;
  /** Refuses an order that is in another. */
  readonly expectCurrency: string | undefined;
  readonly confirmAmount: string | undefined;
  readonly skipChecks: boolean;
  /** The row of a batch that asks for it. */
  readonly row: RowOfBatch | null;
}

/** What one refund opens for itself and the rows of a batch share. */
export interface OrderTools {
  readonly account: RpcAccount;
  readonly rpc: Rpc6;
  readonly inJournal: <T>(work: (journal: Journal) => Promise<T>) => Promise<T>;
}

/** An order read longer ago than this is read again before a refund of it is sent. */
const freshForMs = 30_000;
/** How often a plan is made anew because the order or the journal changed under it. */
const mostPlans = 5;

/** Reads the order, plans, confirms, records, sends once, and says what came of it. */
export async function refundOrder(input: RefundOrderInput, run: Run): Promise<RefundOutcome> {
  // What is wrong on the command line is said before 2Checkout is asked anything.
  const { comment, ticket } = statedTexts(input);
  requireOrderRefund(input, run);
  const statedRefNo = isStated(input.refNo, run) ? await chooseRefNo(input.refNo, run) : null;
  const statedReason = isStated(input.reason, run) ? await chooseReason(input.reason, run) : null;
  const account = await rpcAccount(run);
  const rpc = openRpc6(account, run.transport, run.context);
  const readOrder = readAhead(rpc);
  const refNo = statedRefNo ?? (await chooseRefNo(undefined, run));
  const ahead = readOrder(refNo);
  preloadJournal(run);
  const askReason = async () => statedReason ?? (await chooseReason(undefined, run));
  // With the lines still to be picked, the reason is asked for after them.
  const early = typeof input.wish === "function" ? null : await askReason();
  const tools: OrderTools = {
    account,
    rpc,
    inJournal: (work) => useJournal(run, { create: !input.dryRun }, work),
  };
  const reason = early === null ? askReason : () => Promise.resolve(early);
  return refundOrderWith(tools, { ...input, comment, ticket, refNo, ahead, reason }, run);
}

/** A refund of which it is known which order is meant, and which is being read already. */
export interface OrderedRefund extends Omit<RefundOrderInput, "reason" | "comment" | "ticket"> {
  /** Null when it is to be asked for. */
  readonly comment: Comment | null;
  readonly ticket: Ticket | null;
  readonly refNo: string;
  readonly ahead: Promise<Reading<Order>>;
  /** Called once, after the lines were picked. */
  readonly reason: () => Promise<Reason>;
}

/** The same, once it is known which order is meant. */
export async function refundOrderWith(
  { account, rpc, inJournal }: OrderTools,
  input: OrderedRefund,
  run: Run,
): Promise<RefundOutcome> {
  const { context, settings, talk } = run;
  const { refNo, ahead } = input;
  const startedAt = context.now();
  let progress: Progress = { ...nothingYet, warnings: settings.warnings };
  const end = (ending: Partial<RefundOutcome>): RefundOutcome => ({
    ...outcomeSoFar(input, progress, startedAt, context.now()),
    ...ending,
  });

  const reading = await talk.during(safe`Reading the order…`, ahead);
  if (reading.tag === "failed") return end(endingOf(reading.failure));
  let order = reading.value;
  const subject: Subject = {
    realm: settings.rpc.realm,
    api: "rpc6",
    account: account.merchantCode,
    number: order.refNo,
  };
  const wish =
    typeof input.wish === "function"
      ? await input.wish(await seenOrder(order, subject, input, run), run)
      : input.wish;
  const command = wish.kind;
  const reason = await input.reason();
  const comment = await chooseComment(input, run);
  const said = [...settings.warnings, ...commentWarnings(comment)];

  return inJournal(async (journal) => {
    let confirmed: string | null = null;
    for (let plans = 0; plans < mostPlans; plans++) {
      const attempts = await overruleByEvidence(await journal.attemptsOn(subject), order, journal, {
        record: !input.dryRun,
      });
      const standing = standingOf(order, attempts);
      progress = { ...progress, order: standing, warnings: said };
      const mistaken = mistakenOrder(order, input);
      if (mistaken !== null) return end({ tag: "refused", error: mistaken });
      const plan = planRefund(order, attempts, {
        wish,
        reason,
        comment,
        again: input.again ?? null,
        skipChecks: input.skipChecks,
        now: context.now(),
      });
      if (plan.tag === "usage") return end({ tag: "failed", cause: "usage", error: plan.problem });
      if (plan.tag !== "ready") return end({ tag: plan.tag, error: plan.error });
      progress = { ...progress, plan, warnings: [...said, ...plan.warnings] };

      const preview: Preview = {
        settings,
        account: account.merchantCode,
        order: standing.order,
        plan,
        attempts,
      };
      const shown = shownText(preview);
      if (confirmed !== shown) {
        if (confirmed !== null && !input.yes) talk.show(changedText);
        if (!input.yes || !talk.quiet) talk.show(renderPreview(preview, talk.screen));
        for (const warning of [...commentWarnings(comment), ...plan.warnings]) talk.warn(warning);
        const refusal = amountMismatch(plan.request.amount, input.confirmAmount);
        if (refusal !== null) return end({ tag: "refused", error: refusal });
        if (input.dryRun) return end({ tag: "planned", request: plannedRequest(account, plan) });
        const asked = await confirmRefund(plan.request.amount, input, run);
        confirmed = shown;
        // While somebody thought about it, others may have worked on the same order.
        if (asked) {
          // How often that happens is up to who is asked.
          plans = 0;
          continue;
        }
      }
      if (isStale(order, context)) {
        const again = await talk.during(safe`Reading the order again…`, rpc.readOrder(refNo));
        if (again.tag === "failed") return end(endingOf(again.failure));
        order = again.value;
        continue;
      }
      const ready = await rpc.ready();
      if (ready.tag === "failed") return end(endingOf(ready.failure));

      const sent = await sendRefund({
        plan,
        subject,
        input: { ...input, command },
        run,
        rpc,
        session: ready.value,
        journal,
        attempts,
      });
      if (sent.tag === "conflict") continue;
      progress = { ...progress, attempt: sent.attempt };
      return end(conclusionEnd(sent.conclusion, progress.warnings, sent.attempt));
    }
    return end({ tag: "not-sent", error: orderChanging(refNo) });
  });
}

const changedText = safe`\nThe order or its refunds changed in the meantime. Please check again:`;

function isStale({ readAt, readUptime }: Order, clocks: Run["context"]): boolean {
  return elapsedSince({ wall: readAt, uptime: readUptime }, clocks) > freshForMs;
}

/** Whether a value need not be asked for: it is on the command line, or nobody can be asked. */
function isStated(value: string | undefined, { talk }: Run): boolean {
  return value !== undefined || !talk.asks;
}

/** The order as the agent picks from it. */
async function seenOrder(
  order: Order,
  subject: Subject,
  { again }: OrderedRefund,
  run: Run,
): Promise<OrderView> {
  const attempts = await useJournal(run, { create: false }, (journal) =>
    journal.attemptsOn(subject),
  );
  return { ...standingOf(order, attempts, again), attempts };
}

type ReadyPlan = Extract<Plan, { tag: "ready" }>;

interface Progress {
  readonly order: RefundOutcome["order"];
  readonly plan: ReadyPlan | null;
  readonly attempt: string | null;
  readonly warnings: readonly Problem[];
}

const nothingYet = { order: null, plan: null, attempt: null };

function conclusionEnd(
  conclusion: Conclusion,
  warnings: readonly Problem[],
  attempt: string,
): Partial<RefundOutcome> {
  const error: OutcomeError | null = conclusion.problem && { ...conclusion.problem, attempt };
  const all = { error, warnings: [...warnings, ...conclusion.warnings] };
  return conclusion.credentials
    ? { ...all, tag: "failed", cause: "configuration" }
    : { ...all, tag: conclusion.outcome };
}

function plannedRequest(account: RpcAccount, { request }: ReadyPlan): PlannedRequest {
  const body = rpcBody(0, "issueRefund", ["***", ...refundParams(request)]);
  return { method: "POST", url: account.url.href, body };
}

function orderChanging(refNo: string): Problem {
  return problem(
    "order-changing",
    `Order ${refNo} or its attempts kept changing while its refund was prepared.`,
  );
}

function outcomeSoFar(
  input: OrderedRefund,
  { order, plan, attempt, warnings }: Progress,
  startedAt: number,
  finishedAt: number,
): RefundOutcome {
  const request = plan && plan.request;
  return {
    tag: "failed",
    cause: null,
    command: request?.kind ?? input.command,
    api: "rpc6",
    attempt,
    lineItem: null,
    order,
    refund: request && {
      kind: request.kind,
      amount: request.amount,
      items: request.items,
      reason: request.reason,
      comment: request.comment,
    },
    error: null,
    warnings,
    request: null,
    startedAt,
    finishedAt,
  };
}
