import type { AttemptId } from "../domain/attempt-id.ts";
import { moneyText } from "../domain/money.ts";
import type { Attempt } from "../journal/attempt.ts";
import type { SafeText } from "../safe-text.ts";
import { type Column, startFittingTable } from "./fitting-table.ts";
import { outcomeWord, paintOutcome } from "./outcome-word.ts";
import type { Screen } from "./screen.ts";
import { minuteText } from "../domain/time-text.ts";

/** What can be shown of an attempt. */
const columnsByName = {
  at: { heading: "At (UTC)", cell: ({ startedAt }) => minuteText(startedAt) },
  day: { heading: "On (UTC)", cell: ({ startedAt }) => minuteText(startedAt).slice(0, 10) },
  row: { heading: "Row", cell: rowText, cut: 2 },
  number: { heading: "Order", cell: ({ subject }) => subject.number },
  kind: { heading: "Kind", cell: ({ kind }) => kind },
  amount: { heading: "Amount", cell: amountText, alignRight: true },
  outcome: {
    heading: "Outcome",
    cell: lifeWord,
    paint: (text, { outcome }, paint) => paintOutcome(outcome, text, paint),
  },
  ticket: { heading: "Ticket", cell: ({ ticket }) => ticket ?? "", cut: 4 },
  by: { heading: "By", cell: ({ who }) => who.user, cut: 3 },
  reason: { heading: "Reason", cell: ({ reason }) => reason, cut: 1 },
  attempt: { heading: "Attempt", cell: ({ id }) => id },
} as const satisfies Record<string, Column<Attempt> & { cell: (attempt: Attempt) => string }>;

export type AttemptColumn = keyof typeof columnsByName;

export function attemptCell(attempt: Attempt, column: AttemptColumn): string {
  return columnsByName[column].cell(attempt);
}

type Layouts = readonly (readonly AttemptColumn[])[];

/**
 * A table of any number of attempts, some at a time.
 * @param shown what is shown of an attempt's name
 * @param heading what the column of names is called here
 */
export function startAttemptTable(
  layouts: Layouts,
  screen: Screen,
  shown: (attempt: AttemptId) => string,
  heading: string = columnsByName.attempt.heading,
): (attempts: readonly Attempt[]) => SafeText {
  const attempt = { heading, cell: ({ id }: Attempt) => shown(id) };
  return startFittingTable<Attempt, AttemptColumn>({ ...columnsByName, attempt }, layouts, screen);
}

function rowText({ origin }: Attempt): string {
  return origin === null || origin.row === null ? "" : placeInFile(origin.row, origin.otherFile);
}

/** `3 of corrected.csv`, where the lines of a batch's own file are meant unless another one is named. */
export function placeInFile(place: string, otherFile: string | null): string {
  return otherFile === null ? place : `${place} of ${otherFile}`;
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
