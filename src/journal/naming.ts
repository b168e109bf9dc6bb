import { type Kysely, type RawBuilder, sql, type SqlBool } from "kysely";
import type { AttemptId, BatchId } from "../domain/attempt-id.ts";
import {
  isWholeName,
  leastNameLength,
  shortestEnd,
  type TypedName,
  wholeNameLength,
} from "../domain/typed-name.ts";
import type { Tables } from "./tables.ts";

/** What has a name, and what it is, so that people can tell it from others. */
export type Named =
  | {
      readonly kind: "attempt";
      readonly id: AttemptId;
      /** The order or the line item. */
      readonly about: string;
      /** Milliseconds since the epoch. */
      readonly startedAt: number;
    }
  | {
      readonly kind: "batch";
      readonly id: BatchId;
      /** The file. */
      readonly about: string;
      readonly startedAt: number;
    };

/** Finds attempts and batches by parts of their names, and how little of a name is enough. */
export interface Naming {
  /** All whose name begins or ends so, newest first; of very many, the newest. */
  readonly named: (name: TypedName) => Promise<readonly Named[]>;
  /** For each of these names the shortest end that no other attempt or batch has. */
  readonly shortNames: <Id extends string>(ids: readonly Id[]) => Promise<ReadonlyMap<Id, string>>;
}

/** More matches than this help nobody to choose. */
const most = 10;

/** So many ends are looked up at once. */
const pageLength = 500;

/** The last characters of a name, which an index holds. All names are equally long. */
const indexedEnd = sql<string>`substr(id, ${sql.lit(wholeNameLength - leastNameLength + 1)})`;

/** The index for parts of names. Those from the beginning are found by the primary key. */
export async function indexEndsOfNames(database: Kysely<unknown>): Promise<void> {
  for (const table of ["attempt", "batch"]) {
    await database.schema
      .createIndex(`${table}_by_end_of_name`)
      .on(table)
      .expression(indexedEnd)
      .execute();
  }
}

export function namingIn(database: Kysely<Tables>): Naming {
  return {
    named: async (name) => {
      const found = new Map<string, Named>();
      // One after the other, because with an `or` all matches would be sorted before the first are taken.
      for (const isNamed of placesOf(name)) {
        const attempts = await database
          .selectFrom("attempt")
          .select(["id", "number as about", "started_at"])
          .where(isNamed)
          .orderBy("id", "desc")
          .limit(most)
          .execute();
        const batches = await database
          .selectFrom("batch")
          .select(["id", "source as about", "started_at"])
          .where(isNamed)
          .orderBy("id", "desc")
          .limit(most)
          .execute();
        for (const { id, about, started_at } of attempts) {
          found.set(id, { kind: "attempt", id, about, startedAt: Date.parse(started_at) });
        }
        for (const { id, about, started_at } of batches) {
          found.set(id, { kind: "batch", id, about, startedAt: Date.parse(started_at) });
        }
      }
      return [...found.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, most);
    },
    shortNames: async (ids) => {
      const ends = [...new Set(ids.map(endOf))];
      const alike = new Map<string, string[]>();
      for (let at = 0; at < ends.length; at += pageLength) {
        const page = ends.slice(at, at + pageLength);
        for (const table of ["attempt", "batch"] as const) {
          const found = await database
            .selectFrom(table)
            .select("id")
            .where(indexedEnd, "in", page)
            .execute();
          for (const { id } of found) {
            const end = endOf(id);
            alike.set(end, [...(alike.get(end) ?? []), id]);
          }
        }
      }
      return new Map(ids.map((id) => [id, shortestEnd(id, alike.get(endOf(id)) ?? [])]));
    },
  };
}

function endOf(id: string): string {
  return id.slice(-leastNameLength);
}

/** Where in a name it may stand; each is found by an index. */
function placesOf(name: TypedName): readonly RawBuilder<SqlBool>[] {
  if (isWholeName(name)) return [sql`id = ${name}`];
  const from = sql.lit(wholeNameLength - name.length + 1);
  return [
    sql`id >= ${name} and id < ${behind(name)}`,
    sql`${indexedEnd} = ${endOf(name)} and substr(id, ${from}) = ${name}`,
  ];
}

/** The text that comes next after all that begin so. */
function behind(name: TypedName): string {
  const last = name.charCodeAt(name.length - 1);
  return name.slice(0, -1) + String.fromCharCode(last + 1);
}
