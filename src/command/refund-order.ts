import { openRpc6, type Rpc6 } from "../api/rpc6/rpc6.ts";
import { rpcBody } from "../api/rpc6/envelope.ts";
import { refundParams } from "../api/rpc6/refund.ts";
import { balanceOf } from "../domain/balance.ts";
import type { Order } from "../domain/order.ts";
import { type Problem, problem } from "../domain/problem.ts";
import { sameSnapshot, snapshotOf } from "../domain/snapshot.ts";
import type { Wish } from "../domain/wish.ts";
import type { Attempt, Intent, Subject } from "../journal/attempt.ts";
import type { Journal } from "../journal/journal.ts";
import { endingOf, type OutcomeError, type RefundOutcome } from "../outcome.ts";
import { renderPreview } from "../render/preview.ts";
import { type Plan, planRefund } from "./plan.ts";
import { type Conclusion, conclude, explainedBy } from "./conclude.ts";
import { confirmRefund } from "./confirm.ts";
import { chooseComment, chooseReason, chooseRefNo } from "./choose.ts";
import { overruleByEvidence } from "./attempt-evidence.ts";
import { recordEnd, timesOf, unknownIfBroken } from "./attempt-record.ts";
import { type Run, rpcAccount } from "./run.ts";
import { useJournal } from "./use-journal.ts";

/** What `total`, `partial` and `lineitem` were asked to do. */
export interface RefundOrderInput {
  readonly command: "total" | "partial" | "lineitem";
  readonly refNo: string | undefined;
  /** Completes the wish from the order, where the command line left something open. */
  readonly wish: (order: Order, run: Run) => Promise<Wish>;
  readonly reason: string | undefined;
  readonly comment: string | undefined;
  readonly ticket: string | undefined;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly again: string | undefined;
  readonly expectEmail: string | undefined;
  readonly confirmAmount: string | undefined;
  readonly skipChecks: boolean;
}

/** An order read longer ago than this is read again before a refund of it is sent. */
const freshForMs = 30_000;
/** How often a plan is made anew because the order or the journal changed under it. */
const mostPlans = 5;

/** Reads the order, plans, confirms, records, sends once, and says what came of it. */
export async function refundOrder(input: RefundOrderInput, run: Run): Promise<RefundOutcome> {
  const { context, settings, talk } = run;
  const startedAt = context.now();
  const refNo = await chooseRefNo(input.refNo, run);
  const reason = await chooseReason(input.reason, run);
  const account = await rpcAccount(run);
  const rpc = openRpc6(account, run.transport, context.now);
  let progress: Progress = { order: null, plan: null, attempt: null, warnings: [] };
  const end = (ending: Partial<RefundOutcome>): RefundOutcome => ({
    ...outcomeSoFar(input, progress, startedAt, context.now()),
    ...ending,
  });

  const reading = await talk.during("Reading the order…", rpc.readOrder(refNo));
  if (reading.tag === "failed") return end(endingOf(reading.failure));
  let order = reading.value;
  progress = { ...progress, order };
  if (input.expectEmail !== undefined && !isCustomer(order, input.expectEmail)) {
    return end({ tag: "refused", error: wrongCustomer(order, input.expectEmail) });
  }
  const wish = await input.wish(order, run);
  const comment = await chooseComment(input.comment, run);
  const subject: Subject = {
    ...{ realm: settings.rpc.realm, api: "rpc6", account: account.merchantCode },
    number: order.refNo,
  };

  return useJournal(run, { create: !input.dryRun }, async (journal) => {
    let confirmed: ReadyPlan | null = null;
    for (let plans = 0; plans < mostPlans; plans++) {
      const attempts = await overruleByEvidence(await journal.attemptsOn(subject), order, journal, {
        record: !input.dryRun,
      });
      const plan = planRefund(order, attempts, {
        ...{ wish, reason, comment, again: input.again ?? null },
        ...{ skipChecks: input.skipChecks, now: context.now() },
      });
      progress = { ...progress, order, plan };
      if (plan.tag === "usage") return end({ tag: "failed", cause: "usage", error: plan.problem });
      if (plan.tag !== "ready") return end({ tag: plan.tag, error: plan.error });
      progress = { ...progress, warnings: plan.warnings };

      if (confirmed === null || !samePlan(confirmed, plan)) {
        const preview = { settings, account: account.merchantCode, order, plan, attempts };
        talk.say(renderPreview(preview, context.terminal));
        for (const warning of plan.warnings) talk.warn(warning);
        if (input.dryRun) {
          const body = rpcBody(0, "issueRefund", ["***", ...refundParams(plan.request)]);
          const url = account.url.href;
          return end({ tag: "planned", request: { method: "POST", url, body } });
        }
        const refusal = await confirmRefund(plan.request.amount, input, run);
        if (refusal !== null) return end({ tag: "refused", error: refusal });
        confirmed = plan;
      }
      if (context.now() - order.readAt > freshForMs) {
        const again = await talk.during("Reading the order again…", rpc.readOrder(refNo));
        if (again.tag === "failed") return end(endingOf(again.failure));
        order = again.value;
        continue;
      }
      const ready = await rpc.ready();
      if (ready.tag === "failed") return end(endingOf(ready.failure));

      const sent = await sendRefund({ plan, subject, input, run, rpc, journal, attempts });
      if (sent.tag === "conflict") continue;
      progress = { ...progress, attempt: sent.attempt, order: sent.conclusion.orderAfter ?? order };
      return end(conclusionEnd(sent.conclusion, progress.warnings, sent.attempt));
    }
    return end({
      tag: "blocked",
      error: problem(
        "order-changing",
        `Order ${refNo} keeps changing while its refund is prepared; nothing was sent.`,
      ),
    });
  });
}

