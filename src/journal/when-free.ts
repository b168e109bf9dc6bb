import { setTimeout } from "node:timers/promises";
import type { CompiledQuery, DatabaseConnection, QueryResult } from "kysely";

/** Another process may hold a file's lock this long before the journal counts as locked. */
const longestMs = 5_000;
/** So long where the user waits no more: others hold it for milliseconds, and an outcome may be at stake. */
const momentMs = 2_000;
const longestPauseMs = 25;

/**
 * Repeats work while another process has the file locked. SQLite's own way of waiting keeps
 * everything else in this process waiting, too: answers that have come, and signals.
 * @param givenUp aborts when nobody waits any more; null: somebody always does
 * @throws the error of the last try
 */
export async function whenFree<T>(
  work: () => T | Promise<T>,
  givenUp: AbortSignal | null,
): Promise<T> {
  let giveUpAt = performance.now() + longestMs;
  let isHurried = false;
  for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > giveUpAt || !isLocked(error)) throw error;
      if (givenUp?.aborted === true && !isHurried) {
        isHurried = true;
        giveUpAt = Math.min(giveUpAt, performance.now() + momentMs);
      }
      await setTimeout(pauseMs);
    }
  }
}

/** A connection whose statements wait for the lock this way. */
export class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #givenUp: AbortSignal | null;

  constructor(connection: DatabaseConnection, givenUp: AbortSignal | null) {
    this.#connection = connection;
    this.#givenUp = givenUp;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return whenFree(() => this.#connection.executeQuery<R>(query), this.#givenUp);
  }

  /** Not used: what is long is read a page at a time. */
  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#connection.streamQuery<R>(query, chunkSize);
  }
}

/** Whether another process holds the file's lock. */
export function isLocked(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^SQLITE_BUSY/.test(String(error.code));
}
