import { Cancelled, JournalUnavailable, UsageError } from "../../failure.ts";
import type { JournalInspection } from "../../journal/inspection.ts";
import { joined, safe } from "../../safe-text.ts";
import { markFolder } from "../mark-folder.ts";
import type { Run } from "../run.ts";

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
  const { context, settings, talk } = run;
  if (accept && !yes && !talk.asks) {
    throw new UsageError("There is no terminal to ask for confirmation. Add --yes to confirm.");
  }
  const { acceptJournal, inspectJournal } = await import("../../journal/inspection.ts");
  const path = settings.journal;
  const folder = markFolder(context, path);
  try {
    const found = await inspectJournal(path, folder);
    if (!accept || found.behind.length === 0) return found;
    if (!yes) await confirm(found, run);
    await acceptJournal(path, folder);
    return await inspectJournal(path, folder);
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new JournalUnavailable(`The journal ${path} cannot be checked: ${words}`, {
      cause: error,
    });
  }
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
