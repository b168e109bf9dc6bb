import { setTimeout } from "node:timers/promises";
import { Kysely, PostgresDialect, sql } from "kysely";
import type { Clocks } from "../../clocks.ts";
import type { Secret } from "../../domain/secret.ts";
import { JournalUnavailable } from "../../failure.ts";
import type { Commit } from "../commit-queue.ts";
import { isConstraintViolation } from "../constraint.ts";
import type { Change, Engine } from "../engine.ts";
import { type Marks, noMarks, readMarks } from "../marks.ts";
import { lostChanges } from "../lost-changes.ts";
import { placeName, type ServerPlace } from "../../journal-place.ts";
import type { JournalState } from "../state.ts";
import type { Tables } from "../tables.ts";
import type { Line } from "../timeline.ts";
import { shelfIn } from "../unwritten.ts";
import { connectionsTo } from "./connections.ts";
import { counted } from "./counted.ts";
import { databaseTime } from "./database-time.ts";
import { firstLook } from "./first-look.ts";
import { insistenceOf, writeKept } from "./insistence.ts";
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
}

/** A journal in a database that the machines of a team share. Changes no tables, and makes none. */
export async function openServer(place: ServerPlace, options: ServerOptions): Promise<Engine> {
  const marks = options.marks === null ? noMarks : readMarks(options.marks, placeName(place));
  const database = connect(place, options.password);
  try {
    const { state, now } = await firstLook(database, options.clocks);
    const missing = lostChanges(marks, state);
    if (missing.length > 0) {
      throw new Error(`${missing.join("; ")}. See how to go on without it: refund journal check`);
    }
    marks.keep(state);
    const shelf = options.unwritten === null ? null : shelfIn(options.unwritten, state.id);
    const bare = engineOn(database, state, marks, now);
    const engine = { ...bare, ...insistenceOf(bare, { shelf, sleep: options.sleep }) };
    await writeKept(engine, shelf);
    return engine;
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

export function connect(place: ServerPlace, password: Secret | null): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: connectionsTo(place, password) }),
  }).withSchema(schemaName);
}

function engineOn(
  database: Kysely<Tables>,
  opened: JournalState,
  marks: Marks,
  now: () => number,
): Omit<Engine, "insist" | "disown"> {
  let newest = opened.state;
  /** Notices that the journal was put back to an older state meanwhile: by a restore, or a fail-over that lost some. */
  const seen = ({ id, state }: JournalState, before: number) => {
    if (id !== opened.id || state <= before) {
      throw new JournalUnavailable(
        "an older copy took the place of the journal while it was in use",
      );
    }
    if (state <= newest) return;
    newest = state;
    marks.keep({ id, state });
  };
  const commit: Commit = (work) =>
    retried(async () => {
      const before = newest;
      const { value, state } = await database.transaction().execute(async (transaction) => ({
        value: await work(transaction),
        // Last, because from here on the commits of the others wait.
        state: await counted(transaction).executeTakeFirstOrThrow(),
      }));
      seen(state, before);
      return value;
    });
  const change = (make: Change, line: Line | null) =>
    retried(async () => {
      const before = newest;
      const { changed, ...state } = await inOneStatement(database, make, line);
      seen(state, before);
      return changed !== null && changed > 0;
    });
  return {
    database,
    commit,
    change,
    isForbidden: isConstraintViolation,
    time: databaseTime,
    jsonText: (column, key) => sql<string | null>`${sql.ref(column)}::json ->> ${sql.lit(key)}`,
    now,
    close: () => database.destroy(),
  };
}

/**
 * A change, its line and the count of commits in a single statement, which is a transaction by itself: one
 * message and one answer, and nothing to be left half done or to be remembered by a connection.
 */
async function inOneStatement(database: Kysely<Tables>, make: Change, line: Line | null) {
  const steps = database
    .with("counted", (tables) => counted(tables))
    .with("changed", (tables) => make(tables));
  const told =
    line === null
      ? steps
      : steps.with("told", (tables) =>
          tables
            .insertInto("timeline")
            .columns(["attempt", "at", "what"])
            .expression((is) =>
              is
                .selectFrom("changed")
                .select(["id", databaseTime(line.at).as("at"), is.val(line.what).as("what")]),
            ),
        );
  return told
    .selectFrom("counted")
    .select((is) => [
      "id",
      "state",
      is
        .selectFrom("changed")
        .select((of) => of.fn.countAll<number>().as("changed"))
        .as("changed"),
    ])
    .executeTakeFirstOrThrow();
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
