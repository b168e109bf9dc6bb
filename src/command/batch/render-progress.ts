import type { Tally } from "./tally.ts";
import { joined, nothing, safe, type SafeText } from "../../safe-text.ts";
import { outcomeWord, paintOutcome } from "../../render/outcome-word.ts";
import type { Screen } from "../../render/screen.ts";
import { widthOf } from "../../render/width.ts";

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

export function outcomesText({ outcomes }: Tally, { paint }: Screen): SafeText {
  const counts = [...outcomes].map(([outcome, count]) =>
    paintOutcome(outcome, `${count} ${outcomeWord(outcome)}`, paint),
  );
  return joined(counts, ", ");
}

function timeText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
