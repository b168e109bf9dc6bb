import { moneyText } from "../domain/money.ts";
import type { Attempt } from "../journal/attempt.ts";
import { nothing, type SafeText } from "../safe-text.ts";
import { outcomeWord, paintOutcome } from "./outcome-word.ts";
import type { Screen } from "./screen.ts";
import { renderTable, type TableOptions } from "./table.ts";
import { widthOf } from "./width.ts";

/** A column about attempts: its heading, and the cell of an attempt. */
const columnsByName = {
  at: ["At (UTC)", ({ startedAt }) => timeText(startedAt)],
  day: ["On (UTC)", ({ startedAt }) => timeText(startedAt).slice(0, 10)],
  number: ["Order", ({ subject }) => subject.number],
  kind: ["Kind", ({ kind }) => kind],
  amount: ["Amount", (attempt) => amountText(attempt)],
  outcome: ["Outcome", (attempt) => lifeWord(attempt)],
  ticket: ["Ticket", ({ ticket }) => ticket ?? ""],
  by: ["By", ({ who }) => who.user],
  attempt: ["Attempt", ({ id }) => id],
} as const satisfies Record<string, readonly [string, (attempt: Attempt) => string]>;

export type AttemptColumn = keyof typeof columnsByName;

export function attemptCell(attempt: Attempt, column: AttemptColumn): string {
  return columnsByName[column][1](attempt);
}

/**
 * Shows attempts in the first layout that fits the terminal, else in the last one; in the first one
 * if there is no terminal. Only free text is ever cut: an id must stay complete to be copied.
 * @param headings those that are different here
 */
export function renderAttemptTable(
  attempts: readonly Attempt[],
  layouts: readonly (readonly AttemptColumn[])[],
  screen: Screen,
  headings: Partial<Record<AttemptColumn, string>> = {},
): SafeText {
  let table = nothing;
  for (const layout of layouts) {
    const rows = [
      layout.map((column) => headings[column] ?? columnsByName[column][0]),
      ...attempts.map((attempt) => layout.map((column) => attemptCell(attempt, column))),
    ];
    table = renderTable(rows, optionsOf(attempts, layout, screen));
    if (screen.plain || widthOf(table) <= screen.columns) break;
  }
  return table;
}

function optionsOf(
  attempts: readonly Attempt[],
  layout: readonly AttemptColumn[],
  { columns, plain, paint }: Screen,
): TableOptions {
  const placesOf = (...names: readonly AttemptColumn[]) =>
    names.flatMap((name) => (layout.includes(name) ? [layout.indexOf(name)] : []));
  return {
    ...(plain ? {} : { width: columns }),
    shrinkable: placesOf("by", "ticket"),
    alignRight: placesOf("amount"),
    paint: (text, row, column) => {
      const attempt = attempts[row - 1];
      if (attempt === undefined) return paint.dim(text);
      return layout[column] === "outcome" ? paintOutcome(attempt.outcome, text, paint) : text;
    },
  };
}

function timeText(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace("T", " ");
}

/** How it ended, and whether it was seen paid out since. */
function lifeWord({ outcome, processed }: Attempt): string {
  return processed === null ? outcomeWord(outcome) : `${outcomeWord(outcome)}, paid out`;
}

/** A cancellation has none, and says so where the kind is not told. */
function amountText({ kind, amount }: Attempt): string {
  if (amount !== null) return moneyText(amount);
  return kind === "cancel" ? "cancellation" : "";
}
