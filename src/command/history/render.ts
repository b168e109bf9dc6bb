import type { History } from "./history.ts";
import { moneyText } from "../../domain/money.ts";
import type { Attempt } from "../../journal/attempt.ts";
import { joined, nothing, safe, safeJson, type Showable } from "../../safe-text.ts";
import type { AttemptDocument } from "../../render/documents/attempt-document.ts";
import type { PruneDocument } from "../../render/documents/prune-document.ts";
import { attemptPart, timePart } from "../../render/document-parts.ts";
import { renderDocument, type Rendered } from "../../render/rendered.ts";
import { type AttemptColumn, renderAttemptTable } from "../../render/attempt-table.ts";
import { renderLabelled } from "../../render/labelled.ts";
import { outcomeWord, paintOutcome } from "../../render/outcome-word.ts";
import type { Screen } from "../../render/screen.ts";
import { renderTable } from "../../render/table.ts";

/** The full layout of a history, and those that fit a narrower terminal. */
const layouts: readonly (readonly AttemptColumn[])[] = [
  ["at", "number", "kind", "amount", "outcome", "ticket", "by", "attempt"],
  ["at", "number", "kind", "amount", "outcome", "ticket", "attempt"],
  ["at", "number", "amount", "outcome", "ticket", "attempt"],
  ["day", "number", "amount", "outcome", "ticket", "attempt"],
  ["day", "number", "amount", "outcome", "attempt"],
];

/** A table for people; NDJSON, one attempt per line, for scripts. */
export function renderHistory(history: History, screen: Screen, json: boolean): Rendered {
  if (history.tag === "one") return renderOne(history, screen, json);
  const { attempts, emptyJournal } = history;
  if (json) {
    const lines = attempts.map((attempt) => safe`${safeJson(attemptPart(attempt))}\n`);
    return { code: 0, out: joined(lines, ""), err: nothing };
  }
  if (attempts.length === 0) {
    const err =
      emptyJournal === null
        ? safe`No refund in the journal matches.\n`
        : safe`No refunds are recorded in ${emptyJournal} yet.\n`;
    return { code: 0, out: nothing, err };
  }
  return { code: 0, out: safe`${renderAttemptTable(attempts, layouts, screen)}\n`, err: nothing };
}

export function renderPruned(count: number, before: number, json: boolean): Rendered {
  if (json) {
    const document: PruneDocument = {
      schema: "refund.prune/1",
      before: timePart(before),
      pruned: count,
    };
    return renderDocument(document, 0);
  }
  return {
    code: 0,
    out: safe`${count} settled ${count === 1 ? "attempt" : "attempts"} pruned. Each still blocks the same refund; unresolved ones are unchanged.\n`,
    err: nothing,
  };
}

function renderOne(
  { attempt, timeline }: Extract<History, { tag: "one" }>,
  screen: Screen,
  json: boolean,
): Rendered {
  if (json) {
    const entries = timeline.map(({ at, what }) => ({ at: timePart(at), what }));
    const document: AttemptDocument = { ...attemptPart(attempt), timeline: entries };
    return renderDocument(document, 0);
  }
  const steps = timeline.map(({ at, what }) => [timePart(at), what]);
  const parts = [attemptFacts(attempt, screen), steps].map((rows) =>
    screen.plain ? renderTable(rows) : renderLabelled(rows, screen),
  );
  return { code: 0, out: safe`${joined(parts, safe`\n\n`)}\n`, err: nothing };
}

function attemptFacts(attempt: Attempt, { paint }: Screen): Showable[][] {
  const { subject, amount, who, problem } = attempt;
  const fact = (name: string, value: string | null) =>
    value === null || value === "" ? [] : [[name, value]];
  return [
    ["Attempt", attempt.id],
    ["Outcome", paintOutcome(attempt.outcome, outcomeWord(attempt.outcome), paint)],
    ...fact("Settled by", attempt.settledBy),
    ...fact("Paid out", processedText(attempt)),
    ...fact("Cancels", attempt.kind === "cancel" ? attempt.cancels : null),
    ...fact("Evidence", attempt.evidence),
    ...fact("Because", problem && problem.message),
    ...fact("Account", `${subject.account} at ${subject.realm} (${subject.api})`),
    ...fact(subject.api === "rpc6" ? "Order" : "Line item", subject.number),
    ...fact("Kind", attempt.kind),
    ...fact("Amount", amount && moneyText(amount)),
    ...attempt.items.map((item) => [
      "Line",
      `${item.productCode ?? item.reference ?? "?"}  ${item.quantity} for ${moneyText(item.amount)}`,
    ]),
    ...fact("Reason", attempt.reason),
    ...fact("Comment", attempt.comment),
    ...fact("Ticket", attempt.ticket),
    ...fact("Repeats", attempt.again),
    ...(who.user === ""
      ? fact("Pruned", "who made it and why were deleted; it still blocks a repeat")
      : fact("By", `${who.user}@${who.host} (process ${who.pid})`)),
  ];
}

function processedText({ processed }: Attempt): string | null {
  if (processed === null) return null;
  return `seen by ${processed.by} at ${timePart(processed.at)}`;
}
