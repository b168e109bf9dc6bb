import type { Reconciled } from "../command/reconcile.ts";
import type { ReconcileDocument } from "./documents.ts";
import { renderDocument, type Rendered } from "./rendered.ts";
import { outcomeWord, paintOutcome } from "./outcome-word.ts";
import { renderProse } from "./prose.ts";
import type { Screen, Screens } from "./screen.ts";
import { renderTable } from "./table.ts";
import { visible } from "./untrusted.ts";
import { whatToLookFor } from "./what-to-look-for.ts";
import { widthOf, wrapWidth } from "./width.ts";

export function renderReconcile(
  results: readonly Reconciled[],
  screens: Screens,
  json: boolean,
): Rendered {
  const open = results.filter(({ outcome }) => outcome === "unknown");
  const code = open.length === 0 ? 0 : 7;
  if (json) return renderDocument(reconcileDocument(results), code);
  if (results.length === 0) {
    return { code, out: "No attempt is unresolved.\n", err: "" };
  }
  const err = open.map((result) => `\n${adviceOn(result, screens)}\n`).join("");
  return { code, out: `${renderResults(results, screens.stdout)}\n`, err };
}

/** One row each; where they are too long for the terminal, the reason is below its attempt. */
function renderResults(results: readonly Reconciled[], { columns, plain, paint }: Screen): string {
  const rows = results.map(({ attempt, outcome, evidence }) => [
    attempt.id,
    attempt.subject.number,
    outcomeWord(outcome),
    visible(evidence),
  ]);
  const all = [["Attempt", "Order or item", "Outcome", "Because"], ...rows];
  const painted = {
    paint: (text: string, row: number, column: number) => {
      const result = results[row - 1];
      if (result === undefined) return paint.dim(text);
      return column === 2 ? paintOutcome(result.outcome, text, paint) : text;
    },
  };
  const table = renderTable(all, painted);
  if (plain || widthOf(table) <= columns) return table;
  const short = all.map((row) => row.slice(0, -1));
  const [heading = "", ...lines] = renderTable(short, painted).split("\n");
  return [
    heading,
    ...lines.flatMap((line, index) => [
      line,
      ...wrapWidth(rows[index]?.at(-1) ?? "", columns - 2).map((part) => `  ${part}`),
    ]),
  ].join("\n");
}

/** What a person does about an attempt that nothing settles. */
function adviceOn({ attempt }: Reconciled, { stderr, further }: Screens): string {
  return [
    renderProse(`${attempt.id} is still unknown. ${whatToLookFor(attempt)}`, stderr),
    `  It is there:      ${further(`reconcile ${attempt.id} --accepted`)}`,
    `  It is not there:  ${further(`reconcile ${attempt.id} --not-applied`)}`,
  ].join("\n");
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
