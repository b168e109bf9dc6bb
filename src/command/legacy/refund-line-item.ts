import type { Category } from "../../api/legacy/categories.ts";
import { lineItemRequest } from "../../api/legacy/refund-lineitem.ts";
import type { LegacyAccount } from "../../api/account.ts";
import type { Comment, Ticket } from "../../domain/free-text.ts";
import type { LineItemRefund } from "../../domain/line-item-refund.ts";
import { type Problem, problem } from "../../domain/problem.ts";
import { Cancelled } from "../../failure.ts";
import type { Intent, RowOfBatch, Subject } from "../../journal/attempt.ts";
import { requireExplained } from "../../journal/damage.ts";
import { blockedBy, isBadRepeat } from "../../journal/guard.ts";
import type { Journal } from "../../journal/journal.ts";
import type { RefundOutcome } from "../../outcome.ts";
import { waitingText } from "../../prompt/talk.ts";
import { renderLineItemPreview } from "../../render/preview.ts";
import { safe } from "../../safe-text.ts";
import { recordEnd, recordedTimes, timesOf, unknownIfBroken } from "../attempt-record.ts";
import { commentWarnings } from "../choose.ts";
import { chooseCategory, chooseLegacyComment, chooseLineItemId } from "./choose-line-item.ts";
import { statedTexts } from "../free-text.ts";
import { legacyAccount } from "../credentials.ts";
import { requireLineItemRefund } from "../refund/require-refund.ts";
import type { Run } from "../run.ts";
import { mostLineItemCalls, sendLineItem } from "./send-line-item.ts";
import { useJournal } from "../use-journal.ts";

/** What `lineitem --legacy` was asked to do. */
export interface RefundLineItemInput {
  readonly lineItemId: string | undefined;
  /** An id or a name. */
  readonly category: string | undefined;
  readonly comment: string | undefined;
  readonly ticket: string | undefined;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly again: string | undefined;
  /** The row of a batch that asks for it. */
  readonly row: RowOfBatch | null;
}

/** What one refund opens for itself and the rows of a batch share. */
export interface LineItemTools {
  readonly account: LegacyAccount;
  readonly inJournal: <T>(work: (journal: Journal) => Promise<T>) => Promise<T>;
}

/** Confirms, records, sends, and says what came of it. There is nothing to read beforehand. */
export async function refundLegacyLineItem(
  input: RefundLineItemInput,
  run: Run,
): Promise<RefundOutcome> {
  const { comment: stated, ticket } = statedTexts(input);
  requireLineItemRefund(input, run);
  const lineItemId = await chooseLineItemId(input.lineItemId, run);
  const category = await chooseCategory(input.category, run);
  const comment = await chooseLegacyComment({ ...input, comment: stated }, category, run);
  const account = await legacyAccount(run);
  const tools: LineItemTools = {
    account,
    inJournal: (work) => useJournal(run, { create: !input.dryRun }, work),
  };
  return refundLineItemWith(tools, { ...input, lineItemId, category, comment, ticket }, run);
}

/** The same, once it is known which line item is meant and why. */
export async function refundLineItemWith(
  { account, inJournal }: LineItemTools,
  input: Omit<RefundLineItemInput, "lineItemId" | "category" | "comment" | "ticket"> & {
    readonly lineItemId: string;
    readonly category: Category;
    readonly comment: Comment;
    readonly ticket: Ticket | null;
  },
  run: Run,
): Promise<RefundOutcome> {
  const { context, talk, settings } = run;
  const { lineItemId, category, comment } = input;
  const startedAt = context.now();
  const warnings = commentWarnings(comment);
  for (const warning of warnings) talk.warn(warning);
  const refund: LineItemRefund = { lineItemId, category: category.id, comment };
  const end = (ending: Partial<RefundOutcome>): RefundOutcome => ({
    tag: "failed",
    cause: null,
    command: "lineitem",
    api: "legacy",
    attempt: null,
    order: null,
    lineItem: lineItemId,
    error: null,
    request: null,
    warnings: [...settings.warnings, ...warnings],
    refund: { kind: "lineitem", amount: null, reason: category.name, comment, items: [] },
    startedAt,
    finishedAt: context.now(),
    ...ending,
  });
  const subject: Subject = {
    realm: settings.legacy.realm,
    api: "legacy",
    account: account.username,
    number: lineItemId,
  };

  return inJournal(async (journal) => {
    const attempts = await journal.attemptsOn(subject);
    const again = input.again ?? null;
    const error = blockedBy(attempts, { kind: "lineitem", sameness: wholeLine, again });
    if (error !== null)
      return end(
        isBadRepeat(error) ? { tag: "failed", cause: "usage", error } : { tag: "blocked", error },
      );
    if (!input.yes || !talk.quiet) {
      talk.show(
        renderLineItemPreview(settings, account.username, refund, category.name, talk.screen),
      );
    }
    if (input.dryRun) {
      const { url, body } = lineItemRequest(account, refund);
      return end({ tag: "planned", request: { method: "POST", url: url.href, body } });
    }
    if (!input.yes) {
      const ask = await run.questions();
      if (!(await ask.yes(safe`Refund line item ${lineItemId} in full?`)))
        throw new Cancelled({ declined: true });
    }
    const times = timesOf(run, mostLineItemCalls);
    const intent: Intent = {
      subject,
      kind: "lineitem",
      amount: null,
      items: [],
      sameness: wholeLine,
      completes: true,
      reason: category.name,
      comment,
      ticket: input.ticket,
      again,
      row: input.row,
      before: null,
      who: context.who,
      ...recordedTimes(times),
    };
    return run.stopping.whileSending({
      onWait: () => {
        talk.show(waitingText);
      },
      wasSent: ({ attempt }) => attempt !== null,
      work: async (giveUp) => {
        const seen = attempts.map(({ id }) => id);
        const begun = await journal.begin(intent, seen);
        if (begun.tag === "conflict") {
          const recorded = await journal.attemptsOn(subject);
          const now = blockedBy(recorded, { kind: "lineitem", sameness: wholeLine, again });
          if (now !== null) return end({ tag: "blocked", error: now });
          requireExplained(attempts, recorded);
          return end({ tag: "not-sent", error: changing(lineItemId) });
        }
        const sending = sendLineItem(account, refund, times, again, giveUp, run);
        const concluded = await talk.during(safe`Sending the refund…`, unknownIfBroken(sending));
        const conclusion = await recordEnd(journal, begun.id, concluded, context.now());
        return end({
          tag: conclusion.credentials ? "failed" : conclusion.outcome,
          cause: conclusion.credentials ? "configuration" : null,
          attempt: begun.id,
          error: conclusion.problem && { ...conclusion.problem, attempt: begun.id },
          warnings: [...settings.warnings, ...warnings, ...conclusion.warnings],
        });
      },
    });
  });
}

/** A line item can only be refunded whole, so any two refunds of it are the same. */
const wholeLine = "whole line item";

function changing(lineItemId: string): Problem {
  return problem(
    "order-changing",
    `Another process was refunding line item ${lineItemId} at the same time.`,
  );
}
