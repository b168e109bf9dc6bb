import type { Kysely, Selectable, SelectQueryBuilder } from "kysely";
import type { Origin } from "./attempt.ts";
import type { AttemptTable, Tables } from "./tables.ts";

/** The columns that tell it. */
export interface OriginColumns {
  readonly batch_source: string | null;
  /** As `BatchRowTable` has it. */
  readonly row_source: string | null;
  readonly row_name: string | null;
  readonly row_line: number | null;
}

/**
 * Attempts with where they came from, newest first. The text of a row is kept once, in its batch, and not
 * with each attempt at it.
 */
export function withOrigins(
  database: Kysely<Tables>,
  attempts: SelectQueryBuilder<Tables, "attempt", Selectable<AttemptTable>>,
) {
  return database
    .selectFrom(attempts.as("found"))
    .leftJoin("batch_row", (join) =>
      join.onRef("batch_row.key", "=", "found.row").onRef("batch_row.batch", "=", "found.batch"),
    )
    .leftJoin("batch", "batch.id", "found.batch")
    .selectAll("found")
    .select([
      "batch.source as batch_source",
      "batch_row.source as row_source",
      "batch_row.name as row_name",
      "batch_row.line as row_line",
    ])
    .orderBy("found.started_at", "desc")
    .orderBy("found.id", "desc");
}

/** Null of an attempt that was made by itself. */
export function originOf({
  batch_source,
  row_source,
  row_name,
  row_line,
}: OriginColumns): Origin | null {
  if (batch_source === null) return null;
  const line = row_line === null || row_line === 0 ? null : String(row_line);
  return { ...fileOfRow(row_source, batch_source), row: row_name ?? line };
}

/** Which file a row stands in as it is now. A file that was corrected in its place keeps its name. */
export function fileOfRow(
  own: string | null,
  ofBatch: string,
): Pick<Origin, "source" | "otherFile"> {
  return { source: own ?? ofBatch, otherFile: own === ofBatch ? null : own };
}
