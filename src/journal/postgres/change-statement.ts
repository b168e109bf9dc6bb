import type { Kysely } from "kysely";
import type { Change } from "../engine.ts";
import type { Tables } from "../tables.ts";
import type { Line } from "../timeline.ts";
import { counted } from "./counted.ts";
import { databaseTime } from "./database-time.ts";

/**
 * A change, its line and the count of commits in a single statement, which is a transaction by itself: one
 * message and one answer, and nothing to be left half done or to be remembered by a connection.
 */
export async function inOneStatement(database: Kysely<Tables>, make: Change, line: Line | null) {
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
      "shown",
      "counter",
      "count",
      is
        .selectFrom("changed")
        .select((of) => of.fn.countAll<number>().as("changed"))
        .as("changed"),
    ])
    .executeTakeFirstOrThrow();
}
