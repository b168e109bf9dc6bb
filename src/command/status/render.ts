import { attemptPart, timePart } from "../../render/document-parts.ts";
import type { StatusDocument } from "../../render/documents/status-document.ts";
import { renderNextStep } from "../../render/next-step.ts";
import { renderProse } from "../../render/prose.ts";
import { renderDocument, type Rendered } from "../../render/rendered.ts";
import type { Screens } from "../../render/screen.ts";
import { joined, nothing, safe, type SafeText } from "../../safe-text.ts";
import type { Status } from "./status.ts";
import { renderWaiting } from "./waiting-attempts.ts";
import { renderUnfinished } from "./waiting-batches.ts";

export function renderStatus(status: Status, screens: Screens, json: boolean): Rendered {
  if (json) return renderDocument(statusDocument(status), 0);
  const parts = sectionsOf(status, screens);
  const out =
    parts.length === 0
      ? renderProse(
          safe`Nothing waits: no unresolved attempt, no refund that was not seen paid out, no unfinished batch.`,
          screens.stdout,
        )
      : joined(parts, safe`\n\n`);
  return { code: 0, out: safe`${out}\n`, err: nothing };
}

/** What waits, a section a kind: what it is, the list, and what to run. */
function sectionsOf(status: Status, { stdout, nextCommand }: Screens): readonly SafeText[] {
  const { asked, unresolved, unprocessed, older, batches, paidTwice, shortNames } = status;
  const sections: SafeText[] = [];
  const section = (title: SafeText, ...lines: readonly SafeText[]) => {
    const heading = stdout.paint.bold(renderProse(title, stdout));
    sections.push(joined([heading, ...lines], safe`\n`));
  };
  const next = (words: SafeText, command: string) =>
    renderNextStep(words, nextCommand(command), stdout);
  const [first, ...others] = unresolved;
  if (first !== undefined) {
    section(
      safe`Unresolved: it is not known whether 2Checkout carried these out`,
      renderWaiting(unresolved, status, stdout),
      others.length === 0
        ? next(safe`Settle it:`, `reconcile ${shortNames.get(first.id) ?? first.id}`)
        : next(safe`Settle all of them:`, "reconcile"),
    );
  }
  if (paidTwice.length > 0) {
    section(
      safe`Paid twice: withdrawn, refunded anew, and then paid out after all`,
      renderWaiting(paidTwice, status, stdout),
    );
  }
  // The legacy API does not tell.
  const mayBeAsked = !asked.refresh && unprocessed.some(({ subject }) => subject.api === "rpc6");
  const refresh = asked.all ? "status --all --refresh" : "status --refresh";
  if (unprocessed.length > 0 || older > 0) {
    section(
      safe`Accepted, and not seen paid out yet`,
      ...(unprocessed.length === 0
        ? []
        : [renderWaiting(unprocessed, status, stdout, { usual: true })]),
      ...(older === 0 ? [] : [next(safe`${older} more than 60 days old:`, "status --all")]),
      ...(mayBeAsked ? [next(safe`Ask 2Checkout whether they are paid out:`, refresh)] : []),
    );
  }
  if (batches.length > 0) {
    section(
      safe`Unfinished batches`,
      renderUnfinished(batches, status, stdout),
      next(safe`To continue one, run it again with the same file:`, "batch <file>"),
    );
  }
  return sections;
}

function statusDocument({ unresolved, unprocessed, batches, paidTwice }: Status): StatusDocument {
  return {
    schema: "refund.status/1",
    unresolved: unresolved.map(attemptPart),
    unprocessed: unprocessed.map(attemptPart),
    batches: batches.map(({ id, source, startedAt, rows, done, unresolved: open }) => ({
      batch: id,
      source,
      startedAt: timePart(startedAt),
      rows,
      done,
      unresolved: open,
    })),
    paidTwice: paidTwice.map(attemptPart),
  };
}
