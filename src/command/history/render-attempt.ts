import { moneyText } from "../../domain/money.ts";
import type { Attempt, TimelineEntry } from "../../journal/attempt.ts";
import { joined, nothing, safe, type Showable } from "../../safe-text.ts";
import type { AttemptDocument } from "../../render/documents/attempt-document.ts";
import { attemptPart, timePart } from "../../render/document-parts.ts";
import { renderDocument, type Rendered } from "../../render/rendered.ts";
import { renderLabelled } from "../../render/labelled.ts";
import { outcomeWord, paintOutcome } from "../../render/outcome-word.ts";
import type { Screen } from "../../render/screen.ts";
import { renderTable } from "../../render/table.ts";

export interface AttemptShown {
  readonly attempt: Attempt;
  readonly timeline: readonly TimelineEntry[];
}

/** One attempt in full, as far as a person or a script wants to know. */
export function renderAttempt(
  { attempt, timeline }: AttemptShown,
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
    ...batchFacts(attempt),
    ...fact("Repeats", attempt.again),
    ...(who.user === ""
      ? fact("Pruned", "who made it and why were deleted; it still blocks a repeat")
      : fact("By", `${who.user}@${who.host} (process ${who.pid})`)),
  ];
}

/** Which row of which batch it was made for. */
function batchFacts({ row, origin }: Attempt): string[][] {
  if (row === null) return [];
  const which = origin?.row == null ? "" : `, row ${origin.row}`;
  return [["Batch", row.batch], ...(origin === null ? [] : [["File", `${origin.source}${which}`]])];
}

function processedText({ processed }: Attempt): string | null {
  if (processed === null) return null;
  return `seen by ${processed.by} at ${timePart(processed.at)}`;
}
