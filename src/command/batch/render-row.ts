import type { RowResult } from "./row-result.ts";
import { kindOf } from "./totals.ts";
import { moneyText } from "../../domain/money.ts";
import { joined, safe, safeJson, type SafeText } from "../../safe-text.ts";
import { errorPart, moneyPart, warningPart } from "../../render/document-parts.ts";
import type { RowDocument } from "../../render/documents.ts";
import { outcomeWord, paintOutcome } from "../../render/outcome-word.ts";
import { renderProse } from "../../render/prose.ts";
import type { Screen } from "../../render/screen.ts";

/** One line of NDJSON, without its end. */
export function renderRow({ row, ...result }: RowResult): SafeText {
  const { line, batch, outcome, attempt, amount, error, warnings, earlier } = result;
  const document: RowDocument = {
    schema: "refund.row/1",
    batch,
    line,
    id: row && row.id,
    api: row && row.api,
    kind: row && kindOf(row),
    order: row?.api === "rpc6" ? row.number : null,
    lineItem: row?.api === "legacy" ? row.number : null,
    outcome,
    attempt,
    amount: moneyPart(amount),
    currency: amount && amount.currency,
    ticket: row && row.ticket,
    earlier,
    error: errorPart(error),
    warnings: warnings.map(warningPart),
  };
  return safeJson(document);
}

/** The same for a person at a terminal: `Line 4: refused, total of order 73152874. Order 73152874 is PENDING.` */
export function renderSpokenRow(result: RowResult, screen: Screen): SafeText {
  const { line, row, outcome, amount, error, earlier } = result;
  const subject = row?.api === "rpc6" ? `${kindOf(row)} of order` : "line item";
  const what = row === null ? "" : `, ${subject} ${row.number}`;
  const words = [
    safe`Line ${line}: ${paintOutcome(outcome, outcomeWord(outcome), screen.paint)}`,
    amount === null ? "" : ` ${moneyText(amount)}`,
    `${what}${earlier ? ", from an earlier run" : ""}.`,
    error === null ? "" : ` ${error.message}`,
  ];
  return renderProse(joined(words, ""), screen);
}
