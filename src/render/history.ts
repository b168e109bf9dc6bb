import type { History } from "../command/history.ts";
import { moneyText } from "../domain/money.ts";
import type { Attempt } from "../journal/attempt.ts";
import type { AttemptDocument, PruneDocument } from "./documents.ts";
import { attemptPart, timePart } from "./document-parts.ts";
import { renderDocument, type Rendered } from "./rendered.ts";
import { renderTable } from "./table.ts";
import { visible } from "./untrusted.ts";

/** A table for people; NDJSON, one attempt a line, for scripts. */
export function renderHistory(history: History, json: boolean): Rendered {
  if (history.tag === "one") return renderOne(history, json);
  const { attempts } = history;
  if (json) {
    const lines = attempts.map((attempt) => `${JSON.stringify(attemptPart(attempt))}\n`);
    return { code: 0, out: lines.join(""), err: "" };
  }
  if (attempts.length === 0) return { code: 0, out: "", err: "The journal has no such attempt.\n" };
  const rows = attempts.map((attempt) => [
    shortTime(attempt.startedAt),
    attempt.subject.number,
    attempt.kind,
    attempt.amount === null ? "" : moneyText(attempt.amount),
    attempt.outcome ?? "UNKNOWN",
    visible(attempt.ticket ?? ""),
    visible(attempt.who.user),
    attempt.id,
  ]);
  const heading = ["At (UTC)", "Order", "Kind", "Amount", "Outcome", "Ticket", "By", "Attempt"];
  return { code: 0, out: `${renderTable([heading, ...rows], { alignRight: [3] })}\n`, err: "" };
}

export function renderPruned(count: number, before: number, json: boolean): Rendered {
  if (json) {
    const document: PruneDocument = {
      ...{ schema: "refund.prune/1", before: timePart(before), pruned: count },
    };
    return renderDocument(document, 0);
  }
  return {
    code: 0,
    out: `${count} settled attempts deleted; unresolved ones are kept.\n`,
    err: "",
  };
}

function renderOne({ attempt, timeline }: Extract<History, { tag: "one" }>, json: boolean) {
  if (json) {
    const entries = timeline.map(({ at, what }) => ({ at: timePart(at), what }));
    const document: AttemptDocument = { ...attemptPart(attempt), timeline: entries };
    return renderDocument(document, 0);
  }
  const facts = renderTable(attemptFacts(attempt));
  const steps = renderTable(
    timeline.map(({ at, what }) => [new Date(at).toISOString(), visible(what)]),
  );
  return { code: 0, out: `${facts}\n\n${steps}\n`, err: "" };
}

function attemptFacts(attempt: Attempt): string[][] {
  const { subject, amount, who, problem } = attempt;
  const fact = (name: string, value: string | null) =>
    value === null || value === "" ? [] : [[name, visible(value)]];
  return [
    ["Attempt", attempt.id],
    ...fact("Outcome", attempt.outcome ?? "UNKNOWN"),
    ...fact("Settled by", attempt.settledBy),
    ...fact("Evidence", attempt.evidence),
    ...fact("Because", problem && problem.message),
    ...fact("Account", `${subject.account} at ${subject.realm} (${subject.api})`),
    ...fact(subject.api === "rpc6" ? "Order" : "Line item", subject.number),
    ...fact("Kind", attempt.kind),
    ...fact("Amount", amount && moneyText(amount)),
    ...attempt.items.map((item) => [
      "Line",
      visible(
        `${item.reference ?? item.productCode ?? "?"}  ${item.quantity} × ${moneyText(item.amount)}`,
      ),
    ]),
    ...fact("Reason", attempt.reason),
    ...fact("Comment", attempt.comment),
    ...fact("Ticket", attempt.ticket),
    ...fact("Repeats", attempt.again),
    ...fact("By", `${who.user}@${who.host} (process ${who.pid})`),
  ];
}

function shortTime(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace("T", " ");
}
