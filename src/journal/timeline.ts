import type { AttemptId } from "../domain/attempt-id.ts";
import type { Kysely } from "kysely";
import { prepared } from "./prepared.ts";
import type { Tables, TimelineTable } from "./tables.ts";
import type { TimeOf } from "./time.ts";

/** A line of an attempt's timeline. */
export interface Line {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly what: string;
}

/** In a file, where a time is a text. There are two for each refund of a batch. */
const add = prepared((tables, line: TimelineTable) => tables.insertInto("timeline").values(line));

export async function addLine(
  to: Kysely<Tables>,
  attempt: AttemptId,
  { at, what }: Line,
  time: TimeOf,
): Promise<void> {
  const written = time(at);
  if (typeof written === "string") await add(to, { attempt, at: written, what });
  else await to.insertInto("timeline").values({ attempt, at: written, what }).execute();
}
