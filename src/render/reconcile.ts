import { type Reconciled, whatToLookFor } from "../command/reconcile.ts";
import type { ReconcileDocument } from "./documents.ts";
import { renderDocument, type Rendered } from "./rendered.ts";
import { renderTable } from "./table.ts";
import { visible } from "./untrusted.ts";

export function renderReconcile(results: readonly Reconciled[], json: boolean): Rendered {
  const open = results.filter(({ outcome }) => outcome === "unknown");
  const code = open.length === 0 ? 0 : 7;
  if (json) return renderDocument(reconcileDocument(results), code);
  if (results.length === 0) {
    return { code, out: "No attempt is unresolved.\n", err: "" };
  }
  const rows = results.map(({ attempt, outcome, evidence }) => [
    attempt.id,
    attempt.subject.number,
    outcome === "unknown" ? "UNKNOWN" : outcome,
    visible(evidence),
  ]);
  const table = renderTable([["Attempt", "Order or item", "Outcome", "Because"], ...rows]);
  const advice = open.map(({ attempt }) =>
    [
      `${attempt.id} is still unknown. ${whatToLookFor(attempt)}`,
      `  It is there:      refund reconcile ${attempt.id} --accepted`,
      `  It is not there:  refund reconcile ${attempt.id} --not-applied`,
    ].join("\n"),
  );
  const err = advice.map((text) => `\n${text}\n`).join("");
  return { code, out: `${table}\n`, err };
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
