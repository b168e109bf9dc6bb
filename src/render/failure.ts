import { Cancelled, ConfigurationError, problemOf, UsageError } from "../failure.ts";
import type { Ending, FailureCause } from "../outcome.ts";
import { nothing, safe, type Showable, visibleLines } from "../safe-text.ts";
import type { RefundOutcomeDocument } from "./documents.ts";
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
  const tag = error instanceof Cancelled ? "cancelled" : "failed";
  const cause = causeOf(error);
  const known = tag === "cancelled" || cause !== "program";
  const stack = !known && run.verbose && error instanceof Error ? `\n${error.stack ?? ""}` : "";
  const problem = problemOf(error);
  return renderEnding({ tag, cause, error: { ...problem, message: problem.message + stack } }, run);
}

/** The end of a command that has no document of its own. */
export function renderEnding({ tag, cause, error }: Ending, run: EndedRun): Rendered {
  const code = exitCode(tag, cause);
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
