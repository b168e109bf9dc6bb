import type { RowResult } from "../batch/result.ts";
import { kindOf } from "../batch/totals.ts";
import { errorPart, moneyPart, warningPart } from "./document-parts.ts";
import type { RowDocument } from "./documents.ts";
import { visibleJson } from "./untrusted.ts";

/** One line of NDJSON, without its end. */
export function renderRow({ row, ...result }: RowResult): string {
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
  return visibleJson(document);
}
