import type { Kysely } from "kysely";
import type { AttemptId } from "../domain/attempt-id.ts";
import type { Problem } from "../domain/problem.ts";
import { JournalUnavailable } from "../failure.ts";
import type {
  Attempt,
  Intent,
  SettledBy,
  SettledOutcome,
  Subject,
  TimelineEntry,
} from "./attempt.ts";
import { attemptOf, iso, rowOf } from "./attempt-row.ts";
import { longestBusyMs } from "./busy.ts";
import { type Batches, batchesIn } from "./batches.ts";
import { type Commit, createCommitQueue } from "./commit-queue.ts";
import { isConstraintViolation } from "./constraint.ts";
import { isDamage } from "./damage.ts";
import { type AttemptFilter, countOf, filtered } from "./filter.ts";
import { libsql } from "./libsql.ts";
import { type Opened, openWhole } from "./opening.ts";
import { advanceFrom } from "./state.ts";
import type { Tables } from "./tables.ts";
import { watchInPlace } from "./file-in-place.ts";
import { prune } from "./prune.ts";
import { type RefundLife, refundLifeIn } from "./refund-life.ts";
import { reopen, type Reopening } from "./reopen.ts";
import { type UnfinishedBatch, unfinishedBatches } from "./unfinished-batches.ts";
import { acceptedSince } from "./timeline-words.ts";

// So that who opens a journal loads one module.
export { libsql };

/** Where an attempt is recorded before its request leaves, and its outcome after. */
export interface Journal extends RefundLife {
  /** Newest first. */
  readonly attemptsOn: (subject: Subject) => Promise<readonly Attempt[]>;
  /**
   * Records an intent durably. `conflict` when the journal is not as it was seen, or when one of its
   * constraints forbids it; then nothing may be sent.
   * @param seen ids of the subject's attempts that the plan took into account
   */
  readonly begin: (
    intent: Intent,
    seen: readonly AttemptId[],
  ) => Promise<{ readonly tag: "begun"; readonly id: AttemptId } | { readonly tag: "conflict" }>;
  /** Adds a line to an attempt's timeline. */
  readonly note: (id: AttemptId, what: string, at: number) => Promise<void>;
  /**
   * Writes an outcome. An answer outweighs evidence, and evidence outweighs a person; what is outweighed
   * stays in the timeline. A person may correct a person. False when what settled it outweighs this.
   */
  readonly settle: (id: AttemptId, settlement: SettlementRecord) => Promise<boolean>;
  /** Keeps the attempt unresolved and records why. Its process is done with it, so others may ask now. */
  readonly leaveUnknown: (id: AttemptId, problem: Problem, at: number) => Promise<void>;
  /**
   * Takes an unresolved attempt whose process is done with it, until `until`, so that two processes do
   * not ask about it at once. False when it was settled or taken meanwhile.
   */
  readonly claim: (id: AttemptId, now: number, until: number) => Promise<boolean>;
  /** Newest first. */
  readonly list: (filter: AttemptFilter) => Promise<readonly Attempt[]>;
  readonly count: (filter: AttemptFilter) => Promise<number>;
  /**
   * Forgets why and by whom settled attempts started before a time were made, and keeps what guards,
   * explains and counts. Returns of how many.
   */
  readonly prune: (before: number) => Promise<number>;
  readonly find: (id: AttemptId) => Promise<Attempt | null>;
  readonly timeline: (id: AttemptId) => Promise<readonly TimelineEntry[]>;
  readonly batches: Batches;
  /** Newest first; those begun since a time, null: all. */
  readonly unfinishedBatches: (since: number | null) => Promise<readonly UnfinishedBatch[]>;
  readonly close: () => Promise<void>;
}

export interface SettlementRecord {
  readonly outcome: SettledOutcome;
  readonly by: SettledBy;
  readonly problem: Problem | null;
  readonly evidence: string | null;
  readonly at: number;
  /** The attempt whose outcome this one contradicts. */
  readonly reopens?: Reopening | null;
}

export interface JournalOptions {
  /** Whether a journal is begun where there is none; true is the default. Else it is read as an empty one. */
  readonly create?: boolean;
  /** Where this machine keeps what it has seen of journals; left out, nothing is compared. */
  readonly marks?: string | null;
  /** For how long what is written waits for others to share its commit; 0, the default: hardly at all. */
  readonly gatherMs?: number;
}

/** @throws JournalUnavailable, saying why; nothing may be sent then. */
export async function openJournal(
  path: string,
  { gatherMs = 0, create = true, marks = null }: JournalOptions = {},
): Promise<Journal> {
  try {
    return journalOn(path, await openWhole(path, marks, create), gatherMs);
  } catch (error) {
    throw unavailable(path, error);
  }
}

export function unavailable(path: string, error: unknown): JournalUnavailable {
  const words = error instanceof Error ? error.message : String(error);
  const damaged = isDamage(error) ? "its file is damaged or is not a journal: " : "";
  return new JournalUnavailable(
    `The journal ${path} cannot be used, so nothing was sent: ${damaged}${words}`,
    { cause: error },
  );
}

