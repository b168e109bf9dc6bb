import {
  nothing,
  joined,
  safe,
  type SafeText,
  type Showable,
  visible,
  visibleLines,
} from "../../safe-text.ts";
import { errorPart, orderPart, timePart, warningPart } from "../../render/document-parts.ts";
import type { CancellationDocument } from "../../render/documents/cancellation-document.ts";
import { exitCode } from "../../render/exit-code.ts";
import type { NextCommand } from "../../render/next-command.ts";
import { paintOutcome } from "../../render/outcome-word.ts";
import { renderProse } from "../../render/prose.ts";
import { renderDocument, type Rendered } from "../../render/rendered.ts";
import type { Screen, Screens } from "../../render/screen.ts";
import type { CancelOutcome } from "./cancellation.ts";

/** A result on stdout, or on stderr what stands in its place. */
export function renderCancellation(
  outcome: CancelOutcome,
  screens: Screens,
  json: boolean,
): Rendered {
  const code = exitCode(outcome.end);
  const aboutMoney = outcome.end.tag !== "planned";
  if (json) return { ...renderDocument(cancellationDocument(outcome), code), aboutMoney };
  const label = screens.stderr.paint.magenta("Warning:");
  const late = ["cancelled-unclear", "journal-not-updated"];
  const warnings = outcome.warnings
    .filter(({ code: word }) => late.includes(word))
    .map(({ message }) => safe`${renderProse(safe`${label} ${message}`, screens.stderr)}\n`);
  const err = joined(warnings, "");
  const screen = code === 0 ? screens.stdout : screens.stderr;
  const text = safe`${cancellationText(outcome, screen, screens.nextCommand)}\n`;
  return code === 0
    ? { code, out: text, err, aboutMoney }
    : { code, out: nothing, err: safe`${err}${text}`, aboutMoney };
}

function cancellationDocument({
  order,
  end,
  warnings,
  startedAt,
  finishedAt,
}: CancelOutcome): CancellationDocument {
  return {
    schema: "refund.cancellation/1",
    command: "cancel",
    api: "rpc6",
    outcome: end.tag,
    order: order && orderPart(order),
    cancellation: "cancellation" in end ? end.cancellation : null,
    attempt: "withdrawn" in end ? end.withdrawn : null,
    error: errorPart(end.error),
    warnings: warnings.map(warningPart),
    request: "request" in end ? end.request : null,
    startedAt: timePart(startedAt),
    finishedAt: timePart(finishedAt),
  };
}

/** What happened, to which order, whether a refund will be paid out, and what to do next. */
function cancellationText(
  { orderNumber, end }: CancelOutcome,
  screen: Screen,
  nextCommand: NextCommand,
): SafeText {
  const why = visible(end.error?.message ?? "");
  const say = (label: string, ...lines: readonly Showable[]) =>
    renderProse(joined([paintOutcome(end.tag, label, screen.paint), ...lines], " "), screen);
  switch (end.tag) {
    case "accepted":
      return end.withdrawn === null
        ? say(
            "Cancelled:",
            `2Checkout cancelled a refund of order ${orderNumber}. (attempt ${end.cancellation})`,
          )
        : say(
            "Cancelled:",
            `2Checkout cancelled the refund of order ${orderNumber}; attempt ${end.withdrawn} is withdrawn, and the order can be refunded again. (attempt ${end.cancellation})`,
          );
    case "planned":
      return joined(
        [
          say("Planned, nothing sent:", `this would cancel a refund of order ${orderNumber}.`),
          safe`${end.request.method} ${end.request.url}`,
          safe`${end.request.body}`,
        ],
        safe`\n`,
      );
    case "refused":
      return say("Refused, nothing was cancelled:", why);
    case "blocked":
      return joined(
        [
          say("Blocked, nothing was sent:", why),
          safe`Run: ${nextCommand(`reconcile ${end.error.attempt}`)}`,
        ],
        safe`\n`,
      );
    case "not-sent":
      return say("Not sent, nothing was cancelled:", safe`${why} It is safe to run it again.`);
    case "unknown":
      return joined(
        [
          say(
            "UNKNOWN:",
            `the request to cancel a refund of order ${orderNumber} may have arrived, and its answer was lost. The order is blocked until somebody has looked in the control panel.`,
          ),
          renderProse(why, screen),
          safe`If the refund is cancelled there: ${nextCommand(`reconcile ${end.cancellation} --withdrawn`)}`,
          safe`If it is not:                     ${nextCommand(`reconcile ${end.cancellation} --not-applied`)}`,
        ],
        safe`\n`,
      );
    case "cancelled":
      return say("Stopped; nothing was sent.");
    case "failed":
      return say("Failed, nothing was cancelled:", visibleLines(end.error.message));
  }
}
