import { sql } from "kysely";
import { JournalAway, JournalUnavailable } from "../failure.ts";
import type { LeasedRow } from "./attempt.ts";
import { iso } from "./attempt-row.ts";
import { type Commit, createCommitQueue } from "./commit-queue.ts";
import { isConstraintViolation } from "./constraint.ts";
import { isDamage } from "./damage.ts";
import { addedTo, changeIn, type Engine, insertion, type LockFree } from "./engine.ts";
import { watchInPlace } from "./file-in-place.ts";
import { openWhole } from "./opening.ts";
import { prepared } from "./prepared.ts";
import { leasedRow, markBegun } from "./row-lease.ts";
import { advanceFrom } from "./state.ts";
import type { TimeOf } from "./time.ts";
import { isLocked } from "./when-free.ts";

export interface FileOptions {
  /** Whether a journal is begun where there is none. Else it is read as an empty one. */
  readonly create: boolean;
  /** Where this machine keeps what it has seen of journals; null: nothing is compared. */
  readonly marks: string | null;
  /** The wall clock, which the processes of a machine share. */
  readonly now: () => number;
  /** Aborts when nobody waits for the lock any more; null, the default: somebody always does. */
  readonly givenUp?: AbortSignal | null;
}

/** A journal in a file of SQLite, which processes of one machine share. */
export async function openFile(
  path: string,
  { create, marks: markFolder, now, givenUp = null }: FileOptions,
): Promise<Engine> {
  const { database, state, marks, inFile } = await openWhole(path, markFolder, create, givenUp);
  const requireInPlace = inFile ? watchInPlace(path) : () => undefined;
  const commitInFile = createCommitQueue(database, {
    advance: advanceFrom(state),
    committed: (reached) => {
      // What is on disk by now must be where the next process looks for it.
      requireInPlace();
      if (inFile) marks.keep({ id: state.id, counts: [reached] });
    },
  });
  const commit: Commit = async (work) => {
    try {
      return await commitInFile(work);
    } catch (error) {
      // The database notices a file that is not its own any more, but not what became of it.
      requireInPlace();
      if (!isDamage(error)) throw error;
      const words = error instanceof Error ? error.message : String(error);
      throw new JournalUnavailable(`${path} was damaged while it was in use: ${words}`, {
        cause: error,
      });
    }
  };
  const time: TimeOf = (at, afterMs = 0) => iso(at + afterMs);
  const wholeMs = () => Math.floor(now());
  const leasedAt = prepared((tables, row: LeasedRow & { readonly at: number }) =>
    leasedRow(tables, row, sql<number>`${row.at}`),
  );
  const mark = prepared(markBegun);
  // Nothing in it is left to the database to work out.
  const addFirst = prepared(insertion);
  return {
    database,
    commit,
    change: (change, line) => commit((transaction) => changeIn(transaction, change, line, time)),
    beginRow: (row, attempt, line) =>
      commit(async (transaction) => {
        const leased = await leasedAt(transaction, { ...row, at: wholeMs() });
        if (leased.length === 0) return "not-leased";
        const columns = attempt(transaction);
        const added =
          columns.ordinal === 0
            ? await addFirst(transaction, columns)
            : await insertion(transaction, columns).execute();
        if (!(await addedTo(transaction, added, line, time))) return "conflict";
        await mark(transaction, row);
        return "begun";
      }),
    // A file has one writer at a time, and whoever shares a commit is counted with it.
    uncounted: commit,
    lockFree: alone,
    isAway: (error) => error instanceof JournalAway || isLocked(error),
    isForbidden: isConstraintViolation,
    time,
    jsonText: (column, key) => sql<string | null>`${sql.ref(column)} ->> ${sql.lit(`$.${key}`)}`,
    now,
    instant: () => sql<number>`${wholeMs()}`,
    insist: async (write) => {
      for (let tries = 1; ; tries++) {
        try {
          return await write();
        } catch (error) {
          if (!isLocked(error) || tries === mostTries || givenUp?.aborted === true) throw error;
        }
      }
    },
    disown: () => Promise.resolve(),
    close: () => database.destroy(),
  };
}

/** An outcome that is known is worth waiting for longer than the lock is waited for otherwise. */
const mostTries = 3;

/** Nobody else is in the file during a transaction that writes. */
const alone: LockFree = (query) => query;
