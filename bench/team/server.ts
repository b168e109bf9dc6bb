import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmbeddedPostgres } from "../../test/support/embedded-postgres.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { ServerPlace } from "../../src/journal-place.ts";
import { connect } from "../../src/journal/postgres/engine.ts";
import { setUp } from "../../src/journal/postgres/setup.ts";

/** A real PostgreSQL of one's own, which may be restarted. */
export interface OwnServer {
  /** Its folder, which its process may read. */
  readonly folder: string;
  /** A new database with a journal that is set up; as its owner reaches it. */
  readonly newJournal: () => Promise<ServerPlace>;
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface ServerManner {
  /** More of its settings, as `fsync=off`. */
  readonly flags?: readonly string[];
  /** In which folder it keeps all that it has. */
  readonly root?: string;
  /** Lets everybody in who says who they are: nobody waits for passwords to be proved. */
  readonly trusts?: boolean;
}

export async function startServer({
  flags = [],
  root = tmpdir(),
  trusts = false,
}: ServerManner = {}): Promise<OwnServer> {
  const folder = mkdtempSync(join(root, "refund-server-"));
  // The server runs as somebody else, who must get there.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const password = "owner-of-the-bench";
  const settings = ["listen_addresses=127.0.0.1", "max_connections=60", ...flags];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    password,
    authMethod: "scram-sha-256",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"],
    postgresFlags: ["-k", "", ...settings.flatMap((setting) => ["-c", setting])],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  if (trusts)
    writeFileSync(join(folder, "data", "pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
  await server.start();
  const placeOf = (database: string): ServerPlace => ({
    kind: "postgres",
    host: "127.0.0.1",
    port,
    user: "postgres",
    database,
    password: new Secret(password),
    certificates: null,
    encrypted: false,
  });
  return {
    folder,
    newJournal: async () => {
      const place = placeOf(`team_${randomBytes(6).toString("hex")}`);
      await server.createDatabase(place.database);
      const database = connect(place, place.password);
      await setUp(database, `${place.database}_agents`).finally(() => database.destroy());
      return place;
    },
    restart: async () => {
      await server.stop();
      await server.start();
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As somebody would set it, password and all. */
export function journalUrl({ user, password, host, port, database }: ServerPlace): string {
  return `postgres://${user}:${password?.reveal() ?? ""}@${host}:${port}/${database}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}
