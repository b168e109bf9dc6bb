import { type RawBuilder, sql } from "kysely";

/** The database's time, or so many milliseconds after it, written as all times in the journal are. */
export function databaseTime(_at: number, afterMs = 0): RawBuilder<string> {
  return sql<string>`to_char((clock_timestamp() + ${afterMs}::float8 * interval '1 millisecond') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** The database's time in milliseconds since the epoch. */
export function databaseInstant(): RawBuilder<number> {
  return sql<number>`floor(extract(epoch from clock_timestamp()) * 1000)::bigint`;
}
