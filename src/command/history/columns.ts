import { decimalText } from "../../domain/money.ts";
import type { Attempt } from "../../journal/attempt.ts";
import type { RowWithoutAttempt } from "../../journal/rows-without-attempt.ts";
import { secondText } from "../../domain/time-text.ts";
import { joined, safe, type SafeText, visible } from "../../safe-text.ts";
import { harmless, quoted } from "../csv-cell.ts";
import { type Entries, rowOutcome } from "./entries.ts";

/** A line of a spreadsheet, in the order of `headings`. */
type Cells = readonly string[];

const headings: Cells = [
  "time_utc",
  "order",
  "amount",
  "currency",
  "kind",
  "outcome",
  "by",
  "ticket",
  "reason",
  "code",
  "message",
  "attempt",
  "batch",
  "row",
  "source",
  "api",
  "account",
  "paid_out_utc",
];

/** How lines are written: separated by tabs for other programs, or as CSV. */
export interface Sheet {
  /** Goes before everything. */
  readonly mark: SafeText;
  readonly line: (cells: Cells) => SafeText;
}

export const tabs: Sheet = {
  mark: safe``,
  // A tab within a value would be a new one; made visible, it is none.
  line: (cells) => joined(cells.map(visible), safe`\t`),
};

/** With the mark by which a spreadsheet knows UTF-8, and nothing in it that it would take for a formula. */
export const csv: Sheet = {
  mark: safe`\ufeff`,
  line: (cells) =>
    joined(
      cells.map((cell) => quoted(visible(harmless(cell)).text, ",")),
      safe`,`,
    ),
};

export const headingLine = ({ mark, line }: Sheet): SafeText => safe`${mark}${line(headings)}`;

export function sheetLines(entries: Entries, { line }: Sheet): SafeText {
  const lines =
    entries.tag === "attempts"
      ? entries.attempts.map((attempt) => line(attemptCells(attempt)))
      : entries.rows.map((row) => line(rowCells(row)));
  return joined(lines, safe`\n`);
}

function attemptCells(attempt: Attempt): Cells {
  const { subject, amount, kind, outcome, who, ticket, reason, problem, id, row, origin } = attempt;
  return [
    secondText(attempt.startedAt),
    subject.number,
    amount === null ? "" : decimalText(amount),
    amount === null ? "" : amount.currency,
    kind,
    outcome ?? "unknown",
    who.user,
    ticket ?? "",
    reason,
    problem?.code ?? "",
    problem?.message ?? "",
    id,
    row?.batch ?? "",
    origin?.row ?? "",
    origin?.source ?? "",
    subject.api,
    subject.account,
    attempt.processed === null ? "" : secondText(attempt.processed.at),
  ];
}

function rowCells(told: RowWithoutAttempt): Cells {
  const { end, pruned, line } = told;
  return [
    end === null ? "" : secondText(end.at),
    told.number,
    told.amount ?? "",
    told.currency ?? "",
    told.kind ?? "",
    rowOutcome(told) ?? "",
    end?.who.user ?? "",
    "",
    "",
    end?.problem?.code ?? "",
    end?.problem?.message ?? "",
    pruned?.attempt ?? "",
    told.batch,
    told.name ?? (line === null ? "" : String(line)),
    told.source,
    told.api,
    "",
    "",
  ];
}
