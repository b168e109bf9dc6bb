import type { Naming } from "../../journal/naming.ts";
import type { RowWithoutAttempt } from "../../journal/rows-without-attempt.ts";
import { joined, safe, safeJson, type SafeText } from "../../safe-text.ts";
import { attemptPart } from "../../render/document-parts.ts";
import { type AttemptColumn, placeInFile, startAttemptTable } from "../../render/attempt-table.ts";
import { type Column, startFittingTable } from "../../render/fitting-table.ts";
import { outcomeWord, paintOutcome } from "../../render/outcome-word.ts";
import { renderProse } from "../../render/prose.ts";
import type { Screens } from "../../render/screen.ts";
import { type Accepted, acceptedText } from "./accepted-text.ts";
import type { Form } from "./asked.ts";
import { csv, headingLine, sheetLines, tabs } from "./columns.ts";
import { type Entries, rowOutcome } from "./entries.ts";
import { rowPart } from "./row-document.ts";

/** What stands below a table. */
export interface Below extends Accepted {
  /** How many there are in all. */
  readonly count: number;
}

/** What is scanned for first stands first; the first layout that fits the terminal is used. */
const layouts: readonly (readonly AttemptColumn[])[] = [
  ["at", "number", "amount", "kind", "outcome", "by", "ticket", "reason", "attempt"],
  ["at", "number", "amount", "kind", "outcome", "by", "ticket", "attempt"],
  ["at", "number", "amount", "kind", "outcome", "ticket", "attempt"],
  ["at", "number", "amount", "kind", "outcome", "by", "ticket"],
  ["at", "number", "amount", "kind", "outcome", "attempt"],
  ["at", "number", "amount", "kind", "outcome"],
  ["day", "number", "amount", "kind", "outcome"],
  ["day", "number", "amount", "outcome"],
];

/** Of a batch the row is what its author looks for. */
const batchLayouts = layouts.map((layout): readonly AttemptColumn[] => ["row", ...layout]);

/** A list, some of it at a time. Where there is nothing to show, a spreadsheet still has its headings. */
export async function* renderList(
  entries: AsyncIterable<Entries>,
  form: Form,
  options: ListOptions,
): AsyncGenerator<SafeText> {
  if (form === "table") {
    yield* renderAsTable(entries, options);
    return;
  }
  if (form === "json") {
    for await (const each of inSlices(entries)) yield documents(each);
    return;
  }
  const sheet = form === "csv" ? csv : tabs;
  let isFirst = true;
  for await (const each of inSlices(entries)) {
    if (isFirst) yield headingLine(sheet);
    isFirst = false;
    yield sheetLines(each, sheet);
  }
  if (isFirst && form === "csv") yield headingLine(sheet);
}

/** A text much longer than these make is one that V8 leaves lying about for a while. */
const atOnce = 10;

async function* inSlices(entries: AsyncIterable<Entries>): AsyncGenerator<Entries> {
  for await (const each of entries) {
    const count = each.tag === "attempts" ? each.attempts.length : each.rows.length;
    for (let at = 0; at < count; at += atOnce) {
      yield each.tag === "attempts"
        ? { tag: "attempts", attempts: each.attempts.slice(at, at + atOnce) }
        : { tag: "rows", rows: each.rows.slice(at, at + atOnce) };
    }
  }
}

export interface ListOptions {
  readonly ofBatch: boolean;
  readonly screens: Screens;
  readonly shortNames: Naming["shortNames"];
  readonly below: () => Promise<Below>;
}

function documents(entries: Entries): SafeText {
  const parts =
    entries.tag === "attempts" ? entries.attempts.map(attemptPart) : entries.rows.map(rowPart);
  return joined(parts.map(safeJson), safe`\n`);
}

async function* renderAsTable(
  entries: AsyncIterable<Entries>,
  { ofBatch, screens, shortNames, below }: ListOptions,
): AsyncGenerator<SafeText> {
  let names: ReadonlyMap<string, string> = new Map();
  const attemptTable = startAttemptTable(
    ofBatch ? batchLayouts : layouts,
    screens.stdout,
    (id) => names.get(id) ?? id,
  );
  const rowTable = startRowTable(screens);
  let shown = 0;
  let isFirstOfRows = true;
  for await (const each of entries) {
    if (each.tag === "attempts") {
      shown += each.attempts.length;
      names = await shortNames(each.attempts.map(({ id }) => id));
      yield attemptTable(each.attempts);
    } else {
      const table = rowTable(each.rows);
      // A line of its own between the two tables.
      yield shown > 0 && isFirstOfRows ? safe`\n${table}` : table;
      isFirstOfRows = false;
      shown += each.rows.length;
    }
  }
  if (shown > 0) yield renderBelow(await below(), shown, screens);
}

function renderBelow(
  { sums, unstated, count }: Below,
  shown: number,
  { stdout: screen }: Screens,
): SafeText {
  const accepted = safe`Accepted: ${acceptedText({ sums, unstated }, screen.paint)}`;
  const more = safe`${shown} of ${count} shown. Add --all to see the rest; --since and --ticket narrow it down.`;
  const lines = shown < count ? [accepted, screen.paint.dim(more)] : [accepted];
  return renderProse(safe`\n${joined(lines, safe`\n`)}`, screen);
}

/** What is shown of a row of a batch for which nothing was sent. */
const rowColumns = {
  line: {
    heading: "Line",
    cell: ({ line, otherFile }) => (line === null ? "" : placeInFile(String(line), otherFile)),
    alignRight: true,
  },
  name: { heading: "Row", cell: ({ name }) => name ?? "", cut: 2 },
  number: { heading: "Order", cell: ({ number }) => number },
  amount: {
    heading: "Amount",
    cell: ({ amount, currency }) => (amount === null ? "" : `${amount} ${currency ?? ""}`),
    alignRight: true,
  },
  outcome: {
    heading: "Outcome",
    cell: (row) => {
      const outcome = rowOutcome(row);
      return outcome === null ? "not started" : outcomeWord(outcome);
    },
    paint: (text, row, paint) => {
      const outcome = rowOutcome(row);
      return outcome === null ? text : paintOutcome(outcome, text, paint);
    },
  },
  because: { heading: "Because", cell: ({ end }) => end?.problem?.message ?? "", cut: 1 },
} as const satisfies Record<string, Column<RowWithoutAttempt>>;

const rowLayouts: readonly (readonly (keyof typeof rowColumns)[])[] = [
  ["line", "name", "number", "amount", "outcome", "because"],
  ["line", "name", "number", "outcome", "because"],
  ["line", "number", "outcome", "because"],
];

/** The rows of a batch that no attempt tells of: they were refused before anything was sent, or never begun. */
function startRowTable({
  stdout: screen,
}: Screens): (rows: readonly RowWithoutAttempt[]) => SafeText {
  const table = startFittingTable<RowWithoutAttempt, keyof typeof rowColumns>(
    rowColumns,
    rowLayouts,
    screen,
  );
  let begun = false;
  return (rows) => {
    const title = safe`${screen.paint.bold("Rows for which nothing was sent")}\n`;
    const shown = begun ? table(rows) : safe`${title}${table(rows)}`;
    begun = true;
    return shown;
  };
}
