import { isRefund } from "../../journal/attempt.ts";
import type { Which } from "./chosen.ts";
import type { Reconciled, Reconciliation } from "./reconcile.ts";
import type { OrderPage } from "../../domain/order-page.ts";
import { joined, nothing, safe, type SafeText, visible } from "../../safe-text.ts";
import type { ReconcileDocument } from "../../render/documents/reconcile-document.ts";
import { reconcileExitCode } from "../../render/exit-code.ts";
import { renderDocument, type Rendered } from "../../render/rendered.ts";
import { outcomeWord, paintOutcome } from "../../render/outcome-word.ts";
import { renderProse } from "../../render/prose.ts";
import type { Screen, Screens } from "../../render/screen.ts";
import { renderTable } from "../../render/table.ts";
import { whatToLookFor } from "./what-to-look-for.ts";
import { widthOf, wrapWidth } from "../../render/width.ts";

export function renderReconcile(
  { which, results, shortNames, page }: Reconciliation,
  screens: Screens,
  json: boolean,
): Rendered {
  const open = results.filter(({ outcome }) => outcome === "unknown");
  const code = reconcileExitCode(open.length);
  // A legacy call may have been made again.
  const aboutMoney = true;
  if (json) return { ...renderDocument(reconcileDocument(results), code), aboutMoney };
  if (results.length === 0) {
    return { code, out: noneUnresolved(which), err: nothing, aboutMoney };
  }
  const advice = open.map((result) => safe`\n${adviceOn(result, page, screens)}\n`);
  return {
    code,
    out: safe`${renderResults(results, shortNames, screens.stdout)}\n`,
    err: joined(advice, ""),
    aboutMoney,
  };
}

function noneUnresolved(which: Which): SafeText {
  switch (which.tag) {
    case "number":
      return safe`No attempt on ${which.number} is unresolved.\n`;
    case "batch":
      return safe`No attempt of this batch is unresolved.\n`;
    case "all":
    case "named":
      return safe`No attempt is unresolved.\n`;
  }
}

/** One row each; if they are too long for the terminal, the reason is below its attempt. */
function renderResults(
  results: readonly Reconciled[],
  shortNames: Reconciliation["shortNames"],
  { columns, plain, paint }: Screen,
): SafeText {
  const rows = results.map(({ attempt, outcome, evidence }) => [
    shortNames.get(attempt.id) ?? attempt.id,
    attempt.subject.number,
    outcomeWord(outcome),
    evidence,
  ]);
  const all = [["Attempt", "Order or item", "Outcome", "Because"], ...rows];
  const painted = {
    paint: (text: SafeText, row: number, column: number) => {
      const result = results[row - 1];
      if (result === undefined) return paint.dim(text);
      return column === 2 ? paintOutcome(result.outcome, text, paint) : text;
    },
  };
  const table = renderTable(all, painted);
  if (plain || widthOf(table) <= columns) return table;
  const short = all.map((row) => row.slice(0, -1));
  const [heading = nothing, ...lines] = renderTable(short, painted).lines;
  const folded = [
    heading,
    ...lines.flatMap((line, index) => {
      const because = visible(results[index]?.evidence ?? "");
      return [line, ...wrapWidth(because, columns - 2).map((part) => safe`  ${part}`)];
    }),
  ];
  return joined(folded, safe`\n`);
}

/** What a person can do about an attempt that nothing settles. */
function adviceOn(
  { attempt, busyUntil }: Reconciled,
  page: OrderPage | null,
  { stderr, nextCommand }: Screens,
): SafeText {
  if (busyUntil !== undefined) {
    const until = new Date(busyUntil).toISOString();
    const wait = `its process may still be waiting for 2Checkout's answer. Wait until ${until}.`;
    return renderProse(safe`${attempt.id} is still unknown: ${wait}`, stderr);
  }
  const refund = isRefund(attempt);
  const [there, word] = refund
    ? (["It is there:      ", "--accepted"] as const)
    : (["It is cancelled:  ", "--withdrawn"] as const);
  const notThere = refund ? "It is not there:  " : "It is not:        ";
  const { subject } = attempt;
  const toLook = whatToLookFor(attempt, page, stderr);
  const look = renderProse(safe`${attempt.id} is still unknown. ${toLook}`, stderr);
  const lines = [
    ...(page === null || subject.api === "legacy"
      ? [look]
      : [look, safe`  Look there:       ${nextCommand(`order ${subject.number} --web`)}`]),
    safe`  ${there}${nextCommand(`reconcile ${attempt.id} ${word}`)}`,
    safe`  ${notThere}${nextCommand(`reconcile ${attempt.id} --not-applied`)}`,
  ];
  return joined(lines, safe`\n`);
}

function reconcileDocument(results: readonly Reconciled[]): ReconcileDocument {
  return {
    schema: "refund.reconcile/1",
    attempts: results.map(({ attempt, outcome, evidence }) => ({
      attempt: attempt.id,
      order: attempt.subject.api === "rpc6" ? attempt.subject.number : null,
      lineItem: attempt.subject.api === "legacy" ? attempt.subject.number : null,
      outcome,
      evidence,
    })),
  };
}
