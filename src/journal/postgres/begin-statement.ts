import { type Kysely, type RawBuilder, sql } from "kysely";
import type { NewRow } from "../engine.ts";
import type { LeasedRow } from "../attempt.ts";
import { leasedRow, markBegun } from "../row-lease.ts";
import type { Tables } from "../tables.ts";
import type { Line } from "../timeline.ts";
import { counted } from "./counted.ts";
import { databaseInstant, databaseTime } from "./database-time.ts";

/**
 * An attempt for a row of a batch, its line, the row's mark and the count of commits in a single statement.
 * The row is locked while its lease is looked at, so whoever would lease it next has to wait or pass it over,
 * and then finds it begun.
 */
export async function beginInOneStatement(
  database: Kysely<Tables>,
  row: LeasedRow,
  attempt: NewRow,
  line: Line,
) {
  const begun = await database
    .with("counted", (tables) => counted(tables))
    .with("leased", (tables) => leasedRow(tables, row, databaseInstant()).forUpdate())
    .with("changed", (tables) => {
      const values = Object.entries(attempt(tables));
      return tables
        .insertInto("attempt")
        .columns(values.map(([column]) => column as keyof Tables["attempt"]))
        .expression((is) =>
          is.selectFrom("leased").select(values.map(([column, value]) => termOf(value).as(column))),
        )
        .onConflict((conflict) => conflict.doNothing())
        .returning("attempt.id");
    })
    .with("told", (tables) =>
      tables
        .insertInto("timeline")
        .columns(["attempt", "at", "what"])
        .expression((is) =>
          is
            .selectFrom("changed")
            .select(["id", databaseTime(line.at).as("at"), is.val(line.what).as("what")]),
        ),
    )
    .with("marked", (tables) =>
      markBegun(tables, row).where((is) =>
        is.exists(tables.selectFrom("changed").select("changed.id")),
      ),
    )
    .selectFrom("counted")
    .select((is) => [
      "id",
      "shown",
      "counter",
      "count",
      is
        .selectFrom("leased")
        .select((of) => of.fn.countAll<number>().as("leased"))
        .as("leased"),
      is
        .selectFrom("changed")
        .select((of) => of.fn.countAll<number>().as("changed"))
        .as("changed"),
    ])
    .executeTakeFirstOrThrow();
  return { ...begun, leased: begun.leased ?? 0, changed: begun.changed ?? 0 };
}

/** A value takes on the type of the column that it is inserted into. */
function termOf(value: unknown): RawBuilder<unknown> {
  return sql`${value}`;
}
