import { apis } from "../../domain/api.ts";
import { decimalText } from "../../domain/money.ts";
import type { BatchSummary } from "../../journal/batch-summaries.ts";
import { timePart } from "../../render/document-parts.ts";
import type { BatchDocument } from "../../render/documents/batch-document.ts";
import { shownFingerprint } from "../shown-fingerprint.ts";

export function batchPart(told: BatchSummary): BatchDocument {
  const { id, source, digest, accounts, rows, startedAt, who, outcomes, totals, causes } = told;
  return {
    schema: "refund.batch/1",
    batch: id,
    source,
    fingerprint: shownFingerprint(digest, accounts),
    rows,
    startedAt: timePart(startedAt),
    who: { user: who.user, host: who.host },
    accounts: apis.flatMap((api) => {
      const own = accounts[api];
      return own === null ? [] : [{ api, realm: own.realm, account: own.account }];
    }),
    outcomes: Object.fromEntries(outcomes),
    totals: Object.fromEntries(totals.map((sum) => [sum.currency, decimalText(sum)])),
    causes: Object.fromEntries(causes),
    finished: told.finished,
  };
}