type ReadyPlan = Extract<Plan, { tag: "ready" }>;

interface Progress {
  readonly order: Order | null;
  readonly plan: Plan | null;
  readonly attempt: string | null;
  readonly warnings: readonly Problem[];
}

interface Sending {
  readonly plan: ReadyPlan;
  readonly subject: Subject;
  readonly input: RefundOrderInput;
  readonly run: Run;
  readonly rpc: Rpc6;
  readonly journal: Journal;
  readonly attempts: readonly Attempt[];
}

type Sent =
  | { readonly tag: "conflict" }
  | { readonly tag: "sent"; readonly attempt: string; readonly conclusion: Conclusion };

/** Intent on disk, then the request, then the outcome. One more attempt follows a proven "nothing done". */
async function sendRefund(sending: Sending): Promise<Sent> {
  const { run, journal } = sending;
  return run.stopping.whileSending(
    () => {
      run.talk.say("Waiting for 2Checkout's answer. Press Ctrl-C again to stop waiting.");
    },
    async (giveUp) => {
      const first = await sendAttempt(sending, giveUp, false);
      if (first.tag === "conflict" || !first.conclusion.mayRepeat || giveUp.aborted) return first;
      const ready = await sending.rpc.ready();
      if (ready.tag === "failed") return first;
      const attempts = await journal.attemptsOn(sending.subject);
      const seen = attempts.map(({ id }) => id);
      const second = await sendAttempt(
        { ...sending, attempts, plan: { ...sending.plan, seen } },
        giveUp,
        true,
      );
      return second.tag === "conflict" ? first : second;
    },
  );
}

async function sendAttempt(
  { plan, subject, input, run, rpc, journal, attempts }: Sending,
  giveUp: AbortSignal,
  isRepeat: boolean,
): Promise<Sent> {
  const { context, talk } = run;
  const before = snapshotOf(plan.order);
  const { request } = plan;
  const intent: Intent = {
    ...{ subject, kind: input.command, amount: request.amount, items: request.items },
    ...{ sameness: request.sameness, completes: request.completes, reason: request.reason },
    ...{ comment: request.comment, ticket: input.ticket ?? null, again: input.again ?? null },
    ...{ before, who: context.who, ...timesOf(run) },
  };
  const begun = await journal.begin(intent, plan.seen);
  if (begun.tag === "conflict") return begun;
  const settle = async () => {
    const settlement = await rpc.issueRefund(request, { signal: giveUp, startBy: intent.sendBy });
    return conclude(settlement, {
      ...{ request, before, isRepeat, givenUp: giveUp, sleep: context.sleep },
      ...{ others: explainedBy(attempts), readOrder: rpc.readOrder },
    });
  };
  const conclusion = await talk.during("Sending the refund…", unknownIfBroken(settle()));
  return {
    tag: "sent",
    attempt: begun.id,
    conclusion: await recordEnd(journal, begun.id, conclusion, context.now()),
  };
}

function samePlan(a: ReadyPlan, b: ReadyPlan): boolean {
  return (
    a.request.sameness === b.request.sameness &&
    sameSnapshot(snapshotOf(a.order), snapshotOf(b.order))
  );
}

function isCustomer(order: Order, email: string): boolean {
  return order.customer.email?.trim().toLowerCase() === email.trim().toLowerCase();
}

function wrongCustomer(order: Order, email: string): Problem {
  return problem(
    "customer-mismatch",
    `Order ${order.refNo} is not ${email}'s (--expect-email); its customer is someone else. Check the order number.`,
  );
}

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

function outcomeSoFar(
  input: RefundOrderInput,
  { order, plan, attempt, warnings }: Progress,
  startedAt: number,
  finishedAt: number,
): RefundOutcome {
  const request = plan?.tag === "ready" ? plan.request : null;
  const planned = plan === null || plan.tag === "usage" ? null : plan.balance;
  return {
    ...{ tag: "failed", cause: null, command: input.command, api: "rpc6", attempt, lineItem: null },
    order: order && { order, balance: planned ?? balanceOf(order, []) },
    refund: request && {
      ...{ kind: input.command, amount: request.amount, items: request.items },
      ...{ reason: request.reason, comment: request.comment },
    },
    ...{ error: null, warnings, request: null, startedAt, finishedAt },
  };
}
