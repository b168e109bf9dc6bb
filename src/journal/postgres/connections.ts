import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { setTimeout } from "node:timers/promises";
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
import pg from "pg";
import type { Secret } from "../../domain/secret.ts";
import type { ServerPlace } from "../../journal-place.ts";
import { socketsUntil } from "./sockets.ts";
import { isHangUp, isMomentary, PostgresError } from "./trouble.ts";

/** Others of the team need theirs: so many at once do, because commits wait for each other anyway. */
const maxConnections = 4;
/** One that has idled for longer may have been dropped on the way without a word. */
const longestIdleMs = 5_000;
const connectWithinMs = 10_000;
const answerWithinMs = 15_000;

/**
 * Connections to a server, opened when they are needed. None keeps anything from one transaction to the
 * next, so a pooler may stand between. What goes wrong is thrown as a `PostgresError`.
 * @param givenUp aborts when nobody waits for answers any more: then they have a moment left, and all is cut
 */
export function connectionsTo(
  place: ServerPlace,
  password: Secret | null,
  givenUp: AbortSignal | null,
): PostgresPool {
  const sockets = socketsUntil(givenUp);
  const pool = new pg.Pool({
    host: place.host,
    port: place.port,
    user: place.user,
    database: place.database,
    // Where it is neither text nor function, the library looks for one itself.
    password: () => password?.reveal() ?? "",
    ssl: place.encrypted && tlsFor(place),
    stream: sockets.open,
    application_name: "refund",
    max: maxConnections,
    idleTimeoutMillis: longestIdleMs,
    connectionTimeoutMillis: connectWithinMs,
    query_timeout: answerWithinMs,
    keepAlive: true,
    // A run that ends early does not wait for a connection that it did not use.
    allowExitOnIdle: true,
    types,
  });
  // An idle one that is lost is replaced when the next is needed.
  pool.on("error", () => undefined);
  // The server may end one in the very message that opens it, before anybody has it.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const lent = new Set<pg.PoolClient>();
  pool
    .on("acquire", (client) => lent.add(client))
    .on("release", (_error, client) => {
      lent.delete(client);
    });
  return {
    connect: async () => new Connection(pool, await taken(pool)),
    end: () => {
      const ended = pool.end().finally(sockets.release);
      // Whoever closes the journal waits for none of its answers any more.
      for (const client of lent) client.end().catch(() => undefined);
      return ended;
    },
  };
}

/** One of the library's, given up as soon as one answer of it was lost. */
class Connection implements PostgresPoolClient {
  readonly #pool: pg.Pool;
  readonly #client: pg.PoolClient;
  #broken = false;
  #lost: PostgresError | null = null;
  #inTransaction = false;
  readonly #ended = () => {
    this.#broken = true;
  };

  constructor(pool: pg.Pool, client: pg.PoolClient) {
    this.#pool = pool;
    this.#client = client;
    // While it is lent, nobody else hears of its end; what is asked of it then fails, and says so.
    client.on("error", this.#ended);
  }

  query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    asked: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof asked !== "string") throw new Error("nothing is read by cursors");
    return this.#ask<R>(asked, parameters);
  }

  release(): void {
    this.#client.off("error", this.#ended);
    this.#client.release(this.#broken);
  }

  async #ask<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    // Not even a rollback: it would wait as long again, and its end would hide why.
    if (this.#lost !== null) throw this.#lost;
    if (text === "begin") this.#inTransaction = true;
    try {
      return resultOf(await this.#client.query(text, [...parameters]));
    } catch (error) {
      const trouble = new PostgresError(error, { asked: true });
      this.#broken ||= trouble.lost;
      if (trouble.lost) this.#lost = trouble;
      if (!trouble.lost || this.#inTransaction || !isRead.test(text)) throw trouble;
      return await this.#askAgain(text, parameters);
    }
  }

  /** Reading changes nothing, so a lost answer to it is asked for once more: a pooler or a server that was restarted. */
  async #askAgain<R>(
    text: string,
    parameters: readonly unknown[],
  ): Promise<PostgresQueryResult<R>> {
    const other = new Connection(this.#pool, await taken(this.#pool));
    // As if in a transaction, so that this is the last time.
    other.#inTransaction = true;
    return other.#ask<R>(text, parameters).finally(() => {
      other.release();
    });
  }
}

/** What is not read is an update, an insert, or a `with` that may hold one. */
const isRead = /^\s*select\s/;

/** Where a server has no place left, is not up yet or is just going down, somebody waits a moment before giving up. */
const patienceMs = [100, 300, 900];

async function taken(pool: pg.Pool): Promise<pg.PoolClient> {
  for (let tries = 0; ; tries++) {
    try {
      return await pool.connect();
    } catch (error) {
      const trouble = new PostgresError(error, { asked: false });
      const pause = patienceMs[tries];
      if (pause === undefined || !(isMomentary(trouble) || isHangUp(error))) throw trouble;
      await setTimeout(pause);
    }
  }
}

function resultOf<R>({ command, rowCount, rows }: pg.QueryResult): PostgresQueryResult<R> {
  return {
    command: commands.find((one) => one === command) ?? "SELECT",
    rowCount: rowCount ?? 0,
    rows: rows as R[],
  };
}

/** Those of which the number of rows is told. */
const commands = ["UPDATE", "DELETE", "INSERT", "MERGE"] as const;

/** A server proves who it is, or nothing is said to it. */
function tlsFor({ host, certificates }: ServerPlace): pg.PoolConfig["ssl"] {
  return {
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    // For a server that is known by its address; a name is given by the library.
    host,
    ...(certificates === null
      ? {}
      : { ca: [...rootCertificates, readFileSync(certificates, "utf8")] }),
  };
}

/** Counts come as text, because they could be too long for a number; none here are. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);
