import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject, onTestFinished } from "vitest";
import { Secret } from "../../src/domain/secret.ts";
import type { ServerPlace } from "../../src/journal-place.ts";
import { connect } from "../../src/journal/postgres/engine.ts";
import { setUp } from "../../src/journal/postgres/setup.ts";

/** Whether there is a server; the registry has none for some platforms. */
export const hasPostgres = inject("postgres") !== null;

/** A database of a test's own, with a journal that is set up. */
export interface TeamDatabase {
  /** As its owner reaches it. */
  readonly owner: ServerPlace;
  /** As an agent does, who has the agents' role and no more. */
  readonly agent: ServerPlace;
  readonly agentUrl: string;
  readonly role: string;
  /** Runs a statement as the owner. */
  readonly sql: (text: string) => Promise<readonly unknown[]>;
}

/** An empty database, dropped with the test. */
export async function emptyDatabase(): Promise<ServerPlace> {
  const name = `team_${randomBytes(6).toString("hex")}`;
  const root = placeOf("postgres", "postgres", serverOf().password);
  await query(root, `create database ${name}`);
  onTestFinished(async () => {
    await query(root, `drop database if exists ${name} with (force)`);
  });
  return { ...root, database: name };
}

export async function teamDatabase(): Promise<TeamDatabase> {
  const owner = await emptyDatabase();
  const role = `${owner.database}_agents`;
  const user = `${owner.database}_ann`;
  const password = `secret-of-${user}`;
  const database = connect(owner, owner.password);
  await setUp(database, role);
  await database.destroy();
  await query(owner, `create user ${user} password '${password}' in role ${role}`);
  const agent = placeOf(owner.database, user, password);
  return {
    owner,
    agent,
    agentUrl: urlOf(agent),
    role,
    sql: (text) => query(owner, text),
  };
}

function serverOf() {
  const server = inject("postgres");
  if (server === null) throw new Error("there is no PostgreSQL for this platform");
  return server;
}

function placeOf(database: string, user: string, password: string): ServerPlace {
  return {
    kind: "postgres",
    host: "127.0.0.1",
    port: serverOf().port,
    user,
    database,
    password: new Secret(password),
    certificates: null,
    encrypted: false,
  };
}

/** As somebody would set it, password and all. */
export function urlOf({ user, password, host, port, database }: ServerPlace): string {
  return `postgres://${user}:${password?.reveal() ?? ""}@${host}:${port}/${database}`;
}

/** What the journal holds, oldest first. */
export async function attemptsIn(
  place: ServerPlace,
): Promise<readonly { readonly number: string; readonly outcome: string | null }[]> {
  const rows = await query(place, "select number, outcome from refund.attempt order by started_at");
  return rows as { number: string; outcome: string | null }[];
}

const longestStartMs = 60_000;

/** Runs a statement. Waits for the server where it is still starting. */
export async function query(place: ServerPlace, text: string): Promise<readonly unknown[]> {
  for (const begun = performance.now(); ;) {
    const { host, port, user, database, password } = place;
    const client = new pg.Client({ host, port, user, database, password: password?.reveal() });
    try {
      await client.connect();
    } catch (error) {
      if (!isStarting(error) || performance.now() - begun > longestStartMs) throw error;
      await new Promise((next) => setTimeout(next, 200));
      continue;
    }
    try {
      const { rows } = await client.query<Record<string, unknown>>(text);
      return rows;
    } finally {
      await client.end();
    }
  }
}

function isStarting(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return code === "ECONNREFUSED" || code === "57P03" || code === "ECONNRESET";
}
