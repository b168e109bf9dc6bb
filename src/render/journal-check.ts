import type { JournalInspection } from "../journal/inspection.ts";
import type { JournalDocument } from "./documents.ts";
import { warningPart } from "./document-parts.ts";
import { renderDocument, type Rendered } from "./rendered.ts";
import { renderProse } from "./prose.ts";
import type { Screens } from "./screen.ts";
import { visible } from "./untrusted.ts";

/** Exit 1 when it is not whole: no refund can be made with it. */
export function renderJournalCheck(
  found: JournalInspection,
  screens: Screens,
  json: boolean,
): Rendered {
  const whole = found.missing.length === 0;
  const code = whole ? 0 : 1;
  if (json) return renderDocument(journalDocument(found, whole), code);
  const { journal, contents, missing, warnings } = found;
  const name = visible(journal);
  if (whole) {
    const err = warnings.map(({ message }) => `${renderProse(message, screens.stderr)}\n`).join("");
    return { code, out: `${summary(name, contents)}\n`, err };
  }
  const lines = [
    `The journal ${name} is not whole, and no refund is sent with it.`,
    ...missing.map((line) => `- ${visible(line)}`),
    advice(found, screens),
  ];
  return {
    code,
    out: "",
    err: lines.map((line) => `${renderProse(line, screens.stderr)}\n`).join(""),
  };
}

function summary(name: string, contents: JournalInspection["contents"]): string {
  if (contents === null || contents.version === null)
    return `There is no journal yet; the first refund creates ${name}.`;
  const { attempts, unresolved } = contents;
  const count = `${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;
  return `The journal ${name} is whole: ${count}, ${unresolved} unresolved.`;
}

function advice({ behind, missing }: JournalInspection, { further }: Screens): string {
  if (behind.length < missing.length) {
    return "Fix that first, or move the file away and put a copy in its place.";
  }
  return `Put the right file back. If there is none, look in the control panel for refunds that it has forgotten, and then go on without them: ${further("journal check --accept")}`;
}

function journalDocument(
  { journal, kind, contents, missing, warnings }: JournalInspection,
  whole: boolean,
): JournalDocument {
  return {
    schema: "refund.journal/1",
    journal,
    kind,
    version: contents && contents.version,
    attempts: contents && contents.attempts,
    unresolved: contents && contents.unresolved,
    whole,
    missing: [...missing],
    warnings: warnings.map(warningPart),
  };
}
