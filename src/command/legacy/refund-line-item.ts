import type { LegacyAccount } from "../../api/account.ts";
import { lineItemRequest } from "../../api/legacy/refund-lineitem.ts";
import type { LineItemRefund } from "../../domain/line-item-refund.ts";
import type { Problem } from "../../domain/problem.ts";
import type { TypedName } from "../../domain/typed-name.ts";
import { Cancelled } from "../../failure.ts";
import type { Journal } from "../../journal/journal.ts";
import { planned, type PlannedRequest, type RefundEnd, type RefundOutcome } from "../../outcome.ts";
import { renderLineItemPreview } from "../../render/preview.ts";
import { inTurn } from "../../prompt/turns.ts";
import { WentBack } from "../../prompt/went-back.ts";
import { safe } from "../../safe-text.ts";
import { commentWarnings } from "../comment.ts";
import { attemptEnd } from "../conclusion.ts";
import { legacyAccount } from "../credentials.ts";
import { attemptGiven } from "../names.ts";
import { requireLineItemRefund } from "./require-refund-line-item.ts";
import { statedTexts } from "../free-text.ts";
import type { Run } from "../run.ts";
import { lineItemSubject } from "../subject.ts";
import { useJournal } from "../use-journal.ts";
import { lineItemTurns, nothingSaid, requireAllSaid } from "./line-item-turns.ts";
import type { ChosenLineItem, LineItemTask } from "./line-item-task.ts";
import { readSaleBefore, type SeenSale } from "./read-sale.ts";
import { recordAndSend } from "./record-and-send.ts";
import { forbiddenEnd, lineItemBlock } from "./whole-line.ts";

/** The input of `lineitem --legacy`. */
export interface RefundLineItemInput extends Omit<
  ChosenLineItem,
  "lineItemId" | "saleId" | "category" | "comment" | "ticket" | "again"
> {
  readonly lineItemId: string | undefined;
  readonly sale: string | undefined;
  /** An id or a name. */
  readonly category: string | undefined;
  readonly comment: string | undefined;
  readonly ticket: string | undefined;
  /** The accepted attempt that is to be repeated. */
  readonly again: TypedName | undefined;
}

/** What one refund opens for itself, and what the rows of a batch share. */
export interface LineItemTools {
  readonly account: LegacyAccount;
  readonly inJournal: <T>(work: (journal: Journal) => Promise<T>) => Promise<T>;
}

/** Reads the sale if its number is known, confirms, records, sends, and says what came of it. */
export async function refundLegacyLineItem(
  input: RefundLineItemInput,
  run: Run,
): Promise<RefundOutcome> {
  const { comment: stated, ticket } = statedTexts(input);
  requireLineItemRefund(input, run);
  const again = await attemptGiven(input.again, run);
  const turns = inTurn(lineItemTurns({ ...input, comment: stated }, run), run.questions);
  let said = await turns.from(0, nothingSaid);
  const account = await legacyAccount(run);
  const tools: LineItemTools = {
    account,
    inJournal: (work) => useJournal(run, { create: !input.dryRun }, work),
  };
  const questions = async () => {
    const all = await run.questions();
    return turns.last() === null ? all : all.withBack();
  };
  for (;;) {
    const chosen: ChosenLineItem = { ...input, ...requireAllSaid(said), ticket, again };
    try {
      return await refundLineItemWith(tools, chosen, { ...run, questions });
    } catch (error) {
      // Esc at the confirmation.
      const last = turns.last();
      if (!(error instanceof WentBack) || last === null) throw error;
      (await run.questions()).leaveAnswers();
      said = await turns.from(last, said);
    }
  }
}

/** The same, once it is known which line item is meant and why. */
export async function refundLineItemWith(
  { account, inJournal }: LineItemTools,
  input: ChosenLineItem,
  run: Run,
): Promise<RefundOutcome> {
  const { context, talk, settings } = run;
  const { lineItemId, category, comment } = input;
  const startedAt = context.now();
  const said = commentWarnings(comment);
  for (const warning of said) talk.warn(warning);
  const task: LineItemTask = {
    input,
    account,
    run,
    subject: lineItemSubject(settings, account, lineItemId),
    refund: { lineItemId, category: category.id, comment },
  };
  return inJournal(async (journal) => {
    const { end, warnings } = await refundChecked(journal, task);
    return {
      target: { api: "legacy", command: "lineitem", lineItem: lineItemId },
      refund: { kind: "lineitem", amount: null, reason: category.name, comment, items: [] },
      end,
      warnings: [...settings.warnings, ...said, ...warnings],
      startedAt,
      finishedAt: context.now(),
    };
  });
}

interface Ended {
  readonly end: RefundEnd;
  readonly warnings: readonly Problem[];
}

/** Checks, confirms, records, sends, and settles. */
async function refundChecked(journal: Journal, task: LineItemTask): Promise<Ended> {
  const { input, account, run, subject, refund } = task;
  const attempts = await journal.attemptsOn(subject);
  const forbidden = lineItemBlock(attempts, input);
  if (forbidden !== null) return { end: forbiddenEnd(forbidden), warnings: [] };

  const reading = await readSaleBefore(task);
  if (reading.tag === "ended") return { end: reading.end, warnings: [] };
  const { seen } = reading;
  const warnings = seen === null ? [] : seen.warnings;
  showPreview(task, seen);
  for (const warning of warnings) run.talk.warn(warning);
  if (input.dryRun) return { end: planned(plannedRequest(account, refund)), warnings };
  if (!input.yes) await confirmLineItem(task);

  const sent = await recordAndSend(attempts, seen?.before ?? null, journal, task);
  if (sent.tag === "ended") return { end: sent.end, warnings };
  const { conclusion, attempt } = sent;
  return { end: attemptEnd(conclusion, attempt), warnings: [...warnings, ...conclusion.warnings] };
}

function showPreview({ input, account, run, refund }: LineItemTask, seen: SeenSale | null): void {
  const { talk, settings } = run;
  if (input.yes && talk.quiet) return;
  const { name } = input.category;
  const sale = seen && seen.sale;
  talk.show(renderLineItemPreview(settings, account.username, refund, name, sale, talk.screen));
}

/** @throws Cancelled */
async function confirmLineItem({ refund, account, run }: LineItemTask): Promise<void> {
  const ask = await run.questions();
  const where = run.settings.sandbox ? "the STAND-IN" : `account ${account.username}`;
  if (!(await ask.yes(safe`Refund line item ${refund.lineItemId} in full at ${where}?`)))
    throw new Cancelled({ declined: true });
}

function plannedRequest(account: LegacyAccount, refund: LineItemRefund): PlannedRequest {
  const { url, body } = lineItemRequest(account, refund);
  return { method: "POST", url: url.href, body };
}
