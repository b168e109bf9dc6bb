import type { AttemptId } from "../domain/attempt-id.ts";
import type { Kysely } from "kysely";
import type { Attempt, Subject, TimelineEntry } from "./attempt.ts";
import { withOrigins } from "./attempt-origin.ts";
import { attemptOf } from "./attempt-row.ts";
import { type AttemptFilter, countOf, filtered, type Sums, sumsOf } from "./filter.ts";
import { prepared } from "./prepared.ts";
import type { Tables } from "./tables.ts";

/** What the journal tells. */
export interface Looking {
  /** Newest first. */
  readonly attemptsOn: (subject: Subject) => Promise<readonly Attempt[]>;
  /** Newest first. */
  readonly list: (filter: AttemptFilter) => Promise<readonly Attempt[]>;
  /** The same, some at a time, so that a journal of any size takes little memory. */
  readonly pages: (filter: AttemptFilter) => AsyncGenerator<readonly Attempt[]>;
  readonly count: (filter: AttemptFilter) => Promise<number>;
  /** What those come to, by currency, that were accepted and not withdrawn. */
  readonly sums: (filter: AttemptFilter) => Promise<Sums>;
  readonly find: (id: AttemptId) => Promise<Attempt | null>;
  readonly timeline: (id: AttemptId) => Promise<readonly TimelineEntry[]>;
}

const pageSize = 100;

export function lookingInto(database: Kysely<Tables>): Looking {
  const attempts = () => database.selectFrom("attempt").selectAll();
  const on = prepared((_tables, { realm, api, account, number }: Subject) => {
    const made = attempts()
      .where("realm", "=", realm)
      .where("api", "=", api)
      .where("account", "=", account)
      .where("number", "=", number);
    return withOrigins(database, made);
  });
  return {
    attemptsOn: async (subject) => (await on(database, subject)).map(attemptOf),
    list: async (filter) => {
      const rows = await withOrigins(database, filtered(database, filter)).execute();
      return rows.map(attemptOf);
    },
    pages: async function* ({ limit = Infinity, ...filter }) {
      let after: AttemptFilter["after"];
      for (let left = limit; left > 0; left -= pageSize) {
        const wanted = { ...filter, after, limit: Math.min(left, pageSize) };
        const rows = await withOrigins(database, filtered(database, wanted)).execute();
        const last = rows.at(-1);
        if (last === undefined) return;
        yield rows.map(attemptOf);
        after = { started_at: last.started_at, id: last.id };
      }
    },
    count: (filter) => countOf(database, filter),
    sums: (filter) => sumsOf(database, filter),
    find: async (id) => {
      const row = await withOrigins(database, attempts().where("id", "=", id)).executeTakeFirst();
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
