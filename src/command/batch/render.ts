import { batchExitCode } from "../../render/exit-code.ts";
import type { StopCause, Tally } from "./tally.ts";
import { columns } from "../../domain/row-columns.ts";
import { differencesText } from "./differences.ts";
import type { BatchOutcome } from "./batch-outcome.ts";
import type { PreparedBatch } from "./prepared-batch.ts";
import type { Settings } from "../../config/settings.ts";
import { categories } from "../../api/legacy/categories.ts";
import { placeText } from "./row-place.ts";
import { type Money, moneyText } from "../../domain/money.ts";
import { refundedOutcomes } from "../../domain/attempt-outcome.ts";
import { joined, nothing, safe, type SafeText, visible, visibleLines } from "../../safe-text.ts";
import { renderLabelled } from "../../render/labelled.ts";
import { renderNextStep } from "../../render/next-step.ts";
import { outcomeWord, paintOutcome } from "../../render/outcome-word.ts";
import { renderProse } from "../../render/prose.ts";
import { shellWord } from "../../render/shell-word.ts";
import { renderRealm } from "../../render/realm.ts";
import type { Rendered } from "../../render/rendered.ts";
import type { Screen, Screens } from "../../render/screen.ts";
import { widthOf } from "../../render/width.ts";

export function rowsText(count: number): string {
  return count === 1 ? "1 row" : `${count} rows`;
}

function unstatedText(count: number): string {
  return count === 1
    ? "1 row gives no amount; its order decides"
    : `${count} rows give no amount; their orders decide`;
}

/** The preview that the user confirms: whose money, how many refunds, how much. */
export function renderBatchPreview(
  prepared: PreparedBatch,
  dryRun: boolean,
  settings: Settings,
  screen: Screen,
): SafeText {
  const { totals, fingerprint, rpc, legacy, earlier, left, unresolved, toRecord } = prepared;
  const kinds = [...totals.kinds].map(([kind, count]) => `${count} ${kind}`).join(", ");
  const realms = [
    ...(rpc === null ? [] : [renderRealm(settings.rpc, rpc.merchantCode, screen)]),
    ...(legacy === null
      ? []
      : [renderRealm(settings.legacy, `${legacy.username} (legacy API)`, screen)]),
  ];
  const facts = [
    ["File", toRecord.source],
    ["Fingerprint", fingerprint.slice(0, 12)],
    ["Rows", `${totals.rows} (${kinds})`],
    ...countFacts("Currencies", totals.currencies),
    ...countFacts("Reasons", totals.reasons),
    ...countFacts(
      "Categories",
      new Map([...totals.categories].map(([id, count]) => [categoryName(id), count])),
    ),
    ...[...totals.stated.values()].map((amount) => [
      "Stated",
      screen.paint.bold(moneyText(amount)),
    ]),
    ...[...totals.largest.values()].flatMap((largest) =>
      largest.map(({ amount, number, place }) => [
        `Largest ${amount.currency}`,
        `${moneyText(amount)}  order ${number}  ${placeText(place)}`,
      ]),
    ),
    ...(totals.unstated === 0 ? [] : [["Not stated", unstatedText(totals.unstated)]]),
    ...(totals.legacy === 0
      ? []
      : [["Legacy", `${rowsText(totals.legacy)}; only 2Checkout knows the amounts`]]),
    ...(earlier === null
      ? []
      : [["Continues", `batch ${earlier.id}${left === null ? "" : `, ${rowsText(left)} left`}`]]),
    ...(prepared.differences === null
      ? []
      : [["This file", `${differencesText(prepared.differences)} (missing rows are left alone)`]]),
    ...(unresolved === 0 ? [] : [["Unknown", `${rowsText(unresolved)}, checked first`]]),
    ...(dryRun ? [["Dry run", "nothing is sent or recorded"]] : []),
  ];
  return safe`\n${joined(realms, safe`\n`)}\n\n${renderLabelled(facts, screen)}\n`;
}

/** `12 Fraud, 3 Other`; the most frequent first. */
function countFacts(
  name: string,
  counts: ReadonlyMap<string, number>,
): readonly (readonly [string, string])[] {
  if (counts.size === 0) return [];
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, maxCounted).map(([what, count]) => `${count} ${what}`);
  const rest = sorted.length - shown.length;
  return [[name, shown.join(", ") + (rest > 0 ? `, ${rest} others` : "")]];
}

/** How many different texts are shown, where every row may have its own. */
const maxCounted = 20;

function categoryName(id: number): string {
  return categories.find((category) => category.id === id)?.name ?? `category ${id}`;
}

/** The one line that is redrawn: as much of it as fits, and never part of a word. */
export function renderBar(tally: Tally, elapsedMs: number, screen: Screen): SafeText {
  const share = tally.rows === 0 ? 0 : tally.done / tally.rows;
  const bar = (size: number) => {
    const full = Math.round(share * size);
    return `${"█".repeat(full)}${"░".repeat(size - full)} `;
  };
  const [done, outcomes, pace] = countsOf(tally, elapsedMs, screen);
  const lines = [
    ...[20, 10].map((size) => safe`${bar(size)}${done}${outcomes}${pace}`),
    safe`${done}${outcomes}${pace}`,
    safe`${done}${outcomes}`,
    safe`${done}`,
  ];
  // The last column stays empty, because terminals differ in what they do there.
  return lines.find((line) => widthOf(line) < screen.columns) ?? nothing;
}

