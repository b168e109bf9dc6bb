import { type Problem, problem } from "../domain/problem.ts";
import { UsageError } from "../failure.ts";
import { safe, type SafeText, visible } from "../safe-text.ts";
import { didYouMean } from "../nearest.ts";
import type { Run } from "./run.ts";

const refNoPattern = /^[0-9]{1,20}$/;

/** The order number from the command line, or asked for. @throws UsageError */
export async function chooseRefNo(given: string | undefined, run: Run): Promise<string> {
  const bad = (text: string) =>
    refNoPattern.test(text) ? null : `"${text}" is not an order number, which is all digits.`;
  return choose(given, run, bad, safe`Order number:`, "Name the order: its number is missing.");
}

/** Sent verbatim: one of the account's own reasons where they are configured. @throws UsageError */
export async function chooseReason(given: string | undefined, run: Run): Promise<string> {
  const { defaultReason } = run.settings;
  const known = knownReasons(run.settings);
  if (given !== undefined) {
    if (given.trim() === "") throw new UsageError("--reason must not be empty.");
    if (known !== null && !known.includes(given)) {
      throw new UsageError(
        `"${given}" is not one of the configured refund reasons: ${known.join(", ")}.${didYouMean(given, known)}`,
      );
    }
    return given;
  }
  if (!run.talk.asks) {
    if (defaultReason !== null && known?.includes(defaultReason) !== false) return defaultReason;
    throw new UsageError("Name the reason of the refund: --reason is missing.");
  }
  const ask = await run.questions();
  if (known === null) return ask.text(safe`Reason:`, { initial: defaultReason ?? undefined });
  const first = known.filter((reason) => reason === defaultReason);
  const rest = known.filter((reason) => reason !== defaultReason);
  return ask.search(
    safe`Reason:`,
    [...first, ...rest].map((reason) => ({ name: visible(reason), value: reason })),
  );
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
 * What the customer reads; may be empty. @throws UsageError for a card number
 * @param yes confirmed ahead: then nothing that may be left out is asked for
 * @param ifEmpty what becomes of no comment
 */
export async function chooseComment(
  { comment: given, yes }: { readonly comment: string | undefined; readonly yes: boolean },
  run: Run,
  ifEmpty = "optional",
): Promise<string> {
  if (given !== undefined) requireNoCard(given);
  if (given !== undefined || yes || !run.talk.asks) return given ?? "";
  const ask = await run.questions();
  return ask.text(safe`Comment (${ifEmpty}; the customer reads it):`, {
    check: cardComplaint,
    note: (text) =>
      visible(cardComplaint(text) ?? `${text.length} characters${lengthRemark(text)}.`),
  });
}

/** Said before anything is read, when the comment is on the command line. @throws UsageError */
export function requireNoCard(comment: string): void {
  const complaint = cardComplaint(comment);
  if (complaint !== null) throw new UsageError(complaint);
}

function cardComplaint(comment: string): string | null {
  return holdsCardNumber(comment)
    ? "The comment holds what looks like a card number; the customer and the journal would keep it."
    : null;
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

/** 13 to 19 digits, written together or in groups, that pass the Luhn check. */
export function holdsCardNumber(text: string): boolean {
  return [...text.matchAll(/[0-9]+(?:[ -][0-9]+)*/g)].some(([digits]) => {
    const groups = digits.split(/[ -]/);
    // Whatever stands beside a card number, its own groups follow each other.
    return groups.some((_group, start) =>
      groups.some((_last, end) => isCardNumber(groups.slice(start, end + 1).join(""))),
    );
  });
}

function isCardNumber(digits: string): boolean {
  return digits.length >= 13 && digits.length <= 19 && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits, Number)
    .reverse()
    .reduce((total, digit, index) => {
      const value = digit * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
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
