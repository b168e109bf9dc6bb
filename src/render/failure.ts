import { Cancelled, ConfigurationError, problemOf, UsageError } from "../failure.ts";
import { type Ending, failedBy, type FailureCause, nothingSent } from "../outcome.ts";
import { nothing, safe, type Showable, visibleLines } from "../safe-text.ts";
import type { RefundOutcomeDocument } from "./documents/refund-outcome-document.ts";
import { errorPart, timePart } from "./document-parts.ts";
import { exitCode } from "./exit-code.ts";
import { paintOutcome } from "./outcome-word.ts";
import { renderProse } from "./prose.ts";
import { renderDocument, type Rendered } from "./rendered.ts";
import type { Screen } from "./screen.ts";

export interface EndedRun {
  readonly command: string | null;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly json: boolean;
  /** Also shows where in this program a bug occurred. */
  readonly verbose: boolean;
  /** How stderr shows text. */
  readonly screen: Screen;
}

/** An exception that ended a run. Nothing was sent: after sending, there are no exceptions. */
export function renderFailure(error: unknown, run: EndedRun): Rendered {
  const problem = problemOf(error);
  if (error instanceof Cancelled) return renderEnding(nothingSent("cancelled", problem), run);
  const cause = causeOf(error);
  const isBug = cause === "program";
  const stack = isBug && run.verbose && error instanceof Error ? `\n${error.stack ?? ""}` : "";
  const message = problem.message + stack;
  return renderEnding(failedBy(cause, { ...problem, message }), run);
}

/** The end of a command that has no document of its own. */
export function renderEnding(end: Ending, run: EndedRun): Rendered {
  const { tag, error } = end;
  const code = exitCode(end);
  if (!run.json) {
    const words = visibleLines(error.message);
    const label = (text: Showable) => paintOutcome(tag, text, run.screen.paint);
    const text = tag === "cancelled" ? label(words) : safe`${label("Error:")} ${words}`;
    return { code, out: nothing, err: safe`${renderProse(text, run.screen)}\n` };
  }
  const document: RefundOutcomeDocument = {
    schema: "refund.outcome/1",
    command: run.command,
    api: null,
    outcome: tag,
    attempt: null,
    order: null,
    refund: null,
    error: errorPart(error),
    warnings: [],
    request: null,
    startedAt: timePart(run.startedAt),
    finishedAt: timePart(run.finishedAt),
  };
  return renderDocument(document, code);
}

function causeOf(error: unknown): FailureCause {
  if (error instanceof UsageError) return "usage";
  if (error instanceof ConfigurationError) return "configuration";
  return "program";
}
