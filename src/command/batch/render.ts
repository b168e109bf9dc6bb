import { batchExitCode } from "../../render/exit-code.ts";
import type { StopCause, Tally } from "./tally.ts";
import type { BatchEnd } from "./batch-end.ts";
import { placeText } from "./row-place.ts";
import { type Money, moneyText } from "../../domain/money.ts";
import { refundedOutcomes } from "../../domain/attempt-outcome.ts";
import { joined, nothing, safe, type SafeText, visible } from "../../safe-text.ts";
import { renderNextStep } from "../../render/next-step.ts";
import { renderProse } from "../../render/prose.ts";
import { shellWord } from "../../render/shell-word.ts";
import type { Rendered } from "../../render/rendered.ts";
import type { Screens } from "../../render/screen.ts";
import { outcomesText } from "./render-progress.ts";
import { outcomesToCorrect } from "./row-outputs.ts";
import { rowsText } from "./rows-text.ts";

const stopText: Readonly<Record<StopCause, string>> = {
  account: "2Checkout rejected the account",
  endpoint: "2Checkout did not answer for several rows in succession",
  limit: "this run reached its --limit",
  failures: "the limit of --stop-after was reached",
  user: "you stopped the batch",
  fault: "an error stopped the batch",
  output: "the results could no longer be written",
};

/** The summary of a batch, on stderr because stdout has the rows. */
export function renderBatchEnd(
  { batch, resumed, tally, files, outputBroken }: BatchEnd,
  screens: Screens,
): Rendered {
  const { stderr: screen, nextCommand } = screens;
  const amounts = [...tally.amounts.values()].map((amount: Money) => moneyText(amount)).join(", ");
  const rest = tally.rows - tally.done;
  const before =
    (tally.elsewhere === 0 ? "" : `; ${elsewhereText(tally.elsewhere)}`) +
    (tally.earlier === 0 ? "" : `; ${earlierText(tally.earlier)}`);
  const outcomes = outcomesText(tally, screen);
  const lines = [
    safe`${tally.done} of ${rowsText(tally.rows)}: ${outcomes.isEmpty ? "none started" : outcomes}${amounts && `; ${amounts}`}${before}.`,
    ...causesText(tally),
    ...(tally.stopped === null || rest === 0
      ? []
      : [`${rowsText(rest)} not started: ${stopText[tally.stopped]}.`]),
    ...(outputBroken === null
      ? []
      : [
          `Results are missing from the output: ${outputBroken}. They are in the journal; run the batch again to get them.`,
        ]),
    ...(batch !== null && tally.outcomes.has("unknown")
      ? [
          safe`Unknown rows are checked first when you run this batch again; or run: ${nextCommand(`reconcile --batch ${batch}`)}`,
        ]
      : []),
    ...(files.output === null || outputBroken !== null
      ? []
      : [`The results are in ${files.output}.`]),
  ];
  const whole = outputBroken === null ? files : { ...files, failed: null };
  const steps = batch === null ? [] : nextSteps(batch, { resumed, tally, files: whole }, screens);
  const told = [renderProse(joined(lines, safe`\n`), screen), ...steps];
  return {
    code: batchExitCode(tally, outputBroken),
    out: nothing,
    err: safe`${joined(told, safe`\n`)}\n`,
  };
}

/** What failed in this run, so that it is still to be seen when the rows have scrolled by. */
function causesText({ causes }: Tally): readonly string[] {
  return [...causes].map(([code, { count, places }]) => {
    const more = count > places.length ? ", …" : "";
    return `  ${rowsText(count)}: ${code} (${places.map(placeText).join(", ")}${more})`;
  });
}

function earlierText(count: number): string {
  return count === 1
    ? "1 of these rows was already done"
    : `${count} of these rows were already done`;
}

function elsewhereText(count: number): string {
  return count === 1
    ? "1 of these rows was done by another process"
    : `${count} of these rows were done by other processes`;
}

/**
 * One thing to do: what is left or unknown goes first, with the same file, which also tries the failed rows again
 * and writes them anew, so that nobody corrects them before; then they are corrected.
 */
function nextSteps(
  batch: string,
  { resumed, tally, files: { failed, flags } }: Pick<BatchEnd, "resumed" | "tally" | "files">,
  { stderr: screen, nextCommand }: Screens,
): readonly SafeText[] {
  const goOn = renderProse(visible(goOnText(batch, tally, resumed)), screen);
  const toCorrect = [...outcomesToCorrect].some((outcome) => tally.outcomes.has(outcome));
  const isOpen = tally.done < tally.rows || tally.outcomes.has("unknown");
  if (failed === null || !toCorrect || isOpen) return [goOn];
  const command = nextCommand(`batch ${shellWord(failed)}${flags} --resume ${batch}`);
  return [renderNextStep(safe`Rows to correct are in ${failed}. Then run:`, command, screen)];
}

function goOnText(batch: string, { outcomes, rows }: Tally, resumed: boolean): string {
  const refunded = refundedOutcomes
    .map((outcome) => outcomes.get(outcome) ?? 0)
    .reduce((sum, count) => sum + count, 0);
  return refunded === rows
    ? `Batch ${batch} is done.`
    : `To continue batch ${batch}, run it again with the same file${resumed ? ` and --resume ${batch}` : ""}. Rows already refunded are skipped.`;
}
