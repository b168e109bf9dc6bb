import {
  type Comment,
  noText,
  parseComment,
  parseReason,
  type Reason,
} from "../domain/free-text.ts";
import { type Problem, problem } from "../domain/problem.ts";
import { UsageError } from "../failure.ts";
import { safe, type SafeText, visible } from "../safe-text.ts";
import { didYouMean } from "../nearest.ts";
import { required } from "../prompt/required.ts";
import { requireText, textComplaint } from "./free-text.ts";
import type { Run } from "./run.ts";

const refNoPattern = /^[0-9]{1,20}$/;

/** The order number from the command line, or asked for. @throws UsageError */
export async function chooseRefNo(given: string | undefined, run: Run): Promise<string> {
  const bad = (text: string) =>
    refNoPattern.test(text) ? null : `"${text}" is not an order number, which is all digits.`;
  return choose(given, run, bad, safe`Order number:`, "Name the order: its number is missing.");
}

/** Sent verbatim: one of the account's own reasons where they are configured. @throws UsageError */
export async function chooseReason(given: string | undefined, run: Run): Promise<Reason> {
  const { defaultReason } = run.settings;
  const known = knownReasons(run.settings);
  if (given !== undefined) {
    if (given.trim() === "") throw new UsageError("--reason must not be empty.");
    const reason = requireText("reason", parseReason, given);
    if (known !== null && !known.includes(given)) {
      throw new UsageError(
        `"${given}" is not one of the configured refund reasons: ${known.join(", ")}.${didYouMean(given, known)}`,
      );
    }
    return reason;
  }
  if (!run.talk.asks) {
    if (defaultReason !== null && known?.includes(defaultReason) !== false) {
      return requireText("reason", parseReason, defaultReason);
    }
    throw new UsageError("Name the reason of the refund: --reason is missing.");
  }
  const ask = await run.questions();
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

/** Null when any text may be a reason. The stand-in's merchant has its own, whatever the live account's. */
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
 * What the customer reads; may be empty.
 * @param yes confirmed ahead: then nothing that may be left out is asked for
 * @param ifEmpty what becomes of no comment
 */
export async function chooseComment(
  { comment: given, yes }: { readonly comment: Comment | null; readonly yes: boolean },
  run: Run,
  ifEmpty = "optional",
): Promise<Comment> {
  if (given !== null) return given;
  if (yes || !run.talk.asks) return noText;
  const complaint = (text: string) => textComplaint("comment", parseComment(text));
  const ask = await run.questions();
  const comment = await ask.text(safe`Comment (${ifEmpty}; the customer reads it):`, {
    check: complaint,
    note: (text) => visible(complaint(text) ?? `${text.length} characters${lengthRemark(text)}.`),
  });
  return requireText("comment", parseComment, comment);
}

/** One of the vendor's own plug-ins cuts comments here. */
const shortCommentLength = 150;

function lengthRemark(text: string): string {
  return text.length > shortCommentLength
    ? `; 2Checkout may cut it after ${shortCommentLength}`
    : ` of ${shortCommentLength} that surely arrive`;
}

export function commentWarnings(comment: string): readonly Problem[] {
  const message = `2Checkout may cut the comment after ${shortCommentLength} characters.`;
  return comment.length > shortCommentLength ? [problem("comment-long", message)] : [];
}

/** A value from the command line, else from a question, else a usage error that names it. */
export async function choose(
  given: string | undefined,
  run: Run,
  bad: (text: string) => string | null,
  question: SafeText,
  missing: string,
): Promise<string> {
  if (given === undefined && run.talk.asks) {
    return (await run.questions()).text(question, { check: bad });
  }
  if (given === undefined) throw new UsageError(missing);
  const reason = bad(given);
  if (reason !== null) throw new UsageError(reason);
  return given;
}
