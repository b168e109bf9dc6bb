import { UsageError } from "../failure.ts";
import { isDamage } from "../journal/damage.ts";
import { isDatabaseError } from "../journal/database-error.ts";
import type { Journal, JournalOptions } from "../journal/journal.ts";
import { markFolder } from "./mark-folder.ts";
import type { Run } from "./run.ts";

/** Loads what opening the journal needs, while the run waits for something else. */
export function preloadJournal(): void {
  // A failure to load shows when the journal is opened.
  import("../journal/journal.ts").then(({ libsql }) => libsql()).catch(() => undefined);
}

/** A rehearsal has its own journal, which is the likeliest reason. */
export function noSuchAttempt(id: string, { settings }: Run): UsageError {
  const elsewhere = settings.sandbox ? "" : " If it was made in the stand-in, add --sandbox.";
  return new UsageError(`The journal has no attempt ${id}.${elsewhere}`);
}

/**
 * Opens the journal for some work and closes it again. Reading does not create one: a plan, or a look
 * at an order that was never refunded here, leaves no file behind.
 */
export async function useJournal<T>(
  { context, settings }: Run,
  options: Omit<JournalOptions, "marks"> & { readonly create: boolean },
  work: (journal: Journal) => Promise<T>,
): Promise<T> {
  const { openJournal, unavailable } = await import("../journal/journal.ts");
  const path = settings.journal;
  const journal = await openJournal(path, { ...options, marks: markFolder(context, path) });
  try {
    return await work(journal);
  } catch (error) {
    // Work that may have sent a refund never throws, so nothing was sent.
    throw isDatabaseError(error) || isDamage(error) ? unavailable(path, error) : error;
  } finally {
    // What was written is durable; a failure to close must not replace the outcome of a refund.
    await journal.close().catch(() => undefined);
  }
}
