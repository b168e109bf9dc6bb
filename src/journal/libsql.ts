import { createRequire } from "node:module";
import type Libsql from "libsql";
import type LibsqlPromise from "libsql/promise";

/**
 * Loaded when a journal is opened, or ahead of that. Its loader has Node report on the whole process to
 * find out which C library there is. Such a report would look up the names of the hosts we are connected
 * to, and wait for them.
 *
 * The single executable has scripts/binary/libsql.js in this place.
 */
export function libsql(): typeof Libsql {
  // eslint-disable-next-line no-restricted-globals -- Node's own setting, nothing that a run asks for
  Object.assign(process.report, { excludeNetwork: true });
  // It is CommonJS: an import would first parse it for what it exports.
  return createRequire(import.meta.url)("libsql") as typeof Libsql;
}

/** Runs a statement on a thread of libsql's, so that this one does not wait for the disk. */
export function execAside(file: Libsql.Database, text: string): Promise<void> {
  const { prototype } = createRequire(import.meta.url)("libsql/promise") as typeof LibsqlPromise;
  // Both of libsql's classes hold the same kind of connection, and this uses nothing else of it.
  return prototype.exec.call(file as unknown as LibsqlPromise, text) as Promise<void>;
}
