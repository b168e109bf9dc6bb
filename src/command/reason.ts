import { parseReason, type Reason } from "../domain/free-text.ts";
import { UsageError } from "../failure.ts";
import { didYouMean } from "../domain/nearest.ts";
import { required } from "../prompt/required.ts";
import { safe, visible } from "../safe-text.ts";
import { requireText, textComplaint } from "./free-text.ts";
import { missing } from "./missing-input.ts";
import type { Run } from "./run.ts";

/** The reason as it is sent: from the command line, else the default one, else from a question. @throws UsageError */
export async function chooseReason(
  given: string | undefined,
  run: Run,
  questions: Run["questions"] = run.questions,
): Promise<Reason> {
  const known = knownReasons(run.settings);
  if (given !== undefined) {
    if (given.trim() === "") throw new UsageError("--reason must not be empty.");
    const match = matchReason(given, known);
    if ("reason" in match) return requireText("reason", parseReason, match.reason);
    throw new UsageError(`${match.cause}.${match.advice}`);
  }
  const usual = defaultReason(run.settings);
  if (!run.talk.asks) {
    if (usual === null) throw missing(["--reason"], false);
    return requireText("reason", parseReason, usual);
  }
  const ask = await questions();
  if (known === null) {
    const reason = await ask.text(safe`Reason:`, {
      initial: usual ?? undefined,
      check: (text) => required(text) ?? textComplaint("reason", parseReason(text)),
    });
    return requireText("reason", parseReason, reason);
  }
  const first = known.filter((reason) => reason === usual);
  const rest = known.filter((reason) => reason !== usual);
  const reason = await ask.search(
    safe`Reason:`,
    [...first, ...rest].map((each) => ({ name: visible(each), value: each })),
  );
  return requireText("reason", parseReason, reason);
}

/** The reason sent if none is given and there is nobody to ask; null if there is none that 2Checkout takes. */
export function defaultReason(settings: Run["settings"]): string | null {
  if (settings.defaultReason === null) return null;
  const match = matchReason(settings.defaultReason, knownReasons(settings));
  return "reason" in match ? match.reason : null;
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

/** The reason as it is sent, or why there is none: a sentence without its full stop, and what to do. */
export type ReasonMatch =
  { readonly reason: string } | { readonly cause: string; readonly advice: string };

/**
 * The one configured reason that a text means, spelled as configured, because 2Checkout accepts no other spelling.
 * @param known null if any text may be a reason
 */
export function matchReason(text: string, known: readonly string[] | null): ReasonMatch {
  if (known === null) return { reason: text };
  const [reason, ...others] = reasonsMeant(text, known);
  if (reason === undefined) {
    return {
      cause: `"${text}" is not one of the configured refund reasons: ${known.join(", ")}`,
      advice: didYouMean(text, known),
    };
  }
  if (others.length === 0) return { reason };
  const all = [reason, ...others].map((each) => `"${each}"`).join(" or ");
  return {
    cause: `"${text}" could mean ${all}`,
    advice: " Write it exactly like one of them.",
  };
}

/** An exact match wins; otherwise case and outer blanks are ignored. */
function reasonsMeant(text: string, known: readonly string[]): readonly string[] {
  if (known.includes(text)) return [text];
  return [...new Set(known.filter((reason) => plain(reason) === plain(text)))];
}

function plain(reason: string): string {
  return reason.normalize("NFC").trim().toLowerCase();
}
