import { apis } from "../../domain/api.ts";
import type { BatchSummary } from "../../journal/batch-summaries.ts";
import { joined, nothing, safe, type SafeText, type Showable } from "../../safe-text.ts";
import { renderLabelled } from "../../render/labelled.ts";
import { outcomeWord, paintOutcome } from "../../render/outcome-word.ts";
import type { Paint } from "../../render/paint.ts";
import { renderNextStep } from "../../render/next-step.ts";
import { renderDocument, type Rendered } from "../../render/rendered.ts";
import type { Screens } from "../../render/screen.ts";
import { renderTable } from "../../render/table.ts";
import { minuteText } from "../../domain/time-text.ts";
import { shownFingerprint } from "../shown-fingerprint.ts";
import { acceptedText } from "./accepted-text.ts";
import { batchPart } from "./batch-document.ts";

/** One batch: which file, who, when, and what came of its rows. */
export function renderBatch(told: BatchSummary, screens: Screens, json: boolean): Rendered {
  if (json) return renderDocument(batchPart(told), 0);
  const { stdout: screen, nextCommand } = screens;
  const facts = batchFacts(told, screen.paint);
  const text = screen.plain ? renderTable(facts) : renderLabelled(facts, screen);
  const command = nextCommand(`history --batch ${told.id}`);
  const next = renderNextStep(safe`Its rows, one by one:`, command, screen);
  return { code: 0, out: safe`${text}\n\n${next}\n`, err: nothing };
}

function batchFacts(told: BatchSummary, paint: Paint): Showable[][] {
  const { id, source, correctedIn, digest, accounts, rows, startedAt, who, totals, causes } = told;
  return [
    ["Batch", id],
    ["File", source],
    ...(correctedIn.length === 0 ? [] : [["Corrected in", correctedIn.join(", ")]]),
    ["Fingerprint", shownFingerprint(digest, accounts).slice(0, 12)],
    ["Started", `${minuteText(startedAt)} UTC`],
    ...(who.user === "" ? [["Pruned", "who ran it was deleted"]] : []),
    ...(who.user === "" ? [] : [["By", `${who.user}@${who.host}`]]),
    ...apis.flatMap((api) => {
      const own = accounts[api];
      return own === null ? [] : [["Account", `${own.account} at ${own.realm} (${api})`]];
    }),
    ["Rows", String(rows)],
    ["Outcomes", outcomesText(told, paint)],
    ["Accepted", acceptedText({ sums: totals, unstated: told.unstated }, paint)],
    ...[...causes]
      .sort(([, a], [, b]) => b - a)
      .map(([code, count]) => ["Because", `${count} ${code}`]),
    ["Finished", told.finished ? "yes" : "no"],
  ];
}

/** `3 accepted, 1 refused, 2 not started` */
export function outcomesText({ rows, outcomes }: BatchSummary, paint: Paint): SafeText {
  const begun = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  const counts = [...outcomes].map(([outcome, count]) =>
    paintOutcome(outcome, `${count} ${outcomeWord(outcome)}`, paint),
  );
  const rest = begun < rows ? [safe`${rows - begun} not started`] : [];
  return joined([...counts, ...rest], ", ");
}