/** `120 of 4000 (40 here): 118 accepted, 1 refused, 1 UNKNOWN; 35/s, 2 min left` */
export function renderCounts(tally: Tally, elapsedMs: number, screen: Screen): SafeText {
  return joined(countsOf(tally, elapsedMs, screen), "");
}

function countsOf(
  tally: Tally,
  elapsedMs: number,
  screen: Screen,
): readonly [done: string, outcomes: SafeText, pace: string] {
  const now = tally.done - tally.earlier;
  const perSecond = elapsedMs > 0 ? (now * 1000) / elapsedMs : 0;
  const left = perSecond > 0 ? (tally.rows - tally.done) / perSecond : null;
  const pace =
    left === null ? "" : `; ${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s, ${timeText(left)} left`;
  const counts = outcomesText(tally, screen);
  const here = tally.elsewhere === 0 ? "" : ` (${now - tally.elsewhere} here)`;
  return [
    `${tally.done} of ${tally.rows}${here}`,
    counts.isEmpty ? nothing : safe`: ${counts}`,
    pace,
  ];
}

function outcomesText({ outcomes }: Tally, { paint }: Screen): SafeText {
  const counts = [...outcomes].map(([outcome, count]) =>
    paintOutcome(outcome, `${count} ${outcomeWord(outcome)}`, paint),
  );
  return joined(counts, ", ");
}

function timeText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

const stopText: Readonly<Record<StopCause, string>> = {
  account: "2Checkout rejected the account",
  endpoint: "2Checkout did not answer for several rows in succession",
  limit: "this run reached its --limit",
  failures: "the limit of --stop-after was reached",
  user: "you stopped the batch",
  fault: "this program hit an error",
  output: "the results could no longer be written",
};

/** The summary of a batch, on stderr because stdout has the rows. */
export function renderBatchEnd(
  { batch, tally, files, outputBroken }: BatchOutcome,
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
    ...(tally.outcomes.has("unknown")
      ? [
          safe`Unknown rows are checked first when you run this batch again; or run: ${nextCommand("reconcile")}`,
        ]
      : []),
    ...(files.output === null ? [] : [`The results are in ${files.output}.`]),
  ];
  const steps = batch === null ? [] : nextSteps(batch, tally, files, screens);
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
    ? "1 of these rows was done in an earlier run"
    : `${count} of these rows were done in an earlier run`;
}

function elsewhereText(count: number): string {
  return count === 1
    ? "1 of these rows was done by another process"
    : `${count} of these rows were done by other processes`;
}

/**
 * One thing to do: what is left or unknown goes first, with the same file, which also tries the failed rows again
 * and writes them anew; then they are corrected.
 */
function nextSteps(
  batch: string,
  tally: Tally,
  { failed, flags }: BatchOutcome["files"],
  { stderr: screen, nextCommand }: Screens,
): readonly SafeText[] {
  const goOn = renderProse(visible(goOnText(batch, tally)), screen);
  if (failed === null || tally.causes.size === 0) return [goOn];
  const where = safe`Rows to correct are in ${failed}.`;
  if (tally.done < tally.rows || tally.outcomes.has("unknown")) {
    return [renderProse(where, screen), goOn];
  }
  const command = nextCommand(`batch ${shellWord(failed)}${flags} --resume ${batch}`);
  return [renderNextStep(safe`${where} Then run:`, command, screen)];
}

function goOnText(batch: string, { outcomes, rows }: Tally): string {
  const refunded = refundedOutcomes
    .map((outcome) => outcomes.get(outcome) ?? 0)
    .reduce((sum, count) => sum + count, 0);
  return refunded === rows
    ? `Batch ${batch} is done.`
    : `To continue batch ${batch}, run it again with the same file. Rows already refunded are skipped.`;
}

/** An example with one row of each kind. */
export function renderTemplate(): Rendered {
  const rows = [
    [
      "total",
      "73152871",
      "",
      "241.49",
      "USD",
      "",
      "Duplicate purchase",
      "",
      "",
      "T-1001",
      "1",
      "",
      "",
    ],
    ["partial", "73152878", "", "", "", "SUITE:1", "Other", "", "Sorry!", "T-1002", "2", "", ""],
    ["partial", "73152880", "", "5.00", "USD", "", "Other", "", "", "T-1003", "3", "", ""],
    ["lineitem", "73152884", "NOTES", "", "USD", "", "Other", "", "", "T-1004", "4", "", "10.00"],
    ["legacy", "", "1234567890", "", "", "", "", "Out of stock", "", "T-1005", "5", "", ""],
  ];
  const file = [columns, ...rows].map((row) => `${row.join(",")}\n`).join("");
  return { code: 0, out: visibleLines(file), err: nothing };
}
