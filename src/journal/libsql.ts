import { createRequire } from "node:module";
import type Libsql from "libsql";

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
