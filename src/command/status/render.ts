import { moneyText } from "../../domain/money.ts";
import { type PaymentMethod, usualTimes } from "../../domain/payment-method.ts";
import type { Attempt } from "../../journal/attempt.ts";
import type { UnfinishedBatch } from "../../journal/unfinished-batches.ts";
import { attemptPart, timePart } from "../../render/document-parts.ts";
import type { StatusDocument } from "../../render/documents/status-document.ts";
import { renderDocument, type Rendered } from "../../render/rendered.ts";
import { renderProse } from "../../render/prose.ts";
import type { Screen, Screens } from "../../render/screen.ts";
import { renderTable } from "../../render/table.ts";
import { minuteText } from "../../domain/time-text.ts";
import { joined, nothing, safe, type SafeText } from "../../safe-text.ts";
import type { Status } from "./status.ts";

export function renderStatus(status: Status, screens: Screens, json: boolean): Rendered {
  if (json) return renderDocument(statusDocument(status), 0);
  const parts = sectionsOf(status, screens);
  const out =
    parts.length === 0
      ? safe`Nothing waits: no unresolved attempt, no refund that was not seen paid out, no unfinished batch.\n`
      : safe`${joined(parts, safe`\n\n`)}\n`;
  return { code: 0, out, err: nothing };
}

function sectionsOf(status: Status, { stdout, nextCommand }: Screens): readonly SafeText[] {
  const { unresolved, unprocessed, older, batches, paidTwice, shortNames, at } = status;
  const shown = (id: string) => shortNames.get(id) ?? id;
  const sections: SafeText[] = [];
  const section = (title: SafeText, ...lines: readonly SafeText[]) => {
    sections.push(joined([stdout.paint.bold(title), ...lines], safe`\n`));
  };
  if (unresolved.length > 0) {
    section(
      safe`Unresolved: it is not known whether 2Checkout carried these out`,
      attemptTable(
        unresolved,
        ["Run"],
        (attempt) => [nextCommand(`reconcile ${shown(attempt.id)}`).text],
        { at, shown },
        stdout,
      ),
    );
  }
  if (paidTwice.length > 0) {
    section(
      safe`Paid twice: withdrawn, refunded anew, and then paid out after all`,
      attemptTable(paidTwice, [], () => [], { at, shown }, stdout),
    );
  }
  if (unprocessed.length > 0 || older > 0) {
    const ask = nextCommand("status --refresh");
    section(
      safe`Accepted, and not seen paid out yet (ask 2Checkout: ${ask})`,
      ...(unprocessed.length === 0
        ? []
        : [
            attemptTable(
              unprocessed,
              ["Usually takes"],
              (each) => [usually(each)],
              { at, shown },
              stdout,
            ),
          ]),
      ...(older === 0
        ? []
        : [
            renderProse(
              safe`${older} more than 60 days old: ${nextCommand("status --all")}`,
              stdout,
            ),
          ]),
    );
  }
  if (batches.length > 0) section(safe`Unfinished batches`, batchTable(batches, shown, stdout));
  return sections;
}

/** What is shown of a name. */
type Shown = (id: string) => string;

function attemptTable(
  attempts: readonly Attempt[],
  headings: readonly string[],
  more: (attempt: Attempt) => readonly string[],
  { at, shown }: { readonly at: number; readonly shown: Shown },
  { plain, columns, paint }: Screen,
): SafeText {
  const rows = [
    ["Order or item", "Kind", "Amount", "Since", ...headings, "Attempt"],
    ...attempts.map((attempt) => [
      attempt.subject.number,
      attempt.kind,
      attempt.amount === null ? "" : moneyText(attempt.amount),
      ageText(at - attempt.startedAt),
      ...more(attempt),
      shown(attempt.id),
    ]),
  ];
  return renderTable(rows, {
    ...(plain ? {} : { width: columns }),
    shrinkable: [1],
    alignRight: [2],
    paint: (text, row) => (row === 0 ? paint.dim(text) : text),
  });
}

function batchTable(
  batches: readonly UnfinishedBatch[],
  shown: Shown,
  { paint }: Screen,
): SafeText {
  const rows = [
    ["Batch", "File", "Begun (UTC)", "Rows done", "Unknown"],
    ...batches.map(({ id, source, startedAt, rows: all, done, unresolved }) => [
      shown(id),
      source,
      minuteText(startedAt),
      `${done} of ${all}`,
      unresolved === 0 ? "" : `${unresolved}`,
    ]),
  ];
  return renderTable(rows, { paint: (text, row) => (row === 0 ? paint.dim(text) : text) });
}

function usually({ before }: Attempt): string {
  const method: PaymentMethod | undefined = before?.paidBy;
  return method === undefined ? "1 to 7 business days" : usualTimes[method];
}

function ageText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 60) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return hours === 1 ? "1 hour" : `${hours} hours`;
  return `${Math.floor(hours / 24)} days`;
}

function statusDocument({ unresolved, unprocessed, batches, paidTwice }: Status): StatusDocument {
  return {
    schema: "refund.status/1",
    unresolved: unresolved.map(attemptPart),
    unprocessed: unprocessed.map(attemptPart),
    batches: batches.map(({ id, source, startedAt, rows, done, unresolved: open }) => ({
      batch: id,
      source,
      startedAt: timePart(startedAt),
      rows,
      done,
      unresolved: open,
    })),
    paidTwice: paidTwice.map(attemptPart),
  };
}
