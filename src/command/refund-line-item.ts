import { categories, findCategory, type Category } from "../api/legacy/categories.ts";
import { lineItemRequest, refundLineItem } from "../api/legacy/legacy.ts";
import type { LegacyAccount } from "../api/account.ts";
import type { Settlement } from "../api/contract.ts";
import type { LineItemRefund } from "../domain/line-item-refund.ts";
import { type Problem, problem } from "../domain/problem.ts";
import { Cancelled, UsageError } from "../failure.ts";
import { didYouMean } from "../nearest.ts";
import type { Intent, RowOfBatch, Subject } from "../journal/attempt.ts";
import { blockedBy, isBadRepeat } from "../journal/guard.ts";
import type { Journal } from "../journal/journal.ts";
import type { RefundOutcome } from "../outcome.ts";
import { waitingText } from "../prompt/talk.ts";
import { renderLineItemPreview } from "../render/preview.ts";
import { recordEnd, timesOf, unknownIfBroken } from "./attempt-record.ts";
import { choose, chooseComment, commentWarnings } from "./choose.ts";
import type { Conclusion } from "./conclude.ts";
import { legacyAccount } from "./credentials.ts";
import type { Run } from "./run.ts";
import { useJournal } from "./use-journal.ts";

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
  const lineItemId = await chooseLineItemId(input.lineItemId, run);
  const category = await chooseCategory(input.category, run);
  const comment = await chooseLegacyComment(input, category, run);
  const account = await legacyAccount(run);
  if (!input.yes && !input.dryRun && !run.talk.asks) {
    throw new UsageError("Nobody can be asked to confirm: --yes is missing.");
  }
  const tools: LineItemTools = {
    account,
    inJournal: (work) => useJournal(run, { create: !input.dryRun }, work),
  };
  return refundLineItemWith(tools, { ...input, lineItemId, category, comment }, run);
}

/** The same, once it is known which line item is meant and why. */
export async function refundLineItemWith(
  { account, inJournal }: LineItemTools,
  input: Omit<RefundLineItemInput, "lineItemId" | "category" | "comment"> & {
    readonly lineItemId: string;
    readonly category: Category;
    readonly comment: string;
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
    ...{ tag: "failed", cause: null, command: "lineitem", api: "legacy", attempt: null },
    ...{ order: null, lineItem: lineItemId, error: null, request: null },
    warnings: [...settings.warnings, ...warnings],
    refund: { kind: "lineitem", amount: null, reason: category.name, comment, items: [] },
    ...{ startedAt, finishedAt: context.now() },
    ...ending,
  });
  const subject: Subject = {
    ...{ realm: settings.legacy.realm, api: "legacy", account: account.username },
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
      if (!(await ask.yes(`Refund line item ${lineItemId} in full?`)))
        throw new Cancelled({ declined: true });
    }
    const intent: Intent = {
      ...{ subject, kind: "lineitem", amount: null, items: [], sameness: wholeLine },
      ...{ completes: true, reason: category.name, comment, ticket: input.ticket ?? null },
      ...{ again, row: input.row, before: null, who: context.who },
      ...timesOf(run, 1 + repeatPausesMs.length),
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
          const now = blockedBy(await journal.attemptsOn(subject), {
            ...{ kind: "lineitem", sameness: wholeLine, again },
          });
          return now === null
            ? end({ tag: "not-sent", error: changing(lineItemId) })
            : end({ tag: "blocked", error: now });
        }
        const sending = sendLineItem(account, refund, intent, giveUp, run);
        const concluded = await talk.during(
          "Sending the refund…",
          unknownIfBroken(sending.then(concludeLineItem)),
        );
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

/** Pauses before the call is made again after a lost answer: that two at once are safe is unknown. */
const repeatPausesMs = [1_000, 3_000];

/**
 * The one refund that may be repeated after a lost answer, because a second one is answered with
 * NOTHING_TO_DO. After a loss only that and OK settle it. An undocumented refusal is asked once more.
 */
