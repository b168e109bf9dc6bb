import { refundKinds } from "../../domain/refund-kind.ts";
import type { RowWithoutAttempt } from "../../journal/rows-without-attempt.ts";
import { errorPart } from "../../render/document-parts.ts";
import type { RowDocument } from "../../render/documents/row-document.ts";
import { rowOutcome } from "./entries.ts";

const kinds = [...refundKinds, "legacy"] as const;

/** A row of which no attempt tells, as its batch told of it; the customer and the ticket were not kept. */
export function rowPart(row: RowWithoutAttempt): RowDocument {
  const { batch, source, line, sheetRow, name, api, kind, number, amount, currency, end, pruned } =
    row;
  return {
    schema: "refund.row/1",
    batch,
    source,
    line,
    row: sheetRow,
    id: name,
    api,
    kind: kinds.find((each) => each === kind) ?? null,
    order: api === "rpc6" ? number : null,
    lineItem: api === "legacy" ? number : null,
    outcome: rowOutcome(row),
    attempt: pruned && pruned.attempt,
    amount,
    currency,
    paid: end?.seen?.paid ?? null,
    refunded: end?.seen?.refunded ?? null,
    left: end?.seen?.left ?? null,
    customer: null,
    ticket: null,
    earlier: rowOutcome(row) !== null,
    host: end === null || end.who.host === "" ? null : end.who.host,
    error: errorPart(end && end.problem),
    warnings: [],
  };
}
