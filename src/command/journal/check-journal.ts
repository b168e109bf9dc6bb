import { noHome, setHome } from "../../config/journal-place.ts";
import { journalPassword } from "../../config/journal-password.ts";
import { Cancelled, ConfigurationError, JournalUnavailable } from "../../failure.ts";
import { wordsWithHelp } from "../../journal/help.ts";
import type { JournalInspection } from "../../journal/inspection.ts";
import { type JournalPlace, placeName } from "../../journal-place.ts";
import { joined, safe } from "../../safe-text.ts";
import { markFolder } from "../mark-folder.ts";
import { requireConfirmation } from "../missing-input.ts";
import type { Run } from "../run.ts";
import { commandLineOf } from "../use-journal.ts";

export interface CheckJournalInput {
  /** Use the journal as it is. */
  readonly accept: boolean;
  readonly yes: boolean;
}

/** Checks whether the journal is whole. Changes nothing unless somebody accepts what it has lost. */
export async function checkJournal(
  { accept, yes }: CheckJournalInput,
  run: Run,
): Promise<JournalInspection> {
  const { settings, talk } = run;
  if (accept) requireConfirmation({ yes }, talk);
  const name = placeName(settings.journal);
  try {
    const journal = await inspected(settings.journal, run);
    const found = await journal.look();
    if (!accept || found.behind.length === 0) return found;
    if (!yes) await confirm(found, run);
    await journal.accept();
    return await journal.look();
  } catch (error) {
    if (error instanceof Cancelled || error instanceof ConfigurationError) throw error;
    const words = wordsWithHelp(error, commandLineOf(run));
    throw new JournalUnavailable(`The journal ${name} cannot be checked: ${words}`, {
      cause: error,
    });
  }
}

/** A journal as it is now. */
export async function inspectPlace(place: JournalPlace, run: Run): Promise<JournalInspection> {
  return (await inspected(place, run)).look();
}

interface Inspected {
  readonly look: () => Promise<JournalInspection>;
  readonly accept: () => Promise<void>;
}

async function inspected(place: JournalPlace, run: Run): Promise<Inspected> {
  const folder = markFolder(run.context, place);
  if (folder === null) {
    throw new ConfigurationError(
      `The marks of a shared journal have no place, because ${noHome}. ${setHome}`,
    );
  }
  if (place.kind === "file") {
    const { acceptJournal, inspectJournal } = await import("../../journal/inspection.ts");
    return {
      look: () => inspectJournal(place.path, folder),
      accept: () => acceptJournal(place.path, folder),
    };
  }
  const { acceptServer, inspectServer } = await import("../../journal/postgres/inspection.ts");
  const password = await journalPassword(run, place);
  return {
    look: () => inspectServer(place, password, folder, commandLineOf(run)),
    accept: () => acceptServer(place, password, folder),
  };
}

async function confirm({ missing }: JournalInspection, { talk, questions }: Run): Promise<void> {
  talk.show(
    joined(
      missing.map((line) => safe`Missing: ${line}`),
      safe`\n`,
    ),
  );
  const ask = await questions();
  const question = safe`Use this journal as it is? It will not block a repeat of any refund that it has lost.`;
  if (!(await ask.yes(question))) throw new Cancelled();
}
