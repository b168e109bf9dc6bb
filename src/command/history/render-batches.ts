import { decimalText } from "../../domain/money.ts";
import type { BatchSummary } from "../../journal/batch-summaries.ts";
import type { Naming } from "../../journal/naming.ts";
import { joined, safe, safeJson, type SafeText } from "../../safe-text.ts";
import { type Column, startFittingTable } from "../../render/fitting-table.ts";
import { createPaint } from "../../render/paint.ts";
import { renderNextStep } from "../../render/next-step.ts";
import type { Screens } from "../../render/screen.ts";
import { minuteText, secondText } from "../../domain/time-text.ts";
import { shownFingerprint } from "../shown-fingerprint.ts";
import { acceptedBrief } from "./accepted-text.ts";
import type { Form } from "./asked.ts";
import { batchPart } from "./batch-document.ts";
import { csv, type Sheet, tabs } from "./columns.ts";
import { outcomesText } from "./render-batch.ts";

const headings = [
  "time_utc",
  "batch",
  "source",
  "fingerprint",
  "user",
  "host",
  "rows",
  "outcomes",
  "totals",
  "causes",
  "finished",
];

/** The batches, newest first, each as soon as it was counted. Without any a spreadsheet still has its headings. */
export async function* renderBatches(
  batches: AsyncIterable<BatchSummary>,
  form: Form,
  options: BatchesOptions,
): AsyncGenerator<SafeText> {
  if (form === "table") {
    yield* renderTableOf(batches, options);
    return;
  }
  const sheet = form === "csv" ? csv : tabs;
  let isFirst = true;
  const heading = safe`${sheet.mark}${sheet.line(headings)}`;
  for await (const told of batches) {
    if (isFirst && form !== "json") yield heading;
    isFirst = false;
    yield form === "json" ? safeJson(batchPart(told)) : batchLine(told, sheet);
  }
  if (isFirst && form === "csv") yield heading;
}

export interface BatchesOptions {
  readonly screens: Screens;
  readonly shortNames: Naming["shortNames"];
  readonly count: () => Promise<number>;
}

function batchLine(told: BatchSummary, { line }: Sheet): SafeText {
  const { id, source, digest, accounts, rows, startedAt, who, outcomes, totals, causes } = told;
  const listed = (counts: ReadonlyMap<string, number>) =>
    [...counts].map(([name, count]) => `${name} ${count}`).join("; ");
  return line([
    secondText(startedAt),
    id,
    source,
    shownFingerprint(digest, accounts),
    who.user,
    who.host,
    String(rows),
    listed(outcomes),
    totals.map((sum) => `${sum.currency} ${decimalText(sum)}`).join("; "),
    listed(causes),
    told.finished ? "yes" : "no",
  ]);
}

/** What is shown of a batch among others. */
const columns = {
  begun: { heading: "Started (UTC)", cell: ({ startedAt }) => minuteText(startedAt) },
  file: { heading: "File", cell: ({ source }) => source, cut: 1 },
  rows: { heading: "Rows", cell: ({ rows }) => rows, alignRight: true },
  outcomes: {
    heading: "Outcomes",
    cell: (told) => outcomesText(told, createPaint(0)),
    paint: (_text, told, paint) => outcomesText(told, paint),
  },
  accepted: {
    heading: "Accepted",
    cell: ({ totals, unstated }) => acceptedBrief({ sums: totals, unstated }),
    alignRight: true,
  },
  by: { heading: "By", cell: ({ who }) => who.user, cut: 2 },
  finished: { heading: "Finished", cell: ({ finished }) => (finished ? "yes" : "no") },
  batch: { heading: "Batch", cell: ({ id }) => id },
} as const satisfies Record<string, Column<BatchSummary>>;

const layouts: readonly (readonly (keyof typeof columns)[])[] = [
  ["begun", "file", "rows", "outcomes", "accepted", "by", "finished", "batch"],
  ["begun", "file", "outcomes", "accepted", "by", "finished", "batch"],
  ["begun", "file", "outcomes", "accepted", "batch"],
  ["begun", "file", "outcomes", "batch"],
  ["file", "outcomes", "batch"],
  ["file", "batch"],
];

/** So many are counted before the first of them are shown. */
const atOnce = 30;

async function* renderTableOf(
  batches: AsyncIterable<BatchSummary>,
  { screens: { stdout: screen, nextCommand }, shortNames, count }: BatchesOptions,
): AsyncGenerator<SafeText> {
  let names: ReadonlyMap<string, string> = new Map();
  const batch = { ...columns.batch, cell: ({ id }: BatchSummary) => names.get(id) ?? id };
  const table = startFittingTable<BatchSummary, keyof typeof columns>(
    { ...columns, batch },
    layouts,
    screen,
  );
  let shown = 0;
  for await (const some of inGroups(batches, atOnce)) {
    shown += some.length;
    names = await shortNames(some.map(({ id }) => id));
    yield table(some);
  }
  if (shown === 0) return;
  const all = await count();
  const one = renderNextStep(safe`One of them:`, nextCommand("history <batch>"), screen);
  const moreWords = safe`${shown} of ${all} shown. All of them:`;
  const more = renderNextStep(moreWords, nextCommand("history --batches --all"), screen);
  const below = shown < all ? [one, more] : [one];
  yield safe`\n${screen.paint.dim(joined(below, safe`\n`))}`;
}

async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
