import type { RowResult } from "./row-result.ts";
import { placeText } from "./row-place.ts";
import { kindOf } from "./totals.ts";
import { moneyText } from "../../domain/money.ts";
import { joined, safe, safeJson, type SafeText } from "../../safe-text.ts";
import { errorPart, moneyPart, warningPart } from "../../render/document-parts.ts";
import type { RowDocument } from "../../render/documents/row-document.ts";
import { outcomeWord, paintOutcome } from "../../render/outcome-word.ts";
import { renderProse } from "../../render/prose.ts";
import type { Screen } from "../../render/screen.ts";

/** One line of NDJSON, without its end. @param source the name of the file that it is a row of */
export function renderRow({ row, fields, place, ...result }: RowResult, source: string): SafeText {
  const { batch, outcome, attempt, amount, error, warnings, earlier, host, seen } = result;
  const document: RowDocument = {
    schema: "refund.row/1",
    batch,
    source,
    line: place.line,
    row: place.row,
    id: row === null ? (fields.id ?? null) : row.id,
    api: row && row.api,
    kind: row && kindOf(row),
    order: row === null ? (fields.order ?? null) : row.api === "rpc6" ? row.number : null,
    lineItem: row?.api === "legacy" ? row.number : null,
    outcome,
    attempt,
    amount: moneyPart(amount),
    currency: amount && amount.currency,
    paid: moneyPart(seen && seen.paid),
    refunded: moneyPart(seen && seen.refunded),
    left: moneyPart(seen && seen.left),
    customer: seen && seen.customer,
    ticket: row && row.ticket,
    earlier,
    host,
    error: errorPart(error),
    warnings: warnings.map(warningPart),
  };
  return safeJson(document);
}

/** The same for a person at a terminal: `Line 4: refused, total of order 73152874. Order 73152874 is PENDING.` */
export function renderSpokenRow(result: RowResult, screen: Screen): SafeText {
  const { place, row, outcome, amount, error, warnings } = result;
  const subject = row?.api === "rpc6" ? `${kindOf(row)} of order` : "line item";
  const what = row === null ? "" : `, ${subject} ${row.number}`;
  const words = [
    safe`${placeText(place)}: ${paintOutcome(outcome, outcomeWord(outcome), screen.paint)}`,
    amount === null ? "" : ` ${moneyText(amount)}`,
    `${what}${whereText(result)}.`,
    error === null ? "" : ` ${error.message}`,
    ...warnings.map(({ message }) => ` Warning: ${message}`),
  ];
  return renderProse(joined(words, ""), screen);
}

function whereText({ earlier, elsewhere, host }: RowResult): string {
  if (elsewhere) return host === null ? ", by another process" : `, on ${host}`;
  return earlier ? ", from an earlier run" : "";
}
