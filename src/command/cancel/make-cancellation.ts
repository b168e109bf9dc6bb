import type { RpcAccount } from "../../api/account.ts";
import { rpcBody } from "../../api/rpc6/envelope.ts";
import type { AttemptId } from "../../domain/attempt-id.ts";
import type { Order } from "../../domain/order.ts";
import { type Problem, problem } from "../../domain/problem.ts";
import { Cancelled } from "../../failure.ts";
import { unresolved } from "../../journal/guard.ts";
import { requireExplained } from "../../journal/damage.ts";
import type { Journal } from "../../journal/journal.ts";
import { blocked, endingOf, nothingSent, planned, type PlannedRequest } from "../../outcome.ts";
import { safe } from "../../safe-text.ts";
import { overruleByEvidence } from "../attempt-evidence.ts";
import { isStale } from "../freshness.ts";
import { knownOrder } from "../known-order.ts";
import { lookAtPaidOut } from "../look-at-paid-out.ts";
import { type OrderPosition, positionOf } from "../plan.ts";
import { mistakenOrder } from "../refund/mistaken-order.ts";
import type { Run } from "../run.ts";
import { requireConfirmation } from "../missing-input.ts";
import { shownText } from "../shown-text.ts";
import type { CancelTask } from "./cancel-task.ts";
import type { CancelEnd } from "./cancellation.ts";
import { chooseMeant } from "./meant-refund.ts";
import { type CancelPreview, cancelQuestion, renderCancelPreview } from "./preview.ts";
import { sendCancellation } from "./send-cancellation.ts";

/** What a cancellation needs to know besides its order. */
export interface CancelWish {
  /** Which refund is meant, where several of the order wait. */
  readonly attempt: AttemptId | undefined;
  readonly expectEmail: string | undefined;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** How often it is looked at anew because the order or the journal changed under it. */
const maxLooks = 5;

interface Ended {
  readonly end: CancelEnd;
  readonly order: OrderPosition | null;
  readonly warnings: readonly Problem[];
}

/**
 * Shows, confirms, records, sends once, and settles. Whatever changes in between leads back to what is shown,
 * and to a new confirmation.
 */
export async function makeCancellation(
  read: Order,
  input: CancelWish,
  account: RpcAccount,
  journal: Journal,
  task: CancelTask,
): Promise<Ended> {
  const { rpc, run, subject } = task;
  const record = !input.dryRun;
  let order = read;
  let position: OrderPosition | null = null;
  let named = input.attempt;
  let confirmed: string | null = null;
  const ended = (end: CancelEnd, warnings: readonly Problem[] = []): Ended => ({
    end,
    order: position,
    warnings,
  });
  for (let looks = 0; looks < maxLooks; looks++) {
    const known = await journal.attemptsOn(subject);
    const seen = knownOrder(order, known);
    const corrected = await overruleByEvidence(known, seen, journal, { record });
    const look = { order: seen, invoices: null };
    const attempts = await lookAtPaidOut(corrected, look, journal, { record });
    position = positionOf(seen, attempts);
    const mistaken = mistakenOrder(order, {
      expectEmail: input.expectEmail,
      expectCurrency: undefined,
    });
    if (mistaken !== null) return ended(nothingSent("refused", mistaken));
    const open = unresolved(attempts);
    if (open !== null) return ended(blocked(open));
    const meant = await chooseMeant(attempts, named, run);
    if (meant.tag === "refused") return ended(nothingSent("refused", meant.error));
    // What was picked once is not asked for again.
    named = meant.attempt?.id ?? named;

    const preview: CancelPreview = {
      settings: run.settings,
      account: account.merchantCode,
      position,
      attempts,
      shortNames: await journal.shortNames(attempts.map(({ id }) => id)),
      meant: meant.attempt,
      now: journal.now(),
    };
    const shown = shownText([position, attempts, preview.meant]);
    if (shown !== confirmed) {
      if (confirmed !== null && !input.yes) run.talk.show(changedText);
      if (!input.yes || !run.talk.quiet) {
        run.talk.show(renderCancelPreview(preview, run.talk.screen));
      }
      if (input.dryRun) {
        return ended(planned(plannedRequest(account, order)));
      }
      confirmed = shown;
      if (!input.yes) {
        await confirm(preview, run);
        looks = 0;
        continue;
      }
    }
    if (isStale(order, run.context)) {
      const again = await run.talk.during(
        safe`Reading the order again…`,
        rpc.readOrder(subject.number),
      );
      if (again.tag === "failed") return ended(endingOf(again.failure));
      order = again.value;
      continue;
    }
    const ready = await rpc.ready();
    if (ready.tag === "failed") return ended(endingOf(ready.failure));
    const sent = await sendCancellation(
      { order: seen, attempts, meant: meant.attempt },
      ready.value,
      journal,
      task,
    );
    if (sent.tag === "conflict") {
      requireExplained(known, await journal.attemptsOn(subject));
      continue;
    }
    return ended(sent.end, sent.warnings);
  }
  return ended(nothingSent("not-sent", changing(subject.number)));
}

const changedText = safe`\nThe order or its refunds changed in the meantime. Please check again:`;

/** @throws UsageError, Cancelled */
async function confirm(preview: CancelPreview, run: Run): Promise<void> {
  requireConfirmation({ yes: false }, run.talk);
  const ask = await run.questions();
  if (!(await ask.yes(cancelQuestion(preview)))) throw new Cancelled({ declined: true });
}

function plannedRequest(account: RpcAccount, { number }: Order): PlannedRequest {
  const body = rpcBody(0, "cancelRefund", ["***", number]);
  return { method: "POST", url: account.url.href, body };
}

function changing(orderNumber: string): Problem {
  return problem(
    "order-changing",
    `Order ${orderNumber} or its attempts kept changing while the cancellation was prepared.`,
  );
}
