import type { AttemptId } from "../domain/attempt-id.ts";
import type { Kysely } from "kysely";
import type { Attempt, Subject, TimelineEntry } from "./attempt.ts";
import { attemptOf } from "./attempt-row.ts";
import { type AttemptFilter, countOf, filtered } from "./filter.ts";
import type { Tables } from "./tables.ts";

/** What the journal tells. */
export interface Looking {
  /** Newest first. */
  readonly attemptsOn: (subject: Subject) => Promise<readonly Attempt[]>;
  /** Newest first. */
  readonly list: (filter: AttemptFilter) => Promise<readonly Attempt[]>;
  readonly count: (filter: AttemptFilter) => Promise<number>;
  readonly find: (id: AttemptId) => Promise<Attempt | null>;
  readonly timeline: (id: AttemptId) => Promise<readonly TimelineEntry[]>;
}

export function lookingInto(database: Kysely<Tables>): Looking {
  return {
    attemptsOn: async ({ realm, api, account, number }) => {
      const rows = await database
        .selectFrom("attempt")
        .selectAll()
        .where("realm", "=", realm)
        .where("api", "=", api)
        .where("account", "=", account)
        .where("number", "=", number)
        .orderBy("started_at", "desc")
        .orderBy("id", "desc")
        .execute();
      return rows.map(attemptOf);
    },
    list: async (filter) => (await filtered(database, filter).execute()).map(attemptOf),
    count: (filter) => countOf(database, filter),
    find: async (id) => {
      const row = await database
        .selectFrom("attempt")
        .selectAll()
        .where("id", "=", id)
        .executeTakeFirst();
      return row === undefined ? null : attemptOf(row);
    },
    timeline: async (id) => {
      const rows = await database
        .selectFrom("timeline")
        .select(["at", "what"])
        .where("attempt", "=", id)
        .orderBy("at")
        .execute();
      return rows.map(({ at, what }) => ({ at: Date.parse(at), what }));
    },
  };
}
