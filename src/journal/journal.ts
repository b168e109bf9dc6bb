import type { Clocks } from "../clocks.ts";
import { DatabaseMissing, JournalUnavailable } from "../failure.ts";
import { type Batches, batchesIn } from "./batches.ts";
import { isDamage } from "./damage.ts";
import { type CommandLine, wordsWithHelp } from "./help.ts";
import type { Engine } from "./engine.ts";
import { openFile } from "./file-engine.ts";
import { type Looking, lookingInto } from "./looking.ts";
import { type Naming, namingIn } from "./naming.ts";
import { prune } from "./prune.ts";
import { type Recording, recordingIn } from "./recording.ts";
import { type RefundLife, refundLifeIn } from "./refund-life.ts";
import { type Settling, settlingIn } from "./settling.ts";
import { type UnfinishedBatch, unfinishedBatches } from "./unfinished-batches.ts";

/** Where an attempt is recorded before its request leaves, and its outcome after. */
export interface Journal extends Recording, Settling, Looking, Naming, RefundLife {
  /** What the clock shows by which the journal's times are compared, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Whether an error says that the journal cannot be reached, so that the same may work in a moment. */
  readonly isAway: (error: unknown) => boolean;
  /**
   * Erases who made settled attempts that started before this time, and why, and keeps whatever guards,
   * explains and counts. Returns how many were pruned.
   */
  readonly prune: (before: number) => Promise<number>;
  readonly batches: Batches;
  /** Newest first; those begun since a time, null: all. */
  readonly unfinishedBatches: () => Promise<readonly UnfinishedBatch[]>;
  readonly close: () => Promise<void>;
}

export interface JournalOptions {
  /** Whether a journal is begun where there is none; true is the default. Else it is read as an empty one. */
  readonly create?: boolean;
  /** Where this machine keeps what it has seen of journals; left out, nothing is compared. */
  readonly marks?: string | null;
  /** The clocks of this machine; its own are the default. */
  readonly clocks?: Pick<Clocks, "now">;
  /** Aborts when nobody waits for another process any more; null, the default: somebody always does. */
  readonly givenUp?: AbortSignal | null;
  /** How a command is called that helps where the journal cannot be used; without flags is the default. */
  readonly commandLine?: CommandLine;
}

/** @throws JournalUnavailable, saying why; nothing may be sent then. */
export async function openJournal(path: string, options: JournalOptions = {}): Promise<Journal> {
  const { create = true, marks = null, clocks = { now: Date.now }, givenUp = null } = options;
  try {
    return journalOn(await openFile(path, { create, marks, now: clocks.now, givenUp }));
  } catch (error) {
    throw unavailable(path, error, options.commandLine);
  }
}

export function unavailable(
  path: string,
  error: unknown,
  commandLine: CommandLine = (words) => `refund ${words}`,
): JournalUnavailable {
  if (error instanceof DatabaseMissing) return error;
  const words = wordsWithHelp(error, commandLine);
  const damaged = isDamage(error) ? "its file is damaged or is not a journal: " : "";
  return new JournalUnavailable(
    `The journal ${path} cannot be used, so nothing was sent: ${damaged}${words}`,
    { cause: error },
  );
}

/** A journal on a database that is open. */
export function journalOn(engine: Engine): Journal {
  const { database, commit, now, isAway, close } = engine;
  const batches = batchesIn(engine);
  return {
    now,
    isAway,
    ...recordingIn(engine),
    ...settlingIn(engine),
    ...lookingInto(database),
    ...namingIn(database),
    ...refundLifeIn(engine),
    prune: (before) => commit((transaction) => prune(transaction, before)),
    batches,
    unfinishedBatches: () => unfinishedBatches(engine),
    close,
  };
}
