import type { AttemptId } from "../domain/attempt-id.ts";
import type { Kysely } from "kysely";
import type { TimeOf } from "./time.ts";
import type { Tables } from "./tables.ts";

/** A line of an attempt's timeline. */
export interface Line {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly what: string;
}

export async function addLine(
  to: Kysely<Tables>,
  attempt: AttemptId,
  { at, what }: Line,
  time: TimeOf,
): Promise<void> {
  await to
    .insertInto("timeline")
    .values({ attempt, at: time(at), what })
    .execute();
}