function journalOn(path: string, opened: Opened, gatherMs: number): Journal {
  const { database, state, marks, inFile } = opened;
  const requireInPlace = inFile ? watchInPlace(path) : () => undefined;
  const commitInFile = createCommitQueue(database, {
    advance: advanceFrom(state),
    committed: (reached) => {
      // What is on disk by now must be where the next process looks for it.
      requireInPlace();
      if (inFile) marks.keep({ id: state.id, state: reached });
    },
    gatherMs,
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
  const selectAttempts = () => database.selectFrom("attempt").selectAll();
  const addNote = (to: Kysely<Tables>, id: AttemptId, what: string, at: number) =>
    to.insertInto("timeline").values({ attempt: id, at: iso(at), what });
  return {
    attemptsOn: async ({ realm, api, account, number }) => {
      const rows = await selectAttempts()
        .where("realm", "=", realm)
        .where("api", "=", api)
        .where("account", "=", account)
        .where("number", "=", number)
        .orderBy("started_at", "desc")
        .orderBy("id", "desc")
        .execute();
      return rows.map(attemptOf);
    },
    begin: async (intent, seen) => {
      const row = rowOf(intent);
      try {
        return await commit(async (transaction) => {
          // The write lock is held from the start, so nobody adds to the others after they were read.
          const others = await transaction
            .selectFrom("attempt")
            .select("id")
            .where("realm", "=", row.realm)
            .where("api", "=", row.api)
            .where("account", "=", row.account)
            .where("number", "=", row.number)
            .execute();
          if (others.some(({ id }) => !seen.includes(id))) return { tag: "conflict" };
          const { numInsertedOrUpdatedRows: inserted } = await transaction
            .insertInto("attempt")
            .values(row)
            // A constraint of the guard; an error would undo what shares this commit.
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirst();
          if (inserted !== 1n) return { tag: "conflict" };
          await addNote(transaction, row.id, "recorded", intent.startedAt).execute();
          return { tag: "begun", id: row.id };
        });
      } catch (error) {
        throw new JournalUnavailable(
          `The attempt could not be recorded in the journal, so nothing was sent: ${error instanceof Error ? error.message : String(error)}`,
          { cause: error },
        );
      }
    },
    note: (id, what, at) =>
      commit(async (transaction) => {
        await addNote(transaction, id, what, at).execute();
      }),
    settle: async (id, { outcome, by, problem, evidence, at, reopens = null }) => {
      const update = (transaction: Kysely<Tables>) =>
        transaction
          .updateTable("attempt")
          .set({
            outcome,
            settled_by: by,
            settled_at: iso(at),
            problem: problem && JSON.stringify(problem),
            evidence,
          })
          .where("id", "=", id)
          .where((is) =>
            is.or([is("outcome", "is", null), is("settled_by", "in", yieldingTo[by])]),
          );
      const why = evidence === null ? "" : `: ${evidence}`;
      const line = `${outcome} (by ${by})${why}`;
      try {
        return await commit(async (transaction) => {
          const { numUpdatedRows } = await update(transaction).executeTakeFirst();
          if (numUpdatedRows === 0n) return false;
          await addNote(transaction, id, line, at).execute();
          if (reopens !== null) await reopen(transaction, reopens, at);
          return true;
        });
      } catch (error) {
        if (!isConstraintViolation(error)) throw error;
        // A person said it was not applied, it was made anew and accepted, and now both are there.
        const conflict = line + acceptedSince;
        await commit((transaction) => addNote(transaction, id, conflict, at).execute());
        return false;
      }
    },
    claim: (id, now, until) =>
      commit(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable("attempt")
          .set({ busy_until: iso(until) })
          .where("id", "=", id)
          .where("outcome", "is", null)
          // Free, or taken under a clock that was wrong.
          .where((is) =>
            is.or([
              is("busy_until", "<=", iso(now)),
              is("busy_until", ">", iso(now + longestBusyMs)),
            ]),
          )
          .executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
    list: async (filter) => (await filtered(database, filter).execute()).map(attemptOf),
    prune: (before) => commit((transaction) => prune(transaction, before)),
    leaveUnknown: async (id, problem, at) => {
      await commit(async (transaction) => {
        await transaction
          .updateTable("attempt")
          .set({ problem: JSON.stringify(problem), busy_until: iso(nobody) })
          .where("id", "=", id)
          // Settled meanwhile, it keeps what it was settled with.
          .where("outcome", "is", null)
          .execute();
        await addNote(transaction, id, `unknown: ${problem.message}`, at).execute();
      });
    },
    find: async (id) => {
      const row = await selectAttempts().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : attemptOf(row);
    },
    timeline: async (id) => {
      const rows = await database
        .selectFrom("timeline")
        .select(["at", "what"])
        .where("attempt", "=", id)
        .orderBy("at")
        .execute();
      return rows.map(({ at, what }) => ({ at: Date.parse(at), what }));
    },
    ...refundLifeIn(commit),
    count: (filter) => countOf(database, filter),
    batches: batchesIn(database, commit),
    unfinishedBatches: (since) => unfinishedBatches(database, since),
    close: () => database.destroy(),
  };
}

/** The busy-until of an attempt that no process is at work on: past by any clock. */
const nobody = 0;

/** Whose word gives way to whose; a person may also correct a person, and a later look an earlier one. */
const yieldingTo: Readonly<Record<SettledBy, readonly SettledBy[]>> = {
  answer: ["evidence", "person"],
  evidence: ["evidence", "person"],
  person: ["person"],
};
