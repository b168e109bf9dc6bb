import { setTimeout } from "node:timers/promises";
import { Kysely, PostgresDialect, sql } from "kysely";
import type { Clocks } from "../../clocks.ts";
import type { Secret } from "../../domain/secret.ts";
import { JournalUnavailable } from "../../failure.ts";
import type { Commit } from "../commit-queue.ts";
import { isConstraintViolation } from "../constraint.ts";
import { type Counts, missingFrom, together } from "../counts.ts";
import type { Change, Engine } from "../engine.ts";
import { type CommandLine, HelpedError } from "../help.ts";
import { type Marks, noMarks, readMarks } from "../marks.ts";
import { lostChanges } from "../lost-changes.ts";
import { placeName, type ServerPlace } from "../../journal-place.ts";
import type { JournalState } from "../state.ts";
import type { Tables } from "../tables.ts";
import type { Line } from "../timeline.ts";
import { shelfIn } from "../unwritten.ts";
import { connectionsTo } from "./connections.ts";
import { beginInOneStatement } from "./begin-statement.ts";
import { inOneStatement } from "./change-statement.ts";
import { type Counted, counted, statesOf } from "./counted.ts";
import { databaseInstant, databaseTime } from "./database-time.ts";
import { firstLook } from "./first-look.ts";
import { type BareEngine, insistenceOf, writeKept } from "./insistence.ts";
import { schemaName } from "./schema-name.ts";
import { isCollision } from "./trouble.ts";

export interface ServerOptions {
  readonly password: Secret | null;
  /** Where this machine keeps what it has seen of journals; null: nothing is compared. */
  readonly marks: string | null;
  readonly clocks: Pick<Clocks, "uptime">;
  /** Where this machine keeps what it could not write to a journal; null where it has no place for it. */
  readonly unwritten: string | null;
  readonly sleep: (ms: number) => Promise<void>;
  /** As `JournalOptions` has it. */
  readonly commandLine?: CommandLine;
  /** Aborts when nobody waits for its answers any more; null: somebody always does. */
  readonly givenUp: AbortSignal | null;
}

/** A journal in a database that the machines of a team share. Changes no tables, and makes none. */
export async function openServer(place: ServerPlace, options: ServerOptions): Promise<Engine> {
  const marks = options.marks === null ? noMarks : readMarks(options.marks, placeName(place));
  const database = connect(place, options.password, options.givenUp);
  try {
    const { state, now } = await firstLook(database, options.clocks);
    const missing = lostChanges(marks, state);
    if (missing.length > 0) {
      throw new HelpedError(missing.join("; "), {
        lead: "See how to go on without it",
        command: "journal check",
      });
    }
    marks.keep(state);
    const shelf = options.unwritten === null ? null : shelfIn(options.unwritten, state.id);
    const bare = engineOn(database, state, marks, now);
    const engine = {
      ...bare,
      ...insistenceOf(bare, { shelf, sleep: options.sleep, givenUp: options.givenUp }),
    };
    await writeKept(engine, shelf);
    return engine;
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

export function connect(
  place: ServerPlace,
  password: Secret | null,
  givenUp: AbortSignal | null = null,
): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: connectionsTo(place, password, givenUp) }),
  }).withSchema(schemaName);
}

function engineOn(
  database: Kysely<Tables>,
  opened: JournalState,
  marks: Marks,
  now: () => number,
): BareEngine {
  let newest = opened.counts;
  /**
   * Notices that the journal was put back to an older state meanwhile: by a restore, or a fail-over that lost some.
   * @param before what was seen when the statement was handed to the server
   */
  const seen = (counted: Counted, before: Counts) => {
    const [found, left] = statesOf(counted);
    if (found.id !== opened.id || missingFrom(found.counts, before) > 0) {
      throw new JournalUnavailable(
        "an older copy took the place of the journal while it was in use",
      );
    }
    newest = together(newest, left.counts);
    marks.keep({ id: left.id, counts: newest });
  };
  const commit: Commit = (work) =>
    retried(async () => {
      const before = newest;
      const { value, count } = await database.transaction().execute(async (transaction) => ({
        value: await work(transaction),
        // Last, because from here on other commits may wait.
        count: await counted(transaction).executeTakeFirstOrThrow(),
      }));
      seen(count, before);
      return value;
    });
  const change = (make: Change, line: Line | null) =>
    retried(async () => {
      const before = newest;
      const { changed, ...count } = await inOneStatement(database, make, line);
      seen(count, before);
      return changed !== null && changed > 0;
    });
  return {
    database,
    commit,
    change,
    beginRow: (row, attempt, line) =>
      retried(async () => {
        const before = newest;
        const { leased, changed, ...count } = await beginInOneStatement(
          database,
          row,
          attempt,
          line,
        );
        seen(count, before);
        if (leased === 0) return "not-leased";
        return changed === 0 ? "conflict" : "begun";
      }),
    uncounted: (work) => retried(() => database.transaction().execute(work)),
    lockFree: (query) => query.forUpdate().skipLocked(),
    isForbidden: isConstraintViolation,
    time: databaseTime,
    jsonText: (column, key) => sql<string | null>`${sql.ref(column)}::json ->> ${sql.lit(key)}`,
    now,
    instant: databaseInstant,
    close: () => database.destroy(),
  };
}

const maxTries = 6;

/** What the server undid because others were at the same rows is done again; a lost answer never is. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === maxTries || !isCollision(error)) throw error;
      await setTimeout(tries * 20);
    }
  }
}
