import {
  type Comment,
  noText,
  parseComment,
  parseReason,
  type Reason,
} from "../domain/free-text.ts";
import type { OrderNumber } from "../domain/order-number.ts";
import { type Problem, problem } from "../domain/problem.ts";
import { parseOrderNumber } from "../domain/pasted.ts";
import { reasonsMeant } from "../domain/reason.ts";
import { UsageError } from "../failure.ts";
import { safe, type SafeText, visible } from "../safe-text.ts";
import { didYouMean } from "../nearest.ts";
import { required } from "../prompt/required.ts";
import { requireText, textComplaint } from "./free-text.ts";
import { missing } from "./missing-input.ts";
import type { Run } from "./run.ts";

export const wantedOrder: Wanted<OrderNumber> = {
  name: "the order number",
  question: safe`Order number:`,
  parse: parseOrderNumber,
  complaint: (text) => `"${text}" is not an order number. Order numbers are all digits.`,
};

/** The order number from the command line, or else from a question. @throws UsageError */
export async function chooseOrderNumber(given: string | undefined, run: Run): Promise<OrderNumber> {
  return choose(given, wantedOrder, run);
}

/** The reason as it is sent: one of the account's own if they are configured. @throws UsageError */
export async function chooseReason(
  given: string | undefined,
  run: Run,
  questions: Run["questions"] = run.questions,
): Promise<Reason> {
  const { defaultReason } = run.settings;
  const known = knownReasons(run.settings);
  if (given !== undefined) {
    if (given.trim() === "") throw new UsageError("--reason must not be empty.");
    return requireText("reason", parseReason, known === null ? given : oneReason(given, known));
  }
  if (!run.talk.asks) {
    const reason = unaskedReason(run.settings);
    if (reason === null) throw missing(["--reason"], false);
    return requireText("reason", parseReason, reason);
  }
  const ask = await questions();
  if (known === null) {
    const reason = await ask.text(safe`Reason:`, {
      initial: defaultReason ?? undefined,
      check: (text) => required(text) ?? textComplaint("reason", parseReason(text)),
    });
    return requireText("reason", parseReason, reason);
  }
  const first = known.filter((reason) => reason === defaultReason);
  const rest = known.filter((reason) => reason !== defaultReason);
  const reason = await ask.search(
    safe`Reason:`,
    [...first, ...rest].map((each) => ({ name: visible(each), value: each })),
  );
  return requireText("reason", parseReason, reason);
}

/** @throws UsageError */
function oneReason(given: string, known: readonly string[]): string {
  const [reason, ...others] = reasonsMeant(given, known);
  if (reason === undefined) {
    throw new UsageError(
      `"${given}" is not one of the configured refund reasons: ${known.join(", ")}.${didYouMean(given, known)}`,
    );
  }
  if (others.length === 0) return reason;
  const all = [reason, ...others].map((each) => `"${each}"`).join(" or ");
  throw new UsageError(`"${given}" could mean ${all}. Write it exactly like one of them.`);
}

/** The reason sent if none is given and there is nobody to ask; null for none. */
export function unaskedReason(settings: Run["settings"]): string | null {
  const { defaultReason } = settings;
  const known = knownReasons(settings);
  const isKnown = known === null || (defaultReason !== null && known.includes(defaultReason));
  return isKnown ? defaultReason : null;
}

/** Null if any text may be a reason. The stand-in's merchant has its own reasons, whatever the live account has. */
export function knownReasons({ sandbox, reasons }: Run["settings"]): readonly string[] | null {
  return sandbox ? sandboxReasons : reasons;
}

/** The reasons the stand-in's merchant knows. */
export const sandboxReasons = [
  "Unwanted auto-renewal",
  "Fraud",
  "Duplicate purchase",
  "Cancellation",
  "Other",
];

/**
 * The comment that the customer reads; may be empty.
 * @param yes whether the confirmation is skipped: then nothing optional is asked for
 * @param ifEmpty what happens without a comment
 */
export async function chooseComment(
  { comment: given, yes }: { readonly comment: Comment | null; readonly yes: boolean },
  run: Run,
  questions: Run["questions"] = run.questions,
  ifEmpty = "optional",
): Promise<Comment> {
  if (given !== null) return given;
  if (yes || !run.talk.asks) return noText;
  const complaint = (text: string) => textComplaint("comment", parseComment(text));
  const ask = await questions();
  const comment = await ask.text(safe`Comment (${ifEmpty}; the customer reads it):`, {
    lines: true,
    check: complaint,
    note: (text) => visible(complaint(text) ?? lengthNote(text)),
  });
  return requireText("comment", parseComment, comment);
}

/** One of the vendor's own plug-ins cuts comments here. */
const shortCommentLength = 150;

function lengthNote({ length }: string): string {
  return length > shortCommentLength
    ? `${length} characters; 2Checkout may cut the comment after ${shortCommentLength}`
    : `${length} of ${shortCommentLength}`;
}

export function commentWarnings(comment: string): readonly Problem[] {
  const message = `2Checkout may cut the comment after ${shortCommentLength} characters.`;
  return comment.length > shortCommentLength ? [problem("comment-long", message)] : [];
}

/** A value that a command needs. */
export interface Wanted<T extends string> {
  /** The name used in the error if it is missing and there is nobody to ask. */
  readonly name: string;
  readonly question: SafeText;
  readonly parse: (text: string) => T | null;
  readonly complaint: (text: string) => string;
}

/** A value from the command line, else from a question, else a usage error that names it. */
export async function choose<T extends string>(
  given: string | undefined,
  { name, question, parse, complaint }: Wanted<T>,
  run: Run,
): Promise<T> {
  const check = (text: string) => (parse(text) === null ? complaint(text) : null);
  if (given === undefined && !run.talk.asks) throw missing([name], false);
  const text = given ?? (await (await run.questions()).text(question, { check }));
  const value = parse(text);
  if (value === null) throw new UsageError(complaint(text));
  return value;
}
