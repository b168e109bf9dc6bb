import type { AttemptId } from "../domain/attempt-id.ts";
import { moneyText } from "../domain/money.ts";
import type { OutcomeError, RefundOutcome } from "../outcome.ts";
import type { Api } from "../domain/api.ts";
import {
  joined,
  nothing,
  safe,
  type SafeText,
  type Showable,
  visible,
  visibleLines,
} from "../safe-text.ts";
import type { RefundOutcomeDocument } from "./documents/refund-outcome-document.ts";
import {
  errorPart,
  itemPart,
  moneyPart,
  orderPart,
  timePart,
  warningPart,
} from "./document-parts.ts";
import { exitCode } from "./exit-code.ts";
import type { NextCommand } from "./next-command.ts";
import { paintOutcome } from "./outcome-word.ts";
import { renderProse } from "./prose.ts";
import { renderDocument, type Rendered } from "./rendered.ts";
import type { Screen, Screens } from "./screen.ts";

/** A result on stdout, or on stderr the reason why there is none. */
export function renderRefund(outcome: RefundOutcome, screens: Screens, json: boolean): Rendered {
  const code = exitCode(outcome.end);
  const aboutMoney = outcome.end.tag !== "planned";
  if (json) return { ...renderDocument(refundDocument(outcome), code), aboutMoney };
  const warnings = outcome.end.tag === "planned" ? [] : lateWarnings(outcome);
  const label = screens.stderr.paint.magenta("Warning:");
  const lines = warnings.map(
    ({ message }) => safe`${renderProse(safe`${label} ${message}`, screens.stderr)}\n`,
  );
  const err = joined(lines, "");
  const text = safe`${refundText(outcome, code === 0 ? screens.stdout : screens.stderr, screens.nextCommand)}\n`;
  return code === 0
    ? { code, out: text, err, aboutMoney }
    : { code, out: nothing, err: safe`${err}${text}`, aboutMoney };
}

function refundDocument(outcome: RefundOutcome): RefundOutcomeDocument {
  const { target, refund, end } = outcome;
  return {
    schema: "refund.outcome/1",
    command: target.command,
    api: target.api,
    outcome: end.tag,
    attempt: end.attempt,
    ...(target.api === "legacy"
      ? { lineItem: target.lineItem }
      : { order: target.order && orderPart(target.order) }),
    refund: refund && {
      kind: refund.kind,
      amount: moneyPart(refund.amount),
      currency: refund.amount && refund.amount.currency,
      reason: refund.reason,
      comment: refund.comment,
      items: refund.items.map(itemPart),
    },
    error: errorPart(end.error && withAdvice(end.error)),
    warnings: outcome.warnings.map(warningPart),
    request: end.tag === "planned" ? end.request : null,
    startedAt: timePart(outcome.startedAt),
    finishedAt: timePart(outcome.finishedAt),
  };
}

/** The warnings that came after the preview, which has shown the others. */
function lateWarnings({ warnings }: RefundOutcome) {
  const late = ["settled-by-evidence", "journal-not-updated", "attempt-reopened", "api-warning"];
  return warnings.filter(({ code }) => late.includes(code));
}

/** The warning says what it rests on. */
function isByEvidence({ warnings }: RefundOutcome): boolean {
  return warnings.some(({ code }) => code === "settled-by-evidence");
}

/** What happened, to which order, whether money moved, and what to do next. */
function refundText(outcome: RefundOutcome, screen: Screen, further: NextCommand): SafeText {
  const { end, target } = outcome;
  const what = subjectText(outcome);
  const why = visible(end.error === null ? "" : withAdvice(end.error).message);
  const say = (label: string, ...lines: readonly Showable[]) =>
    renderProse(joined([paintOutcome(end.tag, label, screen.paint), ...lines], " "), screen);
  switch (end.tag) {
    case "accepted": {
      const happened = isByEvidence(outcome)
        ? `2Checkout has a refund of ${what}, although no answer confirmed it.`
        : `2Checkout accepted the request to refund ${what}.`;
      return say(
        "Accepted:",
        `${happened} The money follows in a few days. (attempt ${end.attempt})`,
      );
    }
    case "already-refunded":
      return say("Already refunded:", safe`2Checkout had already refunded ${what}. ${why}`);
    case "planned":
      return stacked(
        say("Planned, nothing sent:", `this would refund ${what}.`),
        `${end.request.method} ${end.request.url}`,
        end.request.body,
      );
    case "refused":
      return isDoubtful(end.attempt, end.error)
        ? say("Refused:", why, afterDoubtfulRefusal[target.api])
        : stacked(
            say("Refused, no money moved:", why),
            ...(end.error.code === "pending-refund" && target.api === "rpc6"
              ? [safe`To decline it from here: ${further(`cancel ${target.orderNumber}`)}`]
              : []),
          );
    case "blocked":
      return end.error.code === "unresolved-attempt"
        ? stacked(
            say("Blocked, nothing was sent:", why),
            safe`Run: ${further(`reconcile ${end.error.attempt}`)}`,
          )
        : say("Blocked, nothing was sent:", why);
    case "not-sent":
      return say("Not sent, no money moved:", safe`${why} It is safe to run it again.`);
    case "unknown":
      return stacked(
        say(
          "UNKNOWN:",
          end.error.code === "answer-lost"
            ? `the request to refund ${what} may have reached 2Checkout, but the answer was lost. Do not refund it any other way yet.`
            : `it is not known whether 2Checkout refunded ${what}. Do not refund it any other way yet.`,
        ),
        renderProse(why, screen),
        safe`Run: ${further(`reconcile ${end.attempt}`)}`,
      );
    case "cancelled":
      return say("Stopped; nothing was sent.");
    case "failed":
      return say("Failed, nothing was refunded:", visibleLines(withAdvice(end.error).message));
  }
}

/** Sent, and refused without a documented reason: whether money moved depends on what was seen afterwards. */
function isDoubtful(attempt: AttemptId | null, { code }: OutcomeError): boolean {
  return attempt !== null && ["not-accepted", "refused-by-api"].includes(code);
}

const afterDoubtfulRefusal: Readonly<Record<Api, string>> = {
  rpc6: "The order was read again and does not show this refund. Check the control panel before you try again.",
  legacy: "2Checkout refused it twice. Check the control panel before you try again.",
};

/** One below the other. */
function stacked(...lines: readonly Showable[]): SafeText {
  return joined(lines, safe`\n`);
}

/** A row of a batch has no advice: that is for the command line of a single refund. */
function withAdvice(error: OutcomeError): OutcomeError {
  return error.advice === undefined
    ? error
    : { ...error, message: `${error.message} ${error.advice}` };
}

function subjectText({ refund, target }: RefundOutcome): string {
  const amount = refund?.amount ? `${moneyText(refund.amount)} of ` : "";
  return target.api === "legacy"
    ? `${amount}line item ${target.lineItem}`
    : `${amount}order ${target.orderNumber}`;
}
