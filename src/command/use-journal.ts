import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { journalPassword } from "../config/journal-password.ts";
import { Cancelled, JournalAway, UsageError } from "../failure.ts";
import { isDamage } from "../journal/damage.ts";
import { isDatabaseError } from "../journal/database-error.ts";
import type { CommandLine } from "../journal/help.ts";
import type { Journal } from "../journal/journal.ts";
import { placeName } from "../journal-place.ts";
import { markFolder } from "./mark-folder.ts";
import type { Run } from "./run.ts";

/** A rehearsal has its own journal, which is the likeliest reason. */
export function noSuchAttempt(id: string, { settings }: Run): UsageError {
  const elsewhere = settings.sandbox ? "" : " If it was made in the stand-in, add --sandbox.";
  return new UsageError(`The journal has no attempt ${id}.${elsewhere}`);
}

/** Does some work with the journal, and closes it. */
type UseJournal = <T>(work: (journal: Journal) => Promise<T>) => Promise<T>;

/**
 * As `useJournal`, for work that comes later: what can be done ahead is done while the run waits for
 * something else. A file is not touched before it is needed; a server is connected to and looked at.
 */
export function journalAhead(run: Run, options: UseOptions): UseJournal {
  if (run.settings.journal.kind === "file") {
    // A failure to load shows when the journal is opened.
    loadJournal().catch(() => undefined);
    return (work) => useJournal(run, options, work);
  }
  let ahead: Promise<Journal> | null = opened(run, options);
  // It shows when the journal is used, if it ever is.
  ahead.catch(() => undefined);
  return (work) => {
    // It is closed after its first work; what comes after that opens its own.
    const opening = ahead ?? opened(run, options);
    ahead = null;
    return using(run, opening, work);
  };
}

/** Loads what a journal in a file needs. Requests that were begun leave first: their connection is made meanwhile. */
async function loadJournal(): Promise<void> {
  await setImmediate();
  await import("../journal/journal.ts");
  await setImmediate();
  await import("../journal/libsql.ts");
}

interface UseOptions {
  readonly create: boolean;
}

/**
 * Opens the journal for some work and closes it again. Reading does not create one: a plan, or a look
 * at an order that was never refunded here, leaves no file behind.
 */
export function useJournal<T>(
  run: Run,
  options: UseOptions,
  work: (journal: Journal) => Promise<T>,
): Promise<T> {
  return using(run, opened(run, options), work);
}

async function using<T>(
  run: Run,
  opening: Promise<Journal>,
  work: (journal: Journal) => Promise<T>,
): Promise<T> {
  const journal = await opening;
  try {
    return await work(journal);
  } catch (error) {
    if (isGivenUp(error, run)) throw new Cancelled();
    if (!isDatabaseError(error) && !isDamage(error)) throw error;
    const { unavailable } = await import("../journal/journal.ts");
    // Work that may have sent a refund never throws, so nothing was sent.
    throw unavailable(placeName(run.settings.journal), error, commandLineOf(run));
  } finally {
    // What was written is durable; a failure to close must not replace the outcome of a refund.
    await journal.close().catch(() => undefined);
  }
}

/** Whether an answer of the journal is missing only because the user waits for none, and nothing was sent. */
function isGivenUp(error: unknown, { stopping }: Run): boolean {
  if (!stopping.givenUp.aborted || stopping.wasSent()) return false;
  return isDatabaseError(error) || error instanceof JournalAway;
}

async function opened(run: Run, options: UseOptions): Promise<Journal> {
  const { context, settings } = run;
  const place = settings.journal;
  const marks = markFolder(context, place);
  const commandLine = commandLineOf(run);
  if (place.kind === "file") {
    const { openJournal } = await import("../journal/journal.ts");
    const { givenUp } = run.stopping;
    return openJournal(place.path, { ...options, marks, clocks: context, commandLine, givenUp });
  }
  const password = await journalPassword(run, place);
  const { openSharedJournal } = await import("../journal/postgres/shared-journal.ts");
  const { data } = context.folders;
  return openSharedJournal(place, {
    password,
    marks,
    clocks: context,
    unwritten: data && join(data, "unwritten"),
    sleep: context.sleep,
    commandLine,
    givenUp: run.stopping.givenUp,
  });
}

/** How this user calls a command that looks after the journal in use. */
export function commandLineOf({ talk }: Pick<Run, "talk">): CommandLine {
  return (words) => talk.nextCommand(words).text;
}
