import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmbeddedPostgres } from "./embedded-postgres.ts";
import type { TestProject } from "vitest/node";

/** Where the tests' database server listens, and its owner's password. */
export interface TestServer {
  readonly port: number;
  readonly password: string;
}

declare module "vitest" {
  interface ProvidedContext {
    /** Null where the registry has no PostgreSQL for this platform. */
    readonly postgres: TestServer | null;
  }
}

/**
 * Starts a real PostgreSQL for all tests, and ends it after them. Nobody waits for it here: the tests that
 * use it do, and the others run meanwhile.
 */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "refund-postgres-"));
  // The server runs as somebody else, who must get there.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const password = "owner-of-the-tests";
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    password,
    authMethod: "scram-sha-256",
    persistent: false,
    // It does not run as root, and in a container there is often nobody else.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"],
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-k", "", "-c", "max_connections=60"],
    onLog: () => undefined,
    onError: () => undefined,
  });
  const started = server.initialise().then(() => server.start());
  // A test that needs it finds out by itself.
  started.catch(() => undefined);
  project.provide("postgres", (await hasBinaries()) ? { port, password } : null);
  return async () => {
    await started.catch(() => undefined);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function hasBinaries(): Promise<boolean> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    await import(`@embedded-postgres/${platform}-${process.arch}`);
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("there is no free port"));
      });
    });
  });
}
