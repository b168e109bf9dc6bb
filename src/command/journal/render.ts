import type { JournalInspection } from "../../journal/inspection.ts";
import type { JournalDocument } from "../../render/documents/journal-document.ts";
import type { JournalCopy } from "./copy-journal.ts";
import type { JournalSetup } from "./set-up-journal.ts";
import { warningPart } from "../../render/document-parts.ts";
import { journalExitCode } from "../../render/exit-code.ts";
import { renderDocument, type Rendered } from "../../render/rendered.ts";
import { renderProse } from "../../render/prose.ts";
import type { Screens } from "../../render/screen.ts";
import { joined, nothing, safe, type SafeText, visibleLines } from "../../safe-text.ts";

export function renderJournalCheck(
  found: JournalInspection,
  screens: Screens,
  json: boolean,
): Rendered {
  const whole = found.missing.length === 0;
  const code = journalExitCode(whole);
  if (json) return renderDocument(journalDocument(found, whole), code);
  const { journal, contents, missing, warnings } = found;
  if (whole) {
    const said = warnings.map(({ message }) => safe`${message}`);
    return { code, out: safe`${summary(journal, contents)}\n`, err: talk(said, screens) };
  }
  const lines = [
    safe`The journal ${journal} is not whole, so no refund is sent.`,
    ...missing.map((line) => safe`- ${line}`),
    advice(found, screens),
  ];
  return { code, out: nothing, err: talk(lines, screens) };
}

/** What a copy brought, before what the journal holds now. */
export function renderCopied({ added, settled, retired }: JournalCopy, target: Rendered): Rendered {
  const attempts = added === 1 ? "1 attempt was added" : `${added} attempts were added`;
  const ends = settled === 0 ? "" : `, ${settled} settled`;
  const rest = retired
    ? " The file refuses refunds from now on: set REFUND_JOURNAL or `journal` to the new place."
    : "";
  return { ...target, out: safe`${attempts}${ends}.${rest}\n${target.out}` };
}

/** What was made, before what the journal holds now. */
export function renderSetup({ role, before }: JournalSetup, target: Rendered): Rendered {
  return { ...target, out: safe`${madeText(role, before)}\n${target.out}` };
}

function madeText(role: string, { tables, role: hadRole }: JournalSetup["before"]): string {
  if (tables && hadRole) return `The tables and the role ${role} were there already.`;
  if (tables) return `Made the role ${role}; the tables were there already.`;
  return hadRole
    ? `Made the tables; the role ${role} was there already.`
    : `Made the tables and the role ${role}.`;
}

/** SQL for another program: as it is, lines and all. */
export function renderSql(text: string): Rendered {
  return { code: 0, out: visibleLines(text), err: nothing };
}

function talk(lines: readonly SafeText[], { stderr }: Screens): SafeText {
  return joined(
    lines.map((line) => safe`${renderProse(line, stderr)}\n`),
    nothing,
  );
}

function summary(name: string, contents: JournalInspection["contents"]): SafeText {
  if (contents === null || contents.version === null)
    return safe`There is no journal yet; the first refund creates ${name}.`;
  const { attempts, unresolved } = contents;
  const count = `${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;
  return safe`The journal ${name} is whole: ${count}, ${unresolved} unresolved.`;
}

function advice({ behind, kind, missing }: JournalInspection, { nextCommand }: Screens): SafeText {
  if (behind.length < missing.length) {
    return kind === "postgres"
      ? safe`Ask who runs the database, or see the settings: ${nextCommand("doctor")}`
      : safe`Fix that first, or move the file away and put a copy in its place.`;
  }
  return safe`Put the right ${kind === "file" ? "file" : "database"} back. If there is none, look in the control panel for refunds that it has lost, then use it as it is: ${nextCommand("journal check --accept")}`;
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