async function sendLineItem(
  account: LegacyAccount,
  refund: LineItemRefund,
  { sendBy, busyUntil, again }: Intent,
  signal: AbortSignal,
  { transport, context, settings }: Run,
): Promise<Settlement> {
  const first = await refundLineItem(account, transport, refund, { signal, startBy: sendBy });
  if (first.tag !== "unknown" && first.tag !== "refused-undocumented") return first;
  for (const pause of repeatPausesMs) {
    if (signal.aborted) break;
    await context.sleep(pause);
    // Its answer must have come before anybody else may ask about the attempt.
    const startBy = busyUntil - settings.timeoutMs;
    const next = await refundLineItem(account, transport, refund, { signal, startBy });
    if (next.tag === "accepted") return next;
    // A repeat knows of an earlier refund, which may be all that is meant.
    if (next.tag === "already-refunded" && again !== null) return next;
    // Nothing is left to do because the lost request, or somebody meanwhile, did it.
    if (next.tag === "already-refunded") return { tag: "accepted", warnings: [afterLoss(next)] };
    if (first.tag === "refused-undocumented" && next.tag === "refused-undocumented") return first;
  }
  return { tag: "unknown", problem: first.problem };
}

function afterLoss({ problem: said }: Extract<Settlement, { tag: "already-refunded" }>): Problem {
  const message = `The answer was lost; asked again, 2Checkout says that it is refunded (${said.message}).`;
  return problem("settled-by-evidence", message, said.api);
}

function concludeLineItem(settlement: Settlement): Conclusion {
  const common = {
    ...({ by: "answer", evidence: null, repeatAfterMs: null } as const),
    credentials: settlement.tag === "credentials",
    problem: "problem" in settlement ? settlement.problem : null,
    warnings: "warnings" in settlement ? settlement.warnings : [],
  };
  switch (settlement.tag) {
    case "accepted":
    case "already-refunded":
    case "refused":
    case "not-sent":
    case "unknown":
      return { ...common, outcome: settlement.tag };
    case "credentials":
    case "nothing-done":
      return { ...common, outcome: "not-sent" };
    case "refused-undocumented":
    case "not-accepted":
      return { ...common, outcome: "refused" };
  }
}

async function chooseLineItemId(given: string | undefined, run: Run): Promise<string> {
  const bad = (text: string) =>
    /^[0-9]{1,20}$/.test(text)
      ? null
      : `"${text}" is not a legacy line item id, which is all digits.`;
  return choose(given, run, bad, "Line item id:", "Name the line item: its id is missing.");
}

async function chooseCategory(given: string | undefined, run: Run): Promise<Category> {
  if (given === undefined && run.talk.asks) {
    const ask = await run.questions();
    return ask.search(
      "Category:",
      categories.map((value) => ({ name: `${value.id} ${value.name}`, value })),
    );
  }
  if (given === undefined) throw new UsageError("Name the category: --category is missing.");
  const category = findCategory(given);
  if (category !== null) return category;
  const known = categories.map(({ id, name }) => `  ${id}  ${name}`).join("\n");
  const names = categories.map(({ name }) => name);
  const hint = didYouMean(given, names);
  throw new UsageError(`"${given}" is not a refund category.${hint} The categories:\n${known}`);
}

const longestComment = 5_000;

/** The call needs a comment: the category's name when the user gives none. */
async function chooseLegacyComment(
  input: Parameters<typeof chooseComment>[0],
  category: Category,
  run: Run,
): Promise<string> {
  const comment = (await chooseComment(input, run)) || category.name;
  if (comment.length > longestComment) {
    throw new UsageError(`The comment is longer than ${longestComment} characters.`);
  }
  if (/[<>]/.test(comment)) throw new UsageError("The comment must not contain < or >.");
  return comment;
}

function changing(lineItemId: string): Problem {
  return problem(
    "order-changing",
    `Another process was refunding line item ${lineItemId} at the same time.`,
  );
}
