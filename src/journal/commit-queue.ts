import { setImmediate } from "node:timers/promises";
import type { Kysely, Transaction } from "kysely";
import type { Advance } from "./state.ts";
import type { Tables } from "./tables.ts";
import { isLocked } from "./when-free.ts";

/** Runs a piece of work in a transaction and resolves once what it wrote is on disk. */
export type Commit = <T>(work: Work<T>) => Promise<T>;

/** May run twice, the first time rolled back; so it does nothing but read and write the database. */
export type Work<T> = (transaction: Transaction<Tables>) => Promise<T>;

/** How pieces of work are committed. */
export interface CommitOptions {
  /** Moves the journal's state counter on, in the transaction itself. */
  readonly advance: Advance;
  /** Gets the new state once it is on disk. If it throws, everybody who shared the commit gets the error. */
  readonly committed: (state: number) => void;
}

interface Waiting {
  readonly run: (transaction: Transaction<Tables>) => Promise<void>;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Lets pieces of work that come in at the same time share a commit: the disk is waited for once, and
 * still nobody is told before it has answered. Where one piece fails, every one of its group is done
 * again in a transaction of its own, so that it fails alone.
 */
export function createCommitQueue(
  database: Kysely<Tables>,
  { advance, committed }: CommitOptions,
): Commit {
  let waiting: Waiting[] = [];
  let committing = false;

  const commitAll = async (): Promise<void> => {
    committing = true;
    while (waiting.length > 0) {
      // Whoever has something to write in this turn of the event loop, or had while the disk was at work, joins in.
      await setImmediate();
      const group = waiting;
      waiting = [];
      await commitGroup(group);
    }
    committing = false;
  };

  const commitGroup = async (group: readonly Waiting[]): Promise<void> => {
    let state: number;
    try {
      state = await database.transaction().execute(async (transaction) => {
        const next = await advance(transaction);
        for (const { run } of group) await run(transaction);
        return next;
      });
    } catch (error) {
      const [only, ...others] = group;
      // Locked for one, locked for all.
      if (isLocked(error)) for (const { failed } of group) failed(error);
      else if (others.length === 0) only?.failed(error);
      else for (const each of group) await commitGroup([each]);
      return;
    }
    try {
      committed(state);
    } catch (error) {
      for (const { failed } of group) failed(error);
      return;
    }
    for (const { done } of group) done();
  };

  return <T>(work: Work<T>) =>
    new Promise<T>((resolve, reject) => {
      let result: { readonly value: T } | null = null;
      waiting.push({
        run: async (transaction) => {
          result = { value: await work(transaction) };
        },
        done: () => {
          if (result !== null) resolve(result.value);
        },
        failed: reject,
      });
      if (!committing) void commitAll();
    });
}
