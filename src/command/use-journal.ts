import { UsageError } from "../failure.ts";
import { isDamage } from "../journal/damage.ts";
import { isDatabaseError } from "../journal/database-error.ts";
import type { Journal, JournalOptions } from "../journal/journal.ts";
import { markFolder } from "./mark-folder.ts";
import type { Run } from "./run.ts";

/** Loads what opening the journal needs, while something else is waited for. */
export function preloadJournal(): void {
  // A fault in loading shows when the journal is opened.
  import("../journal/journal.ts").then(({ libsql }) => libsql()).catch(() => undefined);
}

/** A rehearsal has a journal of its own, which is the likeliest reason. */
export function noSuchAttempt(id: string, { settings }: Run): UsageError {
  const elsewhere = settings.sandbox ? "" : " One of the stand-in is found with --sandbox.";
  return new UsageError(`The journal has no attempt ${id}.${elsewhere}`);
}

/**
 * Opens the journal for some work and closes it again. Reading alone does not create one: a plan, or a look
 * at an order that was never refunded from here, leaves no file behind.
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
    // What may have sent a refund never throws, so nothing was sent.
    throw isDatabaseError(error) || isDamage(error) ? unavailable(path, error) : error;
  } finally {
    // What was written is durable; a fault in closing must not replace what came of a refund.
    await journal.close().catch(() => undefined);
  }
}
